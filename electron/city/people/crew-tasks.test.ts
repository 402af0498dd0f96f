import { expect, test } from 'vitest';
import { lineCity } from '#tests/support/hand-plant.ts';
import { distanceM, fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import { createRandom } from '../generate/random.ts';
import { FieldCrew, type CrewAct, type CrewOrder } from './crew-tasks.ts';

const crew = lineCity(2, 0).crews[0]!;
const SITE = fromLocalM(crew.base, 1000, 0);

function orderOf(id: string, more: Partial<CrewOrder> = {}): CrewOrder {
  return { id, urgent: false, place: { at: [SITE[0], SITE[1]] }, stages: {}, ...more };
}

function fieldCrew(): FieldCrew {
  const route = (_from: LonLat, to: LonLat) => [to];
  return new FieldCrew({ crew, random: createRandom(7, 'crew'), route, speedMPerS: 50, pace: 1 });
}

/** Runs whole seconds and tells what happened in which. */
function run(of: FieldCrew, fromS: number, toS: number): [atS: number, what: string][] {
  const name = (act: CrewAct) =>
    act.kind === 'valve'
      ? `${act.job.valveId} turned`
      : `${act.order.id} ${act.kind === 'accept' ? 'accept' : act.stage}`;
  const told: [number, string][] = [];
  for (let s = fromS; s <= toS; s++) for (const act of of.advance(s * 1000)) told.push([s, name(act)]);
  return told;
}

const positionOf = ({ position }: FieldCrew): LonLat => [position.lon, position.lat];

test('a crew accepts in 3 to 6 s, rings, departs, arrives when it is there, handles, and goes home', () => {
  const one = fieldCrew();
  one.advance(0);
  one.seeOrders([orderOf('O1')], 0);
  const told = run(one, 1, 400);
  expect(told.map(([, what]) => what)).toEqual([
    'O1 accept',
    'O1 contacted',
    'O1 departed',
    'O1 arrived',
    'O1 handled',
  ]);
  const [accept, contacted, departed, arrived, handled] = told.map(([s]) => s) as [
    number,
    number,
    number,
    number,
    number,
  ];
  expect(accept).toBeGreaterThanOrEqual(3);
  expect(accept).toBeLessThanOrEqual(6);
  expect(departed).toBe(contacted);
  // 1,000 m at 50 m/s.
  expect(arrived - departed).toBe(20);
  expect(handled - arrived).toBeGreaterThanOrEqual(60);
  expect(distanceM(positionOf(one), crew.base)).toBeLessThan(1);
});

test('it moves along its way, heading east', () => {
  const one = fieldCrew();
  one.advance(0);
  one.seeOrders([orderOf('O1', { crewAcceptedAt: 1, stages: { contacted: {} } })], 0);
  run(one, 1, 11);
  expect(distanceM(positionOf(one), crew.base)).toBeCloseTo(500, -1);
  expect(one.position.headingDeg).toBe(90);
});

test('of two orders the urgent one is driven to first, and one at a time', () => {
  const one = fieldCrew();
  one.advance(0);
  const both = { crewAcceptedAt: 1, stages: { contacted: {} } };
  one.seeOrders([orderOf('O1', both), orderOf('O2', { ...both, urgent: true })], 0);
  const told = run(one, 1, 400).map(([, what]) => what);
  expect(told).toEqual(['O2 departed', 'O2 arrived', 'O2 handled', 'O1 departed', 'O1 arrived', 'O1 handled']);
});

test('an order that was taken away is dropped on the way', () => {
  const one = fieldCrew();
  one.advance(0);
  one.seeOrders([orderOf('O1')], 0);
  const before = run(one, 1, 20).map(([, what]) => what);
  expect(before.at(-1)).toBe('O1 departed');
  one.seeOrders([], 20_000);
  expect(run(one, 21, 300)).toEqual([]);
  expect(distanceM(positionOf(one), crew.base)).toBeLessThan(1);
});

test('a crew of a city that starts again carries on where the hub says the order stands', () => {
  const one = fieldCrew();
  one.advance(0);
  one.seeOrders([orderOf('O1', { crewAcceptedAt: 1, stages: { contacted: {}, departed: {}, arrived: {} } })], 0);
  expect(run(one, 1, 200).map(([, what]) => what)).toEqual(['O1 handled']);
  one.seeOrders([orderOf('O1', { crewAcceptedAt: 1, stages: { handled: {} } })], 200_000);
  expect(run(one, 201, 400)).toEqual([]);
});

const job = (valveId: string, eastM: number, alertId = 'A1') => ({
  alertId,
  valveId,
  orderedAt: 1,
  drill: false,
  at: fromLocalM(SITE, eastM, 0),
});
const atAlert = { alertId: 'A1', crewAcceptedAt: 1, stages: { contacted: {}, departed: {}, arrived: {} } };

test('valves that are ordered shut come first, in their order, and its own work begins after the last', () => {
  const one = fieldCrew();
  one.advance(0);
  one.seeOrders([orderOf('O1', atAlert)], 0);
  one.seeValves([job('V2', 100), job('V1', 200)]);
  const told = run(one, 1, 800);
  expect(told.map(([, what]) => what)).toEqual(['V2 turned', 'V1 turned', 'O1 handled']);
  const [second, first, handled] = told.map(([s]) => s) as [number, number, number];
  for (const tookS of [first - second, second]) {
    expect(tookS).toBeGreaterThanOrEqual(120);
    expect(tookS).toBeLessThanOrEqual(240 + 25);
  }
  expect(handled - first).toBeGreaterThanOrEqual(59);
  // The hub lists a valve until it has the report: it is not turned twice.
  one.seeValves([job('V2', 100), job('V1', 200)]);
  expect(run(one, 801, 1_400)).toEqual([]);
});

test('it turns no valve before it has arrived, and none of another alert', () => {
  const one = fieldCrew();
  one.advance(0);
  one.seeOrders([orderOf('O1', { alertId: 'A1' })], 0);
  one.seeValves([job('V1', 0), job('V9', 0, 'A2')]);
  const told = run(one, 1, 600).map(([, what]) => what);
  expect(told).toEqual(['O1 accept', 'O1 contacted', 'O1 departed', 'O1 arrived', 'V1 turned', 'O1 handled']);
});

test('a valve that is no longer ordered is left where it is; one ordered after the work is done is gone back for', () => {
  const one = fieldCrew();
  one.advance(0);
  one.seeOrders([orderOf('O1', atAlert)], 0);
  one.seeValves([job('V1', 100)]);
  expect(run(one, 1, 60)).toEqual([]);
  one.seeValves([]);
  expect(run(one, 61, 300).map(([, what]) => what)).toEqual(['O1 handled']);
  one.seeValves([job('V3', 100)]);
  expect(run(one, 301, 700).map(([, what]) => what)).toEqual(['V3 turned']);
  expect(distanceM(positionOf(one), crew.base)).toBeLessThan(1);
});
