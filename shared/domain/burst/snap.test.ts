import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distanceM, fromLocalM, type LonLat } from '../../lib/geo.ts';
import type { Pipe } from '../network/types.ts';
import { nearestPipe } from './snap.ts';

const ORIGIN: LonLat = [120.38, 36.07];
const metres = fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 }));
const pipeOf = (id: string, path: readonly (readonly [number, number])[]): Pipe => ({
  id,
  side: 'supply',
  from: 'a',
  to: 'b',
  path: path.map(([eastM, northM]) => fromLocalM(ORIGIN, eastM, northM)),
  lengthM: 1,
  dnMm: 200,
  innerDiameterM: 0.2,
  roughnessMm: 0.5,
});

it('BUR-05: no point on any pipe is nearer than the one found', () => {
  const pipes = fc
    .array(fc.array(metres, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    .map((paths) => paths.map((path, n) => pipeOf(`P${String(n)}`, path)));
  fc.assert(
    fc.property(pipes, (all) => {
      const found = nearestPipe(ORIGIN, all, 1000);
      expect(distanceM(ORIGIN, found?.at ?? [0, 0])).toBeCloseTo(found?.distanceM ?? NaN, 0);
      for (const pipe of all) {
        pipe.path.slice(1).forEach((to, n) => {
          const from = pipe.path[n] ?? to;
          for (let share = 0; share <= 1; share += 0.05) {
            const on: LonLat = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
            expect(found?.distanceM).toBeLessThan(distanceM(ORIGIN, on) + 0.5);
          }
        });
      }
    }),
    { numRuns: 60 },
  );
});

it('BUR-05: of supply and return in one trench the smaller id is taken, in whatever order they come', () => {
  const path = [
    [-10, 50],
    [10, 50],
  ] as const;
  const both = [pipeOf('R', path), pipeOf('A', path)];
  expect(nearestPipe(ORIGIN, both, 100)?.pipe.id).toBe('A');
  expect(nearestPipe(ORIGIN, both.reverse(), 100)?.pipe.id).toBe('A');
  expect(
    nearestPipe(
      ORIGIN,
      [
        pipeOf('far', [
          [0, 80],
          [9, 80],
        ]),
        ...both,
      ],
      100,
    )?.pipe.id,
  ).toBe('A');
  expect(nearestPipe(ORIGIN, both, 49)).toBeUndefined();
});
