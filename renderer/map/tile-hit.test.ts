import Flatbush from 'flatbush';
import fc from 'fast-check';
import { fromLonLat } from 'ol/proj.js';
import { expect, it } from 'vitest';
import type { Pipe } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { nearestLine } from './tile-hit.ts';
import { packBase, packPipes } from './tile-pack.ts';

const pipe = (id: string, path: readonly LonLat[], side: Pipe['side'] = 'supply', dnMm = 200): Pipe => ({
  id,
  side,
  from: 'a',
  to: 'b',
  path,
  lengthM: 1,
  dnMm,
  innerDiameterM: 0.2,
  roughnessMm: 0.5,
});

/** Finds among pipes that are drawn `offset` metres beside their path. */
function find(pipes: readonly Pipe[], at: readonly number[], offset = 0, within = 10): string | undefined {
  const { pack, pipes: ordered } = packPipes(pipes);
  const index = Flatbush.from(pack.index ?? new ArrayBuffer(0));
  const found = nearestLine(pack, index, [...at], { within, reach: within + offset }, () => ({ offset, halfWidth: 0 }));
  return found === undefined ? undefined : ordered[found]?.id;
}

const TRENCH: readonly LonLat[] = [
  [126.6, 45.7],
  [126.61, 45.7],
];

it('tells supply and return of one trench apart by the side on which they are drawn', () => {
  const pipes = [pipe('S', TRENCH), pipe('R', [...TRENCH].reverse(), 'return')];
  const [x = 0, y = 0] = fromLonLat([126.605, 45.7]);
  expect(find(pipes, [x, y + 4], 4)).toBe('S');
  expect(find(pipes, [x, y - 4], 4)).toBe('R');
  expect(find(pipes, [x, y + 60], 4)).toBeUndefined();
});

it('finds the nearest line, as measuring to each of them does', () => {
  const place = fc.tuple(fc.double({ min: 0, max: 0.01, noNaN: true }), fc.double({ min: 0, max: 0.01, noNaN: true }));
  const paths = fc.array(fc.array(place, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(paths, place, (all, at) => {
      const pipes = all.map((path, index) => pipe(`P${String(index)}`, path, 'supply', 100 + index));
      const point = fromLonLat([...at]);
      const distances = pipes.map(({ path }) => distanceTo(path, point));
      const least = Math.min(...distances);
      const found = find(pipes, point, 0, 200);
      if (least > 201) expect(found).toBeUndefined();
      else if (least < 199) expect(distances[Number(found?.slice(1))]).toBeCloseTo(least, 0);
    }),
  );
});

it('packs the base areas first, without what has no shape', () => {
  const pack = packBase([
    { id: 's', kind: 'street', geometry: { type: 'LineString', coordinates: TRENCH } },
    { id: 'r', kind: 'repairPoint', geometry: { type: 'Point', coordinates: [126.6, 45.7] } },
    { id: 'w', kind: 'water', geometry: { type: 'Polygon', coordinates: [[...TRENCH, [126.6, 45.71]]] } },
  ]);
  expect([...pack.kinds]).toEqual([1, 4]);
  expect(packBase([]).index).toBeUndefined();
});

/** By sampling each segment densely: slow, and of another kind than what is tested. */
function distanceTo(path: readonly LonLat[], [x = 0, y = 0]: readonly number[]): number {
  let least = Infinity;
  for (let segment = 1; segment < path.length; segment += 1) {
    const [ax = 0, ay = 0] = fromLonLat([...(path[segment - 1] ?? [0, 0])]);
    const [bx = 0, by = 0] = fromLonLat([...(path[segment] ?? [0, 0])]);
    const steps = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / 0.5));
    for (let step = 0; step <= steps; step += 1) {
      const share = step / steps;
      least = Math.min(least, Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)));
    }
  }
  return least;
}
