import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walkOrder, type WalkPoint } from './walk.ts';

const at = (x: number, y: number, isSupply = true): WalkPoint => ({ x, y, isSupply });
const lengthOf = (start: readonly [number, number], points: readonly WalkPoint[]): number =>
  walkOrder(start, points).reduce((sum, { walkM }) => sum + walkM, 0);

describe('the walk to the valves', () => {
  it('NET-14: valves of one chamber are one stop, the supply first, and the way is straight x 1.4', () => {
    const points = [at(300, 0, false), at(301, 0), at(100, 0, false), at(100, 10)];
    expect(walkOrder([0, 0], points)).toEqual([
      { point: points[3], walkM: 140 },
      { point: points[2], walkM: 0 },
      { point: points[1], walkM: 280 },
      { point: points[0], walkM: 0 },
    ]);
  });

  it('NET-14: where going to the nearest first is a long way round, the way is bettered', () => {
    // Nearest first: 100, -120, 350, -800, which is 1,940 m; better: those on the right, then those on the left.
    const points = [at(100, 0), at(-120, 0), at(350, 0), at(-800, 0)];
    expect(lengthOf([0, 0], points)).toBeCloseTo((350 + 1_150) * 1.4, 6);
  });

  it('NET-14: every valve is on the way once, and it is never longer than nearest neighbour alone', () => {
    const place = fc.integer({ min: -2_000, max: 2_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { maxLength: 12 }), (places) => {
        const points = places.map(([x, y]) => at(x * 20, y * 20));
        const walk = walkOrder([0, 0], points);
        expect(new Set(walk.map(({ point }) => point)).size).toBe(points.length);
        let [x, y, plain] = [0, 0, 0];
        const left = new Set(points);
        while (left.size > 0) {
          const next = [...left].sort(
            (a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y),
          )[0] as WalkPoint;
          plain += Math.hypot(next.x - x, next.y - y) * 1.4;
          [x, y] = [next.x, next.y];
          left.delete(next);
        }
        expect(lengthOf([0, 0], points)).toBeLessThanOrEqual(plain + 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('NET-14: without a place to start from it starts at a valve', () => {
    expect(walkOrder([NaN, NaN], [at(5, 5)])).toEqual([{ point: at(5, 5), walkM: 0 }]);
    expect(walkOrder([0, 0], [])).toEqual([]);
    const unplaced = [at(NaN, NaN), at(40, 0), at(NaN, 3), at(80, 0)];
    expect(new Set(walkOrder([0, 0], unplaced).map(({ point }) => point))).toEqual(new Set(unplaced));
  });
});
