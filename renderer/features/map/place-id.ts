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
