import { expect, it } from 'vitest';
import type { BaseFeature, Building, Network, Pipe, Station, Valve } from '#shared/domain/network/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import { worstOf } from '../../map/complaint-layer.ts';
import { stepAlpha } from '../../map/complaint-heat.ts';
import { SWITCHES, hiddenLayers } from '../../map/layer-switches.ts';
import type { ComplaintMark } from '../../map/marks.ts';
import { bandsOf } from '../../map/track-layer.ts';
import { valveMarks, valveNow } from '../valve/valve-now.ts';
import { lengthOf, trackMarks } from './crew-tracks.ts';
import { geofenceMarks, hullOf, pipeStateMarks, repairMarks, sensitiveMarks, zoneMarks } from './ground-marks.ts';
import { bareNetwork, graphOf, networkState } from './network-state.ts';

const MINUTE = 60_000;
const position = (minute: number, lon: number) => ({
  crewId: 'K1',
  at: [lon, 45] as const,
  positionAt: minute * MINUTE,
});

it('draws half an hour of a crew that moves in parts of ten minutes that join', () => {
  const points = Array.from({ length: 31 }, (_, k) => ({
    at: position(k, 126 + k * 0.001).at,
    atMs: (20 + k) * MINUTE,
  }));
  expect(lengthOf(points)).toBeCloseTo(30 * 78.6, -2);
  const [mark] = trackMarks([{ crewId: 'K1', points }], 50 * MINUTE);
  const bands = bandsOf(mark?.points ?? [], mark?.nowMs ?? 0);
  expect(bands.map(({ band, path }) => [band, path.length])).toEqual([
    [0, 11],
    [1, 11],
    [2, 11],
  ]);
  expect(bands[0]?.path[0]).toEqual(bands[1]?.path.at(-1));
});

const order = (id: string, closed: boolean) =>
  ({ id, place: { at: [126, 45] }, stages: closed ? { closed: {} } : {} }) as unknown as Order;

it('draws the circle of 80 m round open orders and counts the crews inside', () => {
  const positions = new Map([
    ['K1', { ...position(0, 126.0009), crewId: 'K1' }],
    ['K2', { ...position(0, 126.0012), crewId: 'K2' }],
  ]);
  expect(geofenceMarks([order('a', false), order('b', true)], positions)).toEqual([
    { id: 'a', at: [126, 45], radiusM: 80, crewsInside: 1 },
  ]);
});

it('takes repair points from the base map and sensitive buildings from the customers', () => {
  const base: BaseFeature[] = [
    { id: 'R1', kind: 'repairPoint', name: '道里抢修点', geometry: { type: 'Point', coordinates: [126, 45] } },
    { id: 'W1', kind: 'water', geometry: { type: 'Point', coordinates: [126, 45] } },
  ];
  expect(repairMarks(base)).toEqual([{ id: 'R1', at: [126, 45], name: '道里抢修点' }]);
  const buildings = [
    { id: 'B1', at: [126, 45], name: '一院', sensitive: 'hospital' },
    { id: 'B2', at: [126, 45], name: '2栋' },
  ] as unknown as Building[];
  expect(sensitiveMarks(buildings).map(({ id, kind }) => [id, kind])).toEqual([['B1', 'hospital']]);
});

it('puts a hull round a station and what it heats, and none round a station alone', () => {
  const square: readonly (readonly [number, number])[] = [
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
    [1, 1],
    [1, 0],
  ];
  expect(hullOf(square)).toEqual([
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
  ]);
  const stations = [
    { id: 'S1', at: [1, 1] },
    { id: 'S2', at: [9, 9] },
  ] as unknown as Station[];
  const buildings = square.map((at, k) => ({ id: `B${String(k)}`, stationId: 'S1', at })) as unknown as Building[];
  expect(zoneMarks(stations, buildings, new Set(['S1']))).toMatchObject([{ id: 'S1', isOut: true }]);
});

const node = (id: string, side: 'supply' | 'return') => ({ id, side, at: [126, 45] as const, elevationM: 0 });
const pipe = (id: string, from: string, to: string, side: 'supply' | 'return' = 'supply'): Pipe => ({
  id,
  side,
  from,
  to,
  path: [
    [126, 45],
    [126.001, 45],
  ],
  lengthM: 80,
  dnMm: 300,
  innerDiameterM: 0.3,
  roughnessMm: 0.5,
});
const valve = (id: string, from: string, to: string, side: 'supply' | 'return' = 'supply'): Valve => ({
  id,
  side,
  from,
  to,
  at: [126, 45],
  state: 'open',
  condition: 'operable',
});
const station = (id: string, kind: 'station' | 'source', supplyNode: string, returnNode: string): Station => ({
  id,
  kind,
  name: id,
  area: '',
  at: [126, 45],
  elevationM: 0,
  supplyNode,
  returnNode,
});
/** source - s0 =V1= s1 - s2(S1), the same on the return with R1. */
const network: Network = {
  name: '',
  base: [],
  nodes: [...['s0', 's1', 's2'].map((id) => node(id, 'supply')), ...['r0', 'r1', 'r2'].map((id) => node(id, 'return'))],
  valves: [valve('V1', 's0', 's1'), valve('R1', 'r0', 'r1', 'return')],
  pipes: [pipe('P1', 's1', 's2'), pipe('Q1', 'r1', 'r2', 'return')],
  stations: [station('SRC', 'source', 's0', 'r0'), station('S1', 'station', 's2', 'r2')],
};

it('tells what is closed off from what only gets no heat, by the valves as they stand', () => {
  const graph = graphOf(bareNetwork(network));
  const all = networkState(graph, {});
  expect([all.dry.size, all.noHeat.size, all.out.size]).toEqual([0, 0, 0]);
  const cut = networkState(graph, { V1: { state: 'closed' }, R1: { state: 'closed' } });
  expect([[...cut.dry].sort(), [...cut.out]]).toEqual([['P1', 'Q1'], ['S1']]);
  const half = networkState(graph, { V1: { state: 'closed' } });
  expect([[...half.dry], [...half.noHeat], [...half.out]]).toEqual([[], ['P1'], ['S1']]);
  expect(pipeStateMarks(network, half)).toMatchObject([{ id: 'P1', state: 'noHeat' }]);
});

it('says nothing about a network that has no source', () => {
  const graph = graphOf({ ...network, stations: network.stations.slice(1) });
  expect(networkState(graph, {}).out.size).toBe(0);
});

it('shows a valve as last said, each of state and condition for itself, and a change under way', () => {
  const record = { id: 'V1', state: 'closed', basis: 'field' } as unknown as ValveRecord;
  expect(valveNow(valve('V1', 'a', 'b'), record)).toEqual({ state: 'closed', condition: 'operable', basis: 'field' });
  expect(valveNow(valve('V1', 'a', 'b'), undefined).basis).toBe('imported');
  const marks = valveMarks(network.valves, new Map([['V1', record]]), (id) => id === 'R1');
  expect(marks.map(({ id, state, isPending }) => [id, state, isPending])).toEqual([
    ['V1', 'closed', undefined],
    ['R1', 'open', true],
  ]);
});

it('lets the worst complaint of a heap be its sign', () => {
  const mark = (id: string, urgent: boolean, isOrdered: boolean) =>
    ({ id, at: [0, 0], category: 'leak', urgent, isOrdered }) satisfies ComplaintMark;
  expect(worstOf([mark('a', false, false), mark('b', true, true), mark('c', true, false)])?.id).toBe('c');
  expect(worstOf([])).toBeUndefined();
});

it('draws density in few steps, none where there is next to nothing', () => {
  expect(stepAlpha(0.05)).toBe(0);
  const steps = new Set(Array.from({ length: 101 }, (_, k) => stepAlpha(k / 100)));
  expect(steps.size).toBe(5);
});

it('remembers what was switched, and passes over what no layer has any more', () => {
  expect(hiddenLayers({})).toEqual(new Set(['zones', 'complaintHeat']));
  expect(hiddenLayers({ zones: true, valves: false, gone: false })).toEqual(new Set(['valves', 'complaintHeat']));
  expect(new Set(SWITCHES).size).toBe(SWITCHES.length);
});
