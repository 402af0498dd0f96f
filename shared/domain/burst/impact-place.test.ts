import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, fromLocalM, type LonLat } from '../../lib/geo.ts';
import { pointAlong, shareAlong } from './impact-place.ts';

const ORIGIN: LonLat = [120.38, 36.07];
const at = (eastM: number, northM = 0): LonLat => fromLocalM(ORIGIN, eastM, northM);

describe('place on a pipe', () => {
  const path = [at(0), at(100), at(100, 300)];

  it('IMP-15: by the share of its length', () => {
    expect(distanceM(pointAlong(path, 0.5) ?? ORIGIN, at(100, 100))).toBeLessThan(0.5);
    expect([pointAlong(path, 0), pointAlong(path, 2)]).toEqual([path[0], path[2]]);
    expect(shareAlong(path, at(100, 100))).toBeCloseTo(0.5, 3);
    expect(pointAlong([], 0.5)).toBeUndefined();
    expect([pointAlong([ORIGIN], 0.5), shareAlong([ORIGIN], ORIGIN)]).toEqual([ORIGIN, 0.5]);
    expect([pointAlong([ORIGIN, ORIGIN], 0.5), shareAlong([ORIGIN, ORIGIN], ORIGIN)]).toEqual([ORIGIN, 0.5]);
  });

  it('IMP-15: point and share are inverse to each other', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, (value) => {
        expect(shareAlong(path, pointAlong(path, value) ?? ORIGIN)).toBeCloseTo(value, 3);
      }),
      { numRuns: 100 },
    );
  });
});
