import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coldAt, roomTempAt, type CoolingStart } from './cooling.ts';
import type { OutdoorCourse } from './outdoor-course.ts';

const T0 = Date.UTC(2026, 0, 12);
const HOUR = 3_600_000;
const course = (...points: readonly (readonly [hour: number, outdoorTempC: number])[]): OutdoorCourse => ({
  points: points.map(([hour, outdoorTempC]) => ({ at: T0 + hour * HOUR, outdoorTempC })),
  basis: 'forecast',
  knownUntil: T0,
  source: 'test',
});
const start = (startC = 20, tauH = 48, hour = 0): CoolingStart => ({ startMs: T0 + hour * HOUR, startC, tauH });
/** Hours from the start to the limit. */
const hoursTo = (from: CoolingStart, outdoor: OutdoorCourse, limitC: number): number | undefined => {
  const at = coldAt(from, outdoor, limitC);
  return at === undefined ? undefined : (at - from.startMs) / HOUR;
};

const temps = fc.integer({ min: -30, max: 25 });
const courses = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), temps), { minLength: 1, maxLength: 8 })
  .map((steps) => {
    let hour = -6;
    return steps.map(([hours, tempC]) => [(hour += hours), tempC] as const);
  });
const starts = fc
  .tuple(fc.integer({ min: 10, max: 24 }), fc.integer({ min: 6, max: 100 }))
  .map(([startC, tauH]) => start(startC, tauH));

describe('constant outdoor temperature', () => {
  it('CLD-01: masonry at -10 C comes to 18, 16 and 5 C after 3.3, 6.9 and 33.3 h', () => {
    const at = (limitC: number) => hoursTo(start(), course([0, -10]), limitC);
    expect(at(18)).toBeCloseTo(48 * Math.log(30 / 28), 9);
    expect(at(18)).toBeCloseTo(3.31, 2);
    expect(at(16)).toBeCloseTo(6.87, 2);
    expect(at(5)).toBeCloseTo(33.27, 2);
  });

  it('CLD-01: a limit that lies not above the outdoor temperature is never reached, one not below the room at once', () => {
    expect(coldAt(start(), course([0, 16]), 16)).toBeUndefined();
    expect(coldAt(start(), course([0, 17]), 16)).toBeUndefined();
    expect(coldAt(start(15), course([0, 17]), 16)).toBe(T0);
    expect(coldAt(start(16), course([0, 17]), 16)).toBe(T0);
  });

  it('CLD-01, CLD-02: a forecast cut into pieces of the same temperature gives the formula', () => {
    fc.assert(
      fc.property(starts, temps, fc.integer({ min: 1, max: 20 }), temps, (from, outdoorC, pieces, limitC) => {
        const cut = course(...Array.from({ length: pieces }, (_, n) => [n * 3, outdoorC] as const));
        const hours = hoursTo(from, cut, limitC);
        if (limitC >= from.startC) expect(hours).toBe(0);
        else if (limitC <= outdoorC) expect(hours).toBeUndefined();
        else {
          const formula = from.tauH * Math.log((from.startC - outdoorC) / (limitC - outdoorC));
          expect(hours).toBeCloseTo(formula, 6);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('changing outdoor temperature', () => {
  it('CLD-02: agrees with a fine numerical integration', () => {
    fc.assert(
      fc.property(starts, courses, fc.integer({ min: 1, max: 60 }), (from, points, hours) => {
        const outdoor = course(...points);
        const stepH = 0.002;
        let roomC = from.startC;
        for (let t = 0; t < hours - stepH / 2; t += stepH) {
          // Midpoint rule: error of the order of the step squared.
          const half = roomC - ((roomC - outdoorAt(points, t)) * stepH) / 2 / from.tauH;
          roomC -= ((half - outdoorAt(points, t + stepH / 2)) * stepH) / from.tauH;
        }
        expect(roomTempAt(from, outdoor, T0 + hours * HOUR)).toBeCloseTo(roomC, 3);
      }),
      { numRuns: 40 },
    );
  });

  it('CLD-02: the room is at the limit then, and above it at all times before', () => {
    fc.assert(
      fc.property(starts, courses, fc.integer({ min: 0, max: 22 }), (from, points, limitC) => {
        const outdoor = course(...points);
        const hours = hoursTo(from, outdoor, limitC);
        const until = hours ?? 400;
        for (let share = 0; share < 1; share += 0.02) {
          const roomC = roomTempAt(from, outdoor, T0 + until * share * HOUR - 1);
          if (limitC < from.startC) expect(roomC).toBeGreaterThan(limitC - 1e-6);
        }
        if (hours !== undefined && hours > 0)
          expect(roomTempAt(from, outdoor, T0 + hours * HOUR)).toBeCloseTo(limitC, 4);
      }),
      { numRuns: 200 },
    );
  });

  it('CLD-02: a cold night between two warm days counts, though it is warm again later', () => {
    const night = course([0, 14], [6, -30], [12, 14], [24, 19]);
    const hours = hoursTo(start(17, 24), night, 16);
    expect(hours).toBeGreaterThan(1);
    expect(hours).toBeLessThan(6);
    expect(roomTempAt(start(17, 24), night, T0 + 400 * HOUR)).toBeCloseTo(19, 1);
  });

  it('CLD-03: holds the first temperature before and the last one after', () => {
    const held = course([10, -10], [20, -10]);
    expect(hoursTo(start(), held, 5)).toBeCloseTo(48 * Math.log(30 / 15), 6);
    expect(roomTempAt(start(20, 48, 5), held, T0)).toBe(20);
  });

  it('CLD-09: colder is never later, a heavier building never sooner in a steady frost', () => {
    fc.assert(
      fc.property(starts, courses, fc.integer({ min: 0, max: 15 }), temps, (from, points, colderK, limitC) => {
        const hours = hoursTo(from, course(...points), limitC) ?? Infinity;
        const colder = course(...points.map(([hour, tempC]) => [hour, tempC - colderK] as const));
        expect(hoursTo(from, colder, limitC) ?? Infinity).toBeLessThanOrEqual(hours + 1e-6);
        const frost = course([0, Math.min(-1, points[0]?.[1] ?? -1)]);
        const heavy = { ...from, tauH: from.tauH + colderK };
        expect(hoursTo(heavy, frost, limitC) ?? Infinity).toBeGreaterThanOrEqual(
          (hoursTo(from, frost, limitC) ?? Infinity) - 1e-6,
        );
      }),
      { numRuns: 300 },
    );
  });
});

function outdoorAt(points: readonly (readonly [number, number])[], hour: number): number {
  const next = points.findIndex(([at]) => at > hour);
  const [after, before] = [points[next], points[next - 1]];
  if (after === undefined) return points.at(-1)?.[1] ?? Number.NaN;
  if (before === undefined) return after[1];
  return before[1] + ((after[1] - before[1]) * (hour - before[0])) / (after[0] - before[0]);
}
