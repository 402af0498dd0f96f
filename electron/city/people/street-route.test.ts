import { expect, test } from 'vitest';
import type { Network, NetworkNode, Pipe } from '#shared/domain/network/types.ts';
import { distanceM, fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import { createStreetRoute } from './street-route.ts';

const place = (eastM: number, northM: number): LonLat => fromLocalM([126.6, 45.75], eastM, northM);

/** A square of 1 km with junctions A B C D at its corners; the pipe from A to C runs the long way round. */
function square(): Network {
  const corners = { A: place(0, 0), B: place(1000, 0), C: place(1000, 1000), D: place(0, 1000) };
  const nodes = Object.entries(corners).map(([id, at]): NetworkNode => ({ id, side: 'supply', at, elevationM: 0 }));
  const pipe = (id: string, from: keyof typeof corners, to: keyof typeof corners, lengthM: number): Pipe => ({
    id,
    side: 'supply',
    from,
    to,
    path: [corners[from], corners[to]],
    lengthM,
    dnMm: 300,
    innerDiameterM: 0.3,
    roughnessMm: 0.5,
  });
  return {
    name: 'square',
    nodes,
    pipes: [pipe('P1', 'A', 'B', 1000), pipe('P2', 'C', 'B', 1000), pipe('P3', 'A', 'C', 5000)],
    valves: [
      { id: 'V1', side: 'supply', from: 'C', to: 'D', at: place(500, 1000), state: 'open', condition: 'operable' },
    ],
    stations: [],
    base: [],
  };
}

const lengthOf = (way: readonly LonLat[]) =>
  way.slice(1).reduce((sum, corner, i) => sum + distanceM(way[i] as LonLat, corner), 0);

test('the way follows the pipes by the shortest path, against their direction too, and through valves', () => {
  const route = createStreetRoute(square());
  const start = place(-20, 0);
  const goal = place(10, 1010);
  const way = [start, ...route(start, goal)];
  expect(way.at(-1)).toBe(goal);
  expect(way.some((corner) => distanceM(corner, place(1000, 0)) < 1)).toBe(true);
  expect(way.some((corner) => distanceM(corner, place(500, 1000)) < 1)).toBe(true);
  expect(lengthOf(way)).toBeCloseTo(20 + 1000 + 1000 + 500 + 490, -2);
});

test('where there are no streets, and beside the same junction, the way is straight', () => {
  const empty: Network = { name: 'x', nodes: [], pipes: [], valves: [], stations: [], base: [] };
  const goal = place(30, 5);
  expect(createStreetRoute(empty)(place(0, 0), goal)).toEqual([goal]);
  expect(createStreetRoute(square())(place(0, 0), goal)).toEqual([goal]);
});
