import type { RankedPlace } from './types.ts';

/** The list is filled with what is next best; places under this share are shown only to those who ask for them [eng]. */
const LEAST_SHARE = 0.01;

/** The places worth a mark on the map, best first: the first one, and all with a share of 1 % at least. */
export function likelyPlaces(places: readonly RankedPlace[]): readonly RankedPlace[] {
  return [...places].sort((a, b) => a.rank - b.rank).filter(({ share }, n) => n === 0 || share >= LEAST_SHARE);
}
