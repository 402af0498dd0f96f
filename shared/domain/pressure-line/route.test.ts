import { expect, it } from 'vitest';
import type { LonLat } from '../../lib/geo.ts';
import type { Network, NetworkNode, Pipe, Station, Valve } from '../network/types.ts';
import { routeMap, routeTo, type Route, type RouteFault, type RouteMap } from './route.ts';

const AT: LonLat = [126.6, 45.75];

const node = (id: string, elevationM = 120): NetworkNode[] => [
  { id: `${id}s`, side: 'supply', at: AT, elevationM },
  { id: `${id}r`, side: 'return', at: AT, elevationM },
];
const pipe = (from: string, to: string, lengthM: number): Pipe[] =>
  (['supply', 'return'] as const).map((side) => ({
    id: `${from}-${to}-${side}`,
    side,
    from: `${from}${side === 'supply' ? 's' : 'r'}`,
    to: `${to}${side === 'supply' ? 's' : 'r'}`,
    path: [AT, AT],
    lengthM,
    dnMm: 300,
    innerDiameterM: 0.3,
    roughnessMm: 0.5,
  }));
const valve = (from: string, to: string, state: Valve['state'], side: Valve['side'] = 'supply'): Valve => ({
  id: `v-${from}-${to}-${side}`,
  side,
  from: `${from}${side === 'supply' ? 's' : 'r'}`,
  to: `${to}${side === 'supply' ? 's' : 'r'}`,
  at: AT,
  state,
  condition: 'operable',
});
const station = (id: string, at: string, kind: Station['kind'] = 'station'): Station => ({
  id,
  kind,
  name: id,
  area: 'A',
  at: AT,
  elevationM: 120,
  supplyNode: `${at}s`,
  returnNode: `${at}r`,
});
const network = (parts: Partial<Network>): Network => ({
  name: 'test',
  nodes: [],
  pipes: [],
  valves: [],
  stations: [],
  base: [],
  ...parts,
});

/** src - a - b - c, with a longer way src - d - c, a branch b - e of 300 m, and a far branch a - f of 500 m. */
const town = network({
  nodes: ['src', 'a', 'b', 'c', 'd', 'e', 'f'].flatMap((id) => node(id)),
  pipes: [
    ...pipe('src', 'a', 100),
    ...pipe('a', 'b', 200),
    ...pipe('b', 'c', 300),
    ...pipe('src', 'd', 400),
    ...pipe('d', 'c', 500),
    ...pipe('b', 'e', 300),
    ...pipe('a', 'f', 450),
  ],
  stations: [station('SRC', 'src', 'source'), station('C', 'c'), station('E', 'e'), station('F', 'f')],
});

function mapOf(of: Network): RouteMap {
  const map = routeMap(of);
  if (!map.ok) throw new Error(map.error);
  return map.value;
}
function routeOf(of: Network, stationId: string): Route {
  const route = routeTo(mapOf(of), stationId);
  if (!route.ok) throw new Error(route.error);
  return route.value;
}
const faultOf = (of: Network, stationId?: string): RouteFault | undefined => {
  const map = routeMap(of);
  if (!map.ok) return map.error;
  const route = routeTo(map.value, stationId ?? map.value.farthest);
  return route.ok ? undefined : route.error;
};

it('PRL-02: goes the shortest way by length, also where there are loops', () => {
  const route = routeOf(town, 'C');
  expect(route.nodes.map(({ nodeId, distanceM }) => [nodeId, distanceM])).toEqual([
    ['srcs', 0],
    ['as', 100],
    ['bs', 300],
    ['cs', 600],
  ]);
  expect(route.lengthM).toBe(600);
  expect(route.returnLengthM).toBe(600);
});

it('PRL-02: starts at the nearest source, and at a peak boiler only where there is no other', () => {
  const two = {
    ...town,
    stations: [...town.stations, station('SRC2', 'd', 'source'), station('PB', 'c', 'peakBoiler')],
  };
  expect(routeOf(two, 'C').source.id).toBe('SRC2');
  const boiler = { ...town, stations: [station('PB', 'd', 'peakBoiler'), station('C', 'c')] };
  expect(routeOf(boiler, 'C').source.id).toBe('PB');
});

it('PRL-03: a closed valve ends a way, an unknown one is named', () => {
  const valved = (state: Valve['state']): Network => ({
    ...town,
    pipes: town.pipes.filter(({ id }) => !id.startsWith('a-b-supply')),
    valves: [valve('a', 'b', state)],
  });
  expect(routeOf(valved('closed'), 'C').nodes.map(({ nodeId }) => nodeId)).toEqual(['srcs', 'ds', 'cs']);
  expect(routeOf(valved('open'), 'C').unknownValves).toEqual([]);
  const unknown = routeOf(valved('unknown'), 'C');
  expect(unknown.unknownValves).toEqual(['v-a-b-supply']);
  expect(unknown.lengthM).toBe(400);
});

it('PRL-04: leads to the station that is farthest by length', () => {
  expect(mapOf(town).farthest).toBe('C');
  expect(routeOf(town, 'SRC').station.id).toBe('C');
});

it('PRL-05: a station lies on the way when its branch is at most 400 m', () => {
  const along = routeOf(town, 'C').stations.map((at) => [at.station.id, at.distanceM, at.branchM]);
  expect(along).toEqual([
    ['SRC', 0, 0],
    ['E', 300, 300],
    ['C', 600, 0],
  ]);
});

it('PRL-06: says why there is no way', () => {
  expect(faultOf(network({}))).toBe('noNetwork');
  expect(faultOf({ ...town, stations: town.stations.slice(1) })).toBe('noSource');
  expect(faultOf({ ...town, stations: town.stations.slice(0, 1) })).toBe('noStation');
  expect(faultOf(town, 'nobody')).toBe('unknownStation');
  expect(faultOf({ ...town, pipes: [] })).toBe('cutOff');
});

it('PRL-06: an island is listed as cut off, and asking for it is refused', () => {
  const island = { ...town, nodes: [...town.nodes, ...node('x')], stations: [...town.stations, station('X', 'x')] };
  expect(mapOf(island).cutOff).toEqual(['X']);
  expect(faultOf(island, 'X')).toBe('cutOff');
});

it('PRL-06: a way without a way back says so', () => {
  const oneWay = { ...town, pipes: town.pipes.filter(({ side, id }) => side === 'supply' || id.startsWith('src-a')) };
  expect(routeOf(oneWay, 'C').returnLengthM).toBeUndefined();
});

it('PRL-02: agrees with a plain search on a grid of 10,000 pipes with loops', () => {
  const size = 51;
  const name = (i: number, j: number): string => `n${String(i)}_${String(j)}`;
  const nodes: NetworkNode[] = [];
  const pipes: Pipe[] = [];
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      nodes.push(...node(name(i, j)));
      if (i > 0) pipes.push(...pipe(name(i - 1, j), name(i, j), 50 + ((i * 7 + j * 13) % 90)));
      if (j > 0) pipes.push(...pipe(name(i, j - 1), name(i, j), 50 + ((i * 11 + j * 5) % 90)));
    }
  }
  const grid = network({
    nodes,
    pipes,
    stations: [station('SRC', name(0, 0), 'source'), station('END', name(size - 1, size - 1))],
  });
  expect(pipes.length).toBeGreaterThan(10_000);
  const best = new Map([[`${name(0, 0)}s`, 0]]);
  for (let isBetter = true; isBetter;) {
    isBetter = false;
    for (const { side, from, to, lengthM } of pipes) {
      if (side !== 'supply') continue;
      for (const [a, b] of [
        [from, to],
        [to, from],
      ] as const) {
        const through = (best.get(a) ?? Infinity) + lengthM;
        if (through < (best.get(b) ?? Infinity)) {
          best.set(b, through);
          isBetter = true;
        }
      }
    }
  }
  expect(routeOf(grid, 'END').lengthM).toBe(best.get(`${name(size - 1, size - 1)}s`));
});
