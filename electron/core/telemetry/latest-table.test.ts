import { describe, expect, it } from 'vitest';
import { decodeTelemetryFrame } from '#shared/contract/telemetry-frame.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { gradeOf, latestBelievedMs, TIMING, timingOf, worse } from '#shared/domain/telemetry/sample-rules.ts';
import { TelemetryWatch } from '../feed/telemetry-lane.ts';
import { LatestTable } from './latest-table.ts';
import { createSampleColumns } from './ring.ts';
import { SignalCatalogue } from './signal-catalogue.ts';

const START = 1_790_000_000_000;

function setUp() {
  const time = { now: START, monotonic: 0, skew: 0 };
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
    const taken = latest.apply(batch, rows.length, time.skew);
    return { taken, batch };
  };
  return { time, catalogue, latest, a, b, put };
}

describe('latest table', () => {
  it('keeps the newest by source time, and hands late ones on behind what was taken', () => {
    const { latest, a, b, put } = setUp();
    put([a, 0.8, START]);
    const { taken, batch } = put([a, 0.7, START - 1], [77, 0, START], [b, 0.3, START], [a, 0.6, START - 2]);
    expect(taken).toBe(1);
    expect(latest.kept).toBe(3);
    expect([...batch.indexes.subarray(0, 3)]).toEqual([b, a, a]);
    expect([...batch.values.subarray(0, 3)]).toEqual([0.3, 0.7, 0.6]);
    expect([...batch.sourceAtMs.subarray(0, 3)]).toEqual([START, START - 1, START - 2]);
    expect(latest.values[a]).toBe(0.8);
    expect(latest.faults.late).toBe(2);
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
    expect(latest.faults.unknown).toBe(1);
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
    expect(put([a, 0.9, START]).taken).toBe(1);
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
    expect(latest.faults).toMatchObject({ unknown: 2, late: 0 });
    expect(latest.kept).toBe(0);
  });

  it('lets a server whose clock is hours off make its values neither fresh nor stale', () => {
    const { latest, time, a, b, put } = setUp();
    time.skew = 3 * 3_600_000;
    put([a, 0.8, START + time.skew]);
    expect(latest.qualities[a]).toBe(QUALITY.good);
    time.skew = -3 * 3_600_000;
    put([b, 0.8, START + time.skew - 2_000]);
    expect([latest.ageMs(a), latest.ageMs(b)]).toEqual([0, 2_000]);
    expect(latest.freshness().live).toBe(2);
    expect(latest.faults.future).toBe(0);
  });

  it('begins the order anew for a driver whose server set its clock back', () => {
    const { latest, a, put } = setUp();
    put([a, 0.8, START]);
    expect(put([a, 0.7, START - 3_600_000]).taken).toBe(0);
    latest.forgetOrder('another');
    expect(put([a, 0.7, START - 3_600_000]).taken).toBe(0);
    latest.forgetOrder('d');
    expect(put([a, 0.7, START - 3_600_000]).taken).toBe(1);
    expect(put([a, 0.6, START - 3_600_001]).taken).toBe(0);
  });

  it('takes the span of an instrument as the catalogue last told it', () => {
    const { latest, catalogue, a, put } = setUp();
    put([a, 1.7, START]);
    expect([latest.qualities[a], latest.faults.outOfRange]).toEqual([QUALITY.uncertain, 1]);
    const signal = catalogue.at(a);
    if (signal === undefined) throw new Error('no signal');
    catalogue.register({ ...signal, high: 2.5 });
    put([a, 1.7, START + 1], [a, -999, START + 2]);
    expect([latest.qualities[a], latest.faults.outOfRange]).toEqual([QUALITY.bad, 2]);
  });

  it('decides every sample as the rules do', () => {
    const { latest, time, a, put } = setUp();
    // [value, source time after the start, quality]
    const samples: (readonly [number, number, number])[] = [];
    let seed = 7;
    const pick = <Item>(items: readonly Item[]): Item => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
      return items[(seed >> 8) % items.length] as Item;
    };
    for (let i = 0; i < 5_000; i += 1) {
      const value = pick([0.8, 0.9, 1.67, 1.69, 3.3, -0.1, -999, Number.NaN, Infinity]);
      samples.push([
        value,
        pick([i, i, i, i - 3, i + 4_000, i + 9_000, -START, Number.NaN]),
        pick([0, 0, 0, 1, 2, 3, 9]),
      ]);
    }
    let held = { at: 0, value: Number.NaN, quality: QUALITY.none as number };
    const counts = { late: 0, duplicate: 0, unknown: 0 };
    for (const [i, [value, after, claimed]] of samples.entries()) {
      time.now = START + i;
      const sourceAtMs = START + after;
      const latestMs = latestBelievedMs(time.now, 0);
      const timing = timingOf(sourceAtMs, held.at, latestMs);
      const isFuture = sourceAtMs > latestMs;
      const quality = worse(gradeOf(value, claimed, 0, 1.6), isFuture ? QUALITY.uncertain : QUALITY.good);
      const isSame = timing === TIMING.sameTime && quality === held.quality && Object.is(value, held.value);
      if (timing === TIMING.junk) counts.unknown += 1;
      else if (timing === TIMING.late) counts.late += 1;
      else if (isSame) counts.duplicate += 1;
      else held = { at: sourceAtMs, value, quality };
      put([a, value, sourceAtMs, claimed]);
      expect({ at: latest.sourceAtMs[a], value: latest.values[a], quality: latest.qualities[a] }).toEqual(held);
    }
    expect(latest.faults).toMatchObject(counts);
    expect(Math.min(counts.late, counts.duplicate, counts.unknown)).toBeGreaterThan(0);
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
