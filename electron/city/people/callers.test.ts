import { expect, test } from 'vitest';
import { handPlant, lineCity } from '#tests/support/hand-plant.ts';
import { distanceM } from '#shared/lib/geo.ts';
import { createCallers, type Call } from './callers.ts';

const START_MS = Date.UTC(2026, 0, 15, 6, 0, 0);
const city = lineCity(11, 2);
const burstAt = city.network.stations[5]!.at;
const SAFETY_OR_LEAK = /冒热水|爆管|蒸汽|烫伤|塌陷|热水|漏水|热气/;

function callsOf(options: {
  seed?: number;
  seconds: number;
  ordinaryCalls?: number;
  outdoorTempC?: number;
  roomTempC?: number;
  burstS?: number;
  starved?: string;
  stepS?: number;
}): Call[] {
  const plant = handPlant();
  plant.outdoorTempC = options.outdoorTempC ?? -8;
  plant.roomTempC = () => options.roomTempC ?? 20.4;
  if (options.starved !== undefined) plant.flowShares.set(options.starved, 0.1);
  const { seed = 7, ordinaryCalls = 0, stepS = 1 } = options;
  const callers = createCallers({ city, plant, seed, startAtMs: START_MS, ordinaryCalls });
  const calls: Call[] = [];
  for (let s = stepS; s <= options.seconds; s += stepS) {
    if (options.burstS !== undefined && s >= options.burstS && plant.bursts.length === 0) {
      plant.bursts = [{ pipeId: 'P1', at: burstAt, leakTPerH: 300, sinceMs: START_MS + options.burstS * 1000 }];
    }
    calls.push(...callers.advance(START_MS + s * 1000));
  }
  return calls;
}

const atS = (call: Call) => (call.complaint.reportedAt - START_MS) / 1000;

test.each([1, 7, 23])(
  'seed %i: a burst is called in after 15 to 22 s, and a cluster of 3 within 300 m forms in a minute',
  (seed) => {
    const calls = callsOf({ seed, seconds: 300, burstS: 30 });
    expect(atS(calls[0]!)).toBeGreaterThanOrEqual(45);
    expect(atS(calls[0]!)).toBeLessThanOrEqual(52);
    expect(calls.filter((call) => atS(call) <= 90).length).toBeGreaterThanOrEqual(3);
    for (const { complaint, why } of calls) {
      expect(why).toMatchObject({ kind: 'leak', pipeId: 'P1' });
      expect(distanceM([complaint.lon, complaint.lat], burstAt)).toBeLessThan(300);
      expect(['burst', 'leak']).toContain(complaint.category);
      expect(complaint.text).toMatch(SAFETY_OR_LEAK);
      expect(complaint.text).not.toContain('{');
    }
    expect(calls.some(({ complaint }) => complaint.buildingId !== undefined)).toBe(true);
    expect(calls.some(({ complaint }) => complaint.buildingId === undefined)).toBe(true);
  },
);

test('the leak calls go on, ever fewer', () => {
  const calls = callsOf({ seconds: 3600, burstS: 30 });
  const early = calls.filter((call) => atS(call) < 210).length;
  const late = calls.filter((call) => atS(call) > 3420).length;
  expect(early).toBeGreaterThan(6);
  expect(late).toBeLessThan(early);
  expect(calls.filter((call) => atS(call) > 1800).length).toBeGreaterThan(2);
});

test('customers of a starved station call about sudden cold, not before 90 s', () => {
  const calls = callsOf({ seconds: 1800, starved: 'S004' });
  expect(calls.length).toBeGreaterThan(3);
  expect(Math.min(...calls.map(atS))).toBeGreaterThan(90);
  for (const { complaint, why } of calls) {
    expect(why).toEqual({ kind: 'starved', stationId: 'S004', flowShare: 0.1 });
    expect(['suddenCold', 'notHot']).toContain(complaint.category);
    expect(complaint.buildingId).toMatch(/^B003-/);
    expect(complaint.address).toContain('和平路3号');
  }
});

test('a quiet day has a few calls, a cold wave many', () => {
  const hours = 50;
  // 4,800 households: 4 an hour in 120,000 make 8 in 50 hours.
  const quiet = callsOf({ seconds: hours * 3600, ordinaryCalls: 1, stepS: 60 }).length;
  const cold = callsOf({ seconds: hours * 3600, ordinaryCalls: 12, outdoorTempC: -26, stepS: 60 }).length;
  expect(quiet).toBeGreaterThan(1);
  expect(quiet).toBeLessThan(20);
  expect(cold).toBeGreaterThan(200);
});

test('the same seed gives the same calls, however time is cut; another seed gives others', () => {
  const course = { seconds: 1800, burstS: 60, starved: 'S004', ordinaryCalls: 20 };
  const calls = callsOf(course);
  expect(callsOf(course)).toEqual(calls);
  expect(callsOf({ ...course, stepS: 3 })).toEqual(calls);
  expect(callsOf({ ...course, seed: 8 })).not.toEqual(calls);
  expect(new Set(calls.map(({ act }) => act)).size).toBe(calls.length);
});

test('a cold room is named in whole degrees, and no placeholder is left', () => {
  const calls = callsOf({ seconds: 200 * 3600, ordinaryCalls: 20, stepS: 60, roomTempC: 16.4 });
  const named = calls.filter(({ complaint }) => complaint.text.includes('16度'));
  expect(named.length).toBeGreaterThan(0);
  for (const { complaint } of named) expect(complaint).toMatchObject({ roomTempC: 16, category: 'belowStandard' });
  for (const { complaint } of calls) expect(complaint.text).not.toMatch(/\{|undefined|NaN/);
});
