import type { BaseFeature, Building } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';

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

/** Places whose words contain every word of the query, those that begin with it first, buildings before streets. */
export function findPlaces(
  buildings: readonly Building[],
  base: readonly BaseFeature[],
  query: string,
  limit: number,
): readonly FoundPlace[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return [];
  const beginning: FoundPlace[] = [];
  const containing: FoundPlace[] = [];
  const consider = (text: string, place: () => FoundPlace): void => {
    const lower = text.toLowerCase();
    if (beginning.length >= limit || !words.every((word) => lower.includes(word))) return;
    (lower.startsWith(first) ? beginning : containing).push(place());
  };
  for (const building of buildings) {
    const { id, address, name, community, at, phone } = building;
    consider(`${address} ${name} ${community}`, () => ({
      key: id,
      at,
      address: address || name,
      hint: [name, community].filter((part) => part && part !== address).join(' '),
      buildingId: id,
      phone,
    }));
  }
  for (const feature of base) {
    const { id, name, kind } = feature;
    if (name && NAMED.has(kind)) consider(name, () => ({ key: id, at: middleOf(feature), address: name, hint: '' }));
  }
  return [...beginning, ...containing].slice(0, limit);
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
