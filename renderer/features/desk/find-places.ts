import type { BaseFeature, Building } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { findBuildings } from './find-buildings.ts';

/** A place that a caller can name: a building with its customers, or a street or community of the base map. */
export interface FoundPlace {
  readonly key: string;
  readonly at: LonLat;
  readonly address: string;
  readonly hint: string;
  readonly buildingId?: string;
  readonly phone?: string | undefined;
}

const NAMED = new Set(['street', 'community']);

/** Buildings first (address, name, community), then streets and communities whose name contains every word of the query. */
export function findPlaces(
  buildings: readonly Building[],
  base: readonly BaseFeature[],
  query: string,
  limit: number,
): readonly FoundPlace[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = findBuildings(buildings, query, limit).map(buildingPlace);
  for (const feature of base) {
    if (found.length >= limit) break;
    const { id, name, kind } = feature;
    if (!name || !NAMED.has(kind) || !words.every((word) => name.toLowerCase().includes(word))) continue;
    found.push({ key: id, at: middleOf(feature), address: name, hint: '' });
  }
  return found;
}

function buildingPlace({ id, address, name, community, at, phone }: Building): FoundPlace {
  const hint = [name, community].filter((part) => part && part !== address).join(' ');
  return { key: id, at, address: address || name, hint, buildingId: id, phone };
}

/** A point on a street, or the middle of an area's outline. */
function middleOf({ geometry }: BaseFeature): LonLat {
  if (geometry.type === 'Point') return geometry.coordinates;
  if (geometry.type === 'LineString') {
    return geometry.coordinates[Math.floor(geometry.coordinates.length / 2)] ?? [0, 0];
  }
  const ring = geometry.coordinates[0] ?? [];
  const sum = ring.reduce<[number, number]>(([lon, lat], at) => [lon + at[0], lat + at[1]], [0, 0]);
  return [sum[0] / ring.length, sum[1] / ring.length];
}
