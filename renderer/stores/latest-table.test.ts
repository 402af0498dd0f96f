import { expect, it } from 'vitest';
import { decodeTelemetryFrame, encodeTelemetryFrame } from '#shared/contract/telemetry-frame.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { LatestTable } from './latest-table.ts';

const frameOf = (index: number, value: number, receivedAtMs: number, sentAtMs: number) => {
  const size = index + 1;
  const columns = {
    values: new Float64Array(size).fill(value),
    sourceAtMs: new Float64Array(size),
    receivedAtMs: new Float64Array(size).fill(receivedAtMs),
    qualities: new Uint8Array(size).fill(QUALITY.good),
  };
  return decodeTelemetryFrame(encodeTelemetryFrame(columns, Uint32Array.of(index), sentAtMs));
};

it('knows no value, quality or age before the first frame', () => {
  const latest = new LatestTable();
  latest.grow(2);
  expect(latest.value(1)).toBeNaN();
  expect(latest.quality(1)).toBe(QUALITY.none);
  expect(latest.ageMs(1, 1000)).toBe(Number.POSITIVE_INFINITY);
});

it('ages on the clock of the page, from the time the core had held the value', () => {
  const latest = new LatestTable();
  latest.grow(2);
  latest.take(frameOf(1, 0.8, 5000, 8000), 100_000);
  expect(latest.value(1)).toBe(0.8);
  expect(latest.ageMs(1, 100_000)).toBe(3000);
  expect(latest.ageMs(1, 107_000)).toBe(10_000);
});

it('skips rows beyond its catalogue, keeps values when it grows and forgets them with a new catalogue', () => {
  const latest = new LatestTable();
  latest.grow(1);
  latest.take(frameOf(7, 1, 0, 0), 0);
  latest.take(frameOf(0, 2, 0, 0), 0);
  latest.grow(8);
  expect([latest.value(0), latest.value(7)]).toEqual([2, Number.NaN]);
  latest.clear(8);
  expect(latest.value(0)).toBeNaN();
});
