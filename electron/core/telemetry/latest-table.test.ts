import { describe, expect, it } from 'vitest';
import { decodeTelemetryFrame } from '#shared/contract/telemetry-frame.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { TelemetryWatch } from '../feed/telemetry-lane.ts';
import { LatestTable } from './latest-table.ts';
import { createSampleColumns } from './ring.ts';
import { SignalCatalogue } from './signal-catalogue.ts';

const START = 1_790_000_000_000;

function setUp() {
  const time = { now: START, monotonic: 0 };
  const none = () => () => undefined;
  const clock = { now: () => time.now, monotonic: () => time.monotonic, after: none, every: none };
  const catalogue = new SignalCatalogue();
  const describe_ = { stationId: 'S001', unit: 'MPa', low: 0, high: 1.6, staleAfterMs: 5_000, driver: 'd' } as const;
  const a = catalogue.register({ ...describe_, measure: 'primarySupplyPressureMPa' });
  const b = catalogue.register({ ...describe_, measure: 'primaryReturnPressureMPa' });
  const latest = new LatestTable({ clock, catalogue });
  const put = (...rows: (readonly [index: number, value: number, sourceAtMs: number, quality?: number])[]) => {
    const batch = createSampleColumns(rows.length);
    for (const [row, [index, value, sourceAtMs, quality]] of rows.entries()) {
      batch.indexes[row] = index;
      batch.values[row] = value;
      batch.sourceAtMs[row] = sourceAtMs;
      batch.qualities[row] = quality ?? QUALITY.good;
    }
    const taken = latest.apply(batch, rows.length);
    return { taken, batch };
  };
  return { time, catalogue, latest, a, b, put };
}

describe('latest table', () => {
  it('keeps the newest by source time and counts late ones', () => {
    const { latest, a, b, put } = setUp();
    put([a, 0.8, START]);
    const { taken, batch } = put([a, 0.7, START - 1], [b, 0.3, START]);
    expect(taken).toBe(1);
    expect(batch.indexes[0]).toBe(b);
    expect(latest.values[a]).toBe(0.8);
    expect(latest.faults.late).toBe(1);
  });

  it('lets a frozen source grow stale: a repeated sample does not renew the age', () => {
    const { latest, time, a, put } = setUp();
    put([a, 0.8, START]);
    time.monotonic = 6_000;
    time.now += 6_000;
    put([a, 0.8, START]);
    expect(latest.faults.duplicate).toBe(1);
    expect(latest.freshness()).toEqual({ known: 2, live: 0, stale: 2, oldestAgeMs: 6_000 });
    put([a, 0.8, START + 6_000]);
    expect(latest.freshness()).toMatchObject({ live: 1, oldestAgeMs: 0 });
  });

  it('takes another value at the same source time, but not as news: a source whose clock stands still falls stale', () => {
    const { latest, time, a, put } = setUp();
    put([a, 0.8, START]);
    time.monotonic = 6_000;
    time.now += 6_000;
    expect(put([a, 0.9, START], [a, 0.9, START, QUALITY.uncertain]).taken).toBe(2);
    expect(latest.values[a]).toBe(0.9);
    expect(latest.freshness()).toMatchObject({ live: 0, oldestAgeMs: 6_000 });
  });

  it('counts a first value as old as its source says, until its source time moves on', () => {
    const { latest, time, a, b, put } = setUp();
    expect(put([a, 0.8, START - 3_600_000], [b, 0.3, 0]).taken).toBe(1);
    expect(latest.freshness()).toEqual({ known: 2, live: 0, stale: 2, oldestAgeMs: 3_600_000 });
    expect(latest.faults.late).toBe(1);
    time.monotonic = 1_000;
    time.now += 1_000;
    put([a, 0.8, START - 3_599_000]);
    expect(latest.freshness()).toMatchObject({ live: 1, oldestAgeMs: 0 });
  });

  it('keeps the age of a value, also in frames, when the wall clock is set back', () => {
    const { latest, time, a, put } = setUp();
    put([a, 0.8, START]);
    time.monotonic = 60_000;
    time.now -= 3_600_000;
    const watch = new TelemetryWatch(latest);
    watch.watch([a]);
    const frame = decodeTelemetryFrame(watch.nextFrame(time.now, time.monotonic) as ArrayBuffer);
    expect([...frame.heldMs]).toEqual([60_000]);
    expect(latest.freshness().live).toBe(0);
  });

  it('marks a source time ahead of the console uncertain, and takes the true time afterwards', () => {
    const { latest, a, put } = setUp();
    put([a, 0.8, START + 3_600_000]);
    expect(latest.qualities[a]).toBe(QUALITY.uncertain);
    expect(latest.faults.future).toBe(1);
    expect(put([a, 0.9, START + 5_000]).taken).toBe(1);
    expect(latest.values[a]).toBe(0.9);
    expect(latest.qualities[a]).toBe(QUALITY.good);
  });

  it('keeps NaN and infinity as bad, never as a live number', () => {
    const { latest, a, b, put } = setUp();
    put([a, Number.NaN, START], [b, Number.POSITIVE_INFINITY, START]);
    expect([latest.qualities[a], latest.qualities[b]]).toEqual([QUALITY.bad, QUALITY.bad]);
    expect(latest.faults.notANumber).toBe(2);
  });

  it('throws away an index no signal has, and a source time that is no number', () => {
    const { latest, a, put } = setUp();
    expect(put([77, 1, START], [a, 1, Number.NaN]).taken).toBe(0);
    expect(latest.faults).toMatchObject({ unknown: 1, late: 1 });
  });

  it('tells what changed since a revision, and survives growth', () => {
    const { latest, catalogue, a, b, put } = setUp();
    put([a, 0.8, START]);
    const seen = latest.revision;
    for (let i = 0; i < 2_000; i += 1) {
      catalogue.register({
        stationId: `X${i}`,
        measure: 'valvePositionPct',
        unit: '%',
        low: 0,
        high: 100,
        staleAfterMs: 1_000,
        driver: 'd',
      });
    }
    put([b, 0.3, START], [1_999, 50, START]);
    const out = new Uint32Array(catalogue.size);
    expect([...out.subarray(0, latest.changedSince(seen, out))]).toEqual([b, 1_999]);
    expect([...out.subarray(0, latest.changedSince(0, out))]).toEqual([a, b, 1_999]);
    expect(latest.values[a]).toBe(0.8);
    expect(latest.qualities[1_500]).toBe(QUALITY.none);
    expect(latest.ageMs(1_500)).toBeUndefined();
  });
});
