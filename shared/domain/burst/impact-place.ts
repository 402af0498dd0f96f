import { distanceM, type LonLat } from '../../lib/geo.ts';

/** The point at `share` (0 to 1) of the length of a line; undefined for a line without points. */
export function pointAlong(path: readonly LonLat[], share: number): LonLat | undefined {
  let leftM = lengthM(path) * Math.min(1, Math.max(0, share));
  for (const [from, to] of stretches(path)) {
    const stretchM = distanceM(from, to);
    if (stretchM > 0 && leftM <= stretchM) {
      const part = leftM / stretchM;
      return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    }
    leftM -= stretchM;
  }
  return path.at(-1);
}

/** The share of its length (0 to 1) at which `point` lies on a line; 0.5 for a line without length. */
export function shareAlong(path: readonly LonLat[], point: LonLat): number {
  let beforeM = 0;
  let best = { offM: Infinity, atM: 0 };
  for (const [from, to] of stretches(path)) {
    const stretchM = distanceM(from, to);
    const fromM = distanceM(from, point);
    const offM = fromM + distanceM(point, to) - stretchM;
    if (offM < best.offM) best = { offM, atM: beforeM + Math.min(fromM, stretchM) };
    beforeM += stretchM;
  }
  return beforeM === 0 ? 0.5 : best.atM / beforeM;
}

function stretches(path: readonly LonLat[]): readonly (readonly [LonLat, LonLat])[] {
  return path.slice(1).map((to, n) => [path[n] ?? to, to]);
}

function lengthM(path: readonly LonLat[]): number {
  return stretches(path).reduce((sum, [from, to]) => sum + distanceM(from, to), 0);
}
