import type { BaseFeature } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';

/** About 0.1 m. */
const DECIMALS = 6;

/** A free place as the id of a selection: `126.601234,45.712345`. */
export const placeId = ([lon, lat]: LonLat): string => `${lon.toFixed(DECIMALS)},${lat.toFixed(DECIMALS)}`;

/** The place of such an id; undefined for anything else. */
export function parsePlace(id: string): LonLat | undefined {
  const match = /^(-?\d{1,3}(?:\.\d+)?)\s*[,，]\s*(-?\d{1,2}(?:\.\d+)?)$/.exec(id.trim());
  if (!match) return undefined;
  const [lon, lat] = [Number(match[1]), Number(match[2])];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : undefined;
}

/** The vertex in the middle of a line. */
export const middleOf = (path: readonly LonLat[]): LonLat | undefined => {
  const [from, to] = [path[Math.floor((path.length - 1) / 2)], path[Math.ceil((path.length - 1) / 2)]];
  return from && to && [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
};

/** Somewhere on a thing of the base map: the point, the middle of the line, the mean of an outline's corners. */
export function middleOfBase(feature: Pick<BaseFeature, 'geometry'> | undefined): LonLat | undefined {
  if (!feature) return undefined;
  const { type, coordinates } = feature.geometry;
  if (type === 'Point') return coordinates;
  if (type === 'LineString') return middleOf(coordinates);
  const ring = coordinates[0] ?? [];
  const sum = ring.reduce<[number, number]>(([lon, lat], at) => [lon + at[0], lat + at[1]], [0, 0]);
  return ring.length > 0 ? [sum[0] / ring.length, sum[1] / ring.length] : undefined;
}
