import { expect, it } from 'vitest';
import { Outdoor } from '../plant/outdoor.ts';
import { loadScenario } from '../scenario/scenario.ts';
import { createForecaster, outdoorChanges, type OutdoorChange } from './forecaster.ts';
import type { Report } from './hub-client.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 12);

interface Body {
  readonly issuedAt: number;
  readonly points: readonly { readonly at: number; readonly outdoorTempC: number }[];
}

function forecasts(outdoor: Outdoor, changes: readonly OutdoorChange[], minutes: number): readonly Body[] {
  const sent: Report[] = [];
  const plant = { outdoorAt: (atMs: number) => outdoor.at(atMs) };
  const forecaster = createForecaster({ plant, seed: 7, changes, hub: { send: (report) => void sent.push(report) } });
  for (let minute = 0; minute <= minutes; minute += 1) forecaster(START + minute * 60_000);
  expect(new Set(sent.map((report) => report.act)).size).toBe(sent.length);
  return sent.map((report) => report.body as unknown as Body);
}

it('issues 48 h by the hour every 10 min, near the truth of a day without surprises', () => {
  const outdoor = new Outdoor(-12);
  const issued = forecasts(outdoor, [], 60);
  expect(issued.map((body) => (body.issuedAt - START) / 60_000)).toEqual([0, 10, 20, 30, 40, 50, 60]);
  for (const { issuedAt, points } of issued) {
    expect(points.map((point) => (point.at - issuedAt) / HOUR)).toEqual(Array.from({ length: 49 }, (_, n) => n));
    expect(points[0]?.outdoorTempC).toBeCloseTo(outdoor.at(issuedAt), 0);
    for (const point of points) expect(Math.abs(point.outdoorTempC - outdoor.at(point.at))).toBeLessThan(4);
  }
});

it('sees most of a cold wave before it comes, and all of it once it is there', () => {
  const changes = outdoorChanges(loadScenario('cold-wave').events, START + 600_000);
  const outdoor = new Outdoor(-12);
  const [before] = forecasts(outdoor, changes, 0);
  const inTwoHours = before?.points[2]?.outdoorTempC ?? 0;
  expect(inTwoHours).toBeLessThan(-21);
  expect(inTwoHours).toBeGreaterThan(-26);
  for (const { startMs, rampMs, tempC } of changes) outdoor.rampTo(tempC, rampMs / 1000, startMs);
  const after = forecasts(outdoor, changes, 60).at(-1);
  expect(after?.points[1]?.outdoorTempC).toBeCloseTo(-26, 0);
});
