import fc from 'fast-check';
import { expect, it } from 'vitest';
import { burstNumbers } from '../burst-settings/catalogue.ts';
import { incidentMeter, type Outage } from './meter.ts';

const T0 = Date.UTC(2026, 0, 12);
const HOUR = 3_600_000;
/** Defaults: 500 for 12 h, 3,000 for 24 h, 10,000 for 24 h, 30,000 for 48 h. */
const numbers = burstNumbers();
const out = (households: number, lostHour = 0, restoredHour?: number): Outage => ({
  households,
  lostAt: T0 + lostHour * HOUR,
  restoredAt: restoredHour === undefined ? undefined : T0 + restoredHour * HOUR,
});
const meter = (outages: readonly Outage[], hour: number, ifRestoredHour?: number) =>
  incidentMeter({
    outages,
    nowMs: T0 + hour * HOUR,
    numbers,
    ifRestoredAt: ifRestoredHour === undefined ? undefined : T0 + ifRestoredHour * HOUR,
  });

it('ING-01: at least N households for longer than H hours', () => {
  expect(meter([out(500)], 12).grade).toBe(0);
  expect(meter([out(500)], 12.01).grade).toBe(1);
  expect(meter([out(499)], 40).grade).toBe(0);
  expect(meter([out(10_000)], 24.01).grade).toBe(3);
  expect(meter([out(30_000)], 48.01).grade).toBe(4);
  expect(meter([], 0)).toMatchObject({ grade: 0, households: 0, householdHours: 0 });
  expect(meter([out(300), out(200)], 12.01).levels[0]).toMatchObject({ isReached: true, reachedAt: T0 + 12 * HOUR });
});

it('ING-02: a level that was reached stays reached', () => {
  expect(meter([out(3000, 0, 25)], 30)).toMatchObject({ grade: 2, households: 0, next: undefined });
});

it('ING-03: short outages and later ones count as what they are', () => {
  expect(meter([out(400, 0, 11), out(400, 1)], 20).grade).toBe(0);
  const late = [out(300, 0), out(300, 5)];
  expect(meter(late, 13).grade).toBe(0);
  expect(meter(late, 13).next).toEqual({ level: 1, at: T0 + 17 * HOUR, inMs: 4 * HOUR });
  expect(meter(late, 17.01).grade).toBe(1);
});

it('ING-04: the soonest higher level comes next, none where too few are out', () => {
  expect(meter([out(12_000)], 2).next).toMatchObject({ level: 1, inMs: 10 * HOUR });
  expect(meter([out(12_000)], 20).next).toMatchObject({ level: 3, inMs: 4 * HOUR });
  expect(meter([out(12_000)], 25)).toMatchObject({ grade: 3, next: undefined });
  expect(meter([out(600)], 13)).toMatchObject({ grade: 1, next: undefined });
  expect(meter([out(600)], 13).levels[1]?.reachedAt).toBeUndefined();
  expect(meter([out(600, 0, 5)], 6).next).toBeUndefined();
});

it('ING-05: a repair in time keeps the grade down', () => {
  expect(meter([out(12_000)], 20, 23).ifRestored).toEqual({
    at: T0 + 23 * HOUR,
    grade: 1,
    householdHours: 12_000 * 23,
  });
  expect(meter([out(12_000)], 20, 24).ifRestored?.grade).toBe(1);
  expect(meter([out(12_000)], 20, 25).ifRestored?.grade).toBe(3);
  expect(meter([out(12_000)], 20, 3).ifRestored).toMatchObject({ at: T0 + 20 * HOUR, grade: 1 });
  expect(meter([out(12_000)], 20).ifRestored).toBeUndefined();
});

it('ING-06: household-hours end where the heat came back', () => {
  expect(meter([out(100, 0, 3), out(50, 2)], 10).householdHours).toBe(100 * 3 + 50 * 8);
});

it('ING-07: what is lost later is not lost yet', () => {
  expect(meter([out(5000, 5)], 4)).toMatchObject({ households: 0, householdHours: 0, next: undefined });
});

const outages = fc.array(
  fc
    .tuple(
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 0, max: 60 }),
      fc.option(fc.integer({ min: 1, max: 60 })),
    )
    .map(([households, lost, lasting]) => out(households, lost, lasting === null ? undefined : lost + lasting)),
  { maxLength: 6 },
);

it('ING-01, ING-02: agrees with counting hour by hour, and never falls', () => {
  fc.assert(
    fc.property(outages, (all) => {
      let highest = 0;
      for (let hour = 0; hour <= 130; hour += 1) {
        const atMs = T0 + (hour + 0.5) * HOUR;
        for (const level of [1, 2, 3, 4] as const) {
          const households = all
            .filter(
              (one) => Math.min(one.restoredAt ?? atMs, atMs) - one.lostAt > numbers[`plan.level${level}Hours`] * HOUR,
            )
            .reduce((sum, one) => sum + one.households, 0);
          if (households >= numbers[`plan.level${level}Households`]) highest = Math.max(highest, level);
        }
        expect(meter(all, hour + 0.5).grade).toBe(highest);
      }
    }),
    { numRuns: 60 },
  );
});

it('ING-04: what is foretold comes true', () => {
  fc.assert(
    fc.property(outages, fc.integer({ min: 0, max: 60 }), (all, hour) => {
      const standing = all.filter((one) => one.restoredAt === undefined && one.lostAt <= T0 + hour * HOUR);
      const { next, grade } = meter(standing, hour);
      if (next === undefined) {
        expect(meter(standing, hour + 1000).grade).toBe(grade);
        return;
      }
      const nextHour = (next.at - T0) / HOUR;
      expect(meter(standing, nextHour).grade).toBe(grade);
      expect(meter(standing, nextHour + 0.01).grade).toBeGreaterThanOrEqual(next.level);
    }),
    { numRuns: 200 },
  );
});
