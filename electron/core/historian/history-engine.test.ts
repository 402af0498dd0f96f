import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '#kit/open-database.ts';
import { createTestClock, type TestClock } from '#tests/support/test-clock.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import { createSampleColumns } from '../telemetry/ring.ts';
import { historyConfig } from './config.ts';
import { HistoryEngine, type Stepwise } from './history-engine.ts';
import { HistoryWriter } from './history-writer.ts';
import { HourView } from './hour-view.ts';
import { openHistory } from './open-history.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './places.ts';

/** 2026-03-28T22:00Z: the night of a change of the clocks in Europe; the history knows UTC only. */
const START = Date.UTC(2026, 2, 28, 22);
const SIGNALS = ['S1.a', 'S1.b', 'S2.a'].map((signalId) => ({ signalId, staleAfterMs: 10_000 }));

let folder: string;
let clock: TestClock;
let notices: Notice[];
const open: HistoryEngine[] = [];

function openEngine(config: object = {}, file = 'history.db'): HistoryEngine {
  const engine = new HistoryEngine({
    file: join(folder, file),
    clock,
    config: historyConfig(config),
    onNotice: (notice) => notices.push(notice),
  });
  engine.tell(0, SIGNALS);
  open.push(engine);
  return engine;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-history-'));
  clock = createTestClock();
  clock.advance(START);
  notices = [];
});
afterEach(() => {
  for (const engine of open.splice(0)) engine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

type Row = readonly [signal: number, at: number, value: number, quality?: number];

function give(engine: HistoryEngine, rows: readonly Row[]): void {
  const batch = createSampleColumns(rows.length);
  rows.forEach(([signal, at, value, quality], i) => {
    batch.indexes[i] = signal;
    batch.sourceAtMs[i] = at;
    batch.values[i] = value;
    batch.qualities[i] = quality ?? 0;
  });
  engine.take(batch, 0, rows.length);
}

function run<T>(work: Stepwise<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Lets time pass with the worker's turns in it. */
function pass(engine: HistoryEngine, ms: number, stepMs = 1_000): void {
  for (let gone = 0; gone < ms; gone += stepMs) {
    clock.advance(stepMs);
    engine.turn();
  }
}

function samplesOf(engine: HistoryEngine, signalId: string, from: number, to: number): unknown[] {
  const { at, values, qualities } = engine.recorded(signalId, from, to);
  return Array.from(at, (time, i) => [time, Math.fround(values[i] as number), qualities[i]]);
}

describe('samples', () => {
  it('are read back from memory, from segments, from blocks and after the file was opened anew', () => {
    let engine = openEngine();
    const rows = Array.from({ length: 7_000 }, (_, i): Row => [
      i % 2,
      START + Math.floor(i / 2) * 1_000 + (i % 7),
      i / 1_000,
    ]);
    const expected = rows.filter(([signal]) => signal === 1).map(([, at, value]) => [at, Math.fround(value), 0]);
    for (let i = 0; i < rows.length; i += 200) {
      give(engine, rows.slice(i, i + 200));
      pass(engine, 100_000, 20_000);
      if (i % 2_000 === 0)
        expect(samplesOf(engine, 'S1.b', START, START + HOUR_MS)).toEqual(expected.slice(0, (i + 200) / 2));
    }
    pass(engine, 2 * HOUR_MS, MINUTE_MS);
    engine.compactAll();
    expect(samplesOf(engine, 'S1.b', START, START + HOUR_MS)).toEqual(expected);
    engine.dispose();
    engine = openEngine();
    expect(samplesOf(engine, 'S1.b', START, START + HOUR_MS)).toEqual(expected);
    expect(samplesOf(engine, 'S1.b', START + 5_000, START + 7_000)).toEqual(expected.slice(5, 7));
    expect(samplesOf(engine, 'S2.a', START, START + HOUR_MS)).toEqual([]);
  });

  it('are those of a plain model, whatever is late, repeated, filled in, flushed, compacted or opened anew on the way', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('give' as const),
        rows: fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: 2 }),
            fc
              .integer({ min: 0, max: 4 * HOUR_MS })
              .map((offset) => START - 2 * HOUR_MS + Math.floor(offset / 60_007) * 60_007),
            fc.oneof(
              fc.integer({ min: -500, max: 500 }).map((v) => v / 100),
              fc.float({ noDefaultInfinity: true }),
            ),
            fc.constantFrom(0, 0, 1, 2),
          ),
          { maxLength: 120 },
        ),
      }),
      fc.record({
        kind: fc.constant('fill' as const),
        signal: fc.integer({ min: 0, max: 2 }),
        at: fc.array(fc.integer({ min: 0, max: 4 * HOUR_MS }), { maxLength: 40 }),
      }),
      fc.record({
        kind: fc.constantFrom(
          'turn' as const,
          'flush' as const,
          'compact' as const,
          'reopen' as const,
          'kill' as const,
        ),
      }),
    );
    let round = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        round += 1;
        clock = createTestClock();
        clock.advance(START + 4 * HOUR_MS);
        const file = `model-${String(round)}.db`;
        let engine = openEngine({ rawEveryMs: 0 }, file);
        const model = SIGNALS.map(() => new Map<number, readonly [number, number]>());
        for (const now of steps) {
          switch (now.kind) {
            case 'give':
              give(engine, now.rows);
              for (const [signal, at, value, quality] of now.rows) {
                const float = Math.fround(value);
                model[signal]?.set(at, Number.isFinite(float) ? [float + 0, quality] : [Number.NaN, 2]);
              }
              break;
            case 'fill': {
              const held = model[now.signal];
              const at = Float64Array.from(now.at, (offset) => START - 2 * HOUR_MS + offset);
              const samples = { at, values: at.map((_, i) => i), qualities: new Uint8Array(at.length) };
              const fresh = new Set([...at].filter((time) => held?.has(time) !== true));
              expect(run(engine.fill(SIGNALS[now.signal]?.signalId ?? '', samples))).toBe(fresh.size);
              // Of two at the same time the last is taken.
              at.forEach((time, i) => fresh.has(time) && held?.set(time, [i, 0]));
              break;
            }
            case 'turn':
              pass(engine, 3_000);
              break;
            case 'flush':
              engine.flush();
              break;
            case 'compact':
              engine.flush();
              engine.compactAll();
              break;
            case 'reopen':
              engine.dispose();
              engine = openEngine({ rawEveryMs: 0 }, file);
              break;
            case 'kill':
              // What is in the journal is all that a killed process leaves of its memory; its own files stay open here.
              pass(engine, 1_000);
              engine = openEngine({ rawEveryMs: 0 }, file);
              break;
          }
          SIGNALS.forEach(({ signalId }, signal) => {
            const expected = [...(model[signal] ?? [])]
              .sort(([a], [b]) => a - b)
              .map(([at, [value, quality]]) => [at, value, quality]);
            const read = samplesOf(engine, signalId, START - 3 * HOUR_MS, START + 4 * HOUR_MS) as number[][];
            expect(read.map(([at, value, quality]) => [at, (value as number) + 0, quality])).toEqual(expected);
          });
          checkMinutes(engine, model[0] ?? new Map());
        }
        engine.dispose();
      }),
      { numRuns: 60 },
    );
  });

  function checkMinutes(engine: HistoryEngine, model: ReadonlyMap<number, readonly [number, number]>): void {
    const span = { signalId: 'S1.a', from: START - 2 * HOUR_MS, to: START + 3 * HOUR_MS };
    for (const [maxPoints, tier, stepMs] of [
      [20, 'minute', MINUTE_MS],
      [10, 'hour', HOUR_MS],
    ] as const) {
      const curve = engine.read({ ...span, maxPoints: maxPoints * (tier === 'minute' ? 50 : 1) });
      if (curve.tier !== tier) continue;
      curve.at.forEach((at, row) => {
        const own = [...model].filter(([time]) => time >= at && time < at + stepMs).map(([, sample]) => sample);
        const usable = own.filter(([value, quality]) => !Number.isNaN(value) && quality < 2).map(([value]) => value);
        expect(curve.count[row]).toBe(usable.length);
        expect(curve.quality[row]).toBe(Math.max(...own.map(([, quality]) => quality)));
        if (usable.length === 0) return expect(curve.mean[row]).toBe(null);
        expect(Math.fround(curve.min[row] as number) + 0).toBe(Math.min(...usable) + 0);
        expect(Math.fround(curve.max[row] as number) + 0).toBe(Math.max(...usable) + 0);
      });
      expect(new Set(curve.at)).toEqual(
        new Set(
          [...model.keys()]
            .filter((at) => at >= span.from && at < span.to)
            .map((at) => Math.floor(at / stepMs) * stepMs),
        ),
      );
    }
  }

  it('come at most once a second into the raw tier, and all of them into the minutes', () => {
    const engine = openEngine();
    const rows = Array.from({ length: 1_200 }, (_, i): Row => [0, START + i * 100, i % 10 === 5 ? 9 : 1]);
    for (let i = 0; i < rows.length; i += 10) {
      give(engine, rows.slice(i, i + 10));
      pass(engine, 1_000);
    }
    const raw = engine.recorded('S1.a', START, START + HOUR_MS);
    expect(raw.at.length).toBeGreaterThan(115);
    expect(raw.at.length).toBeLessThanOrEqual(121);
    const minutes = () => engine.read({ signalId: 'S1.a', from: START, to: START + 2 * DAY_MS, maxPoints: 200 });
    const check = () => {
      const { tier, count, min, max, mean } = minutes();
      expect({ tier, count, min, max }).toEqual({ tier: 'minute', count: [600, 600], min: [1, 1], max: [9, 9] });
      for (const value of mean) expect(value).toBeCloseTo(1.8, 6);
    };
    check();
    engine.flush();
    check();
    pass(engine, 2 * HOUR_MS, MINUTE_MS);
    engine.compactAll();
    check();
  });

  it('of a source that is a little early or late are all kept', () => {
    const engine = openEngine();
    const at = Array.from({ length: 60 }, (_, i) => START + i * 1_000 + ((i * 37) % 200) - 100);
    give(
      engine,
      at.map((time): Row => [0, time, 1]),
    );
    expect(engine.recorded('S1.a', START - 1_000, START + HOUR_MS).at.length).toBe(60);
  });

  it('from 1970 and 2100 are refused and counted, and leave no trace', () => {
    const engine = openEngine();
    const wild = Array.from({ length: 100 }, (_, i): Row => [
      0,
      i % 2 === 0 ? i : Date.UTC(2100, 0, 1) + i * DAY_MS,
      1,
    ]);
    give(engine, [...wild, [0, START, 1], [0, Number.NaN, 1]]);
    engine.flush();
    expect(engine.counts.refused).toBe(101);
    expect(run(engine.usage(undefined)).days).toHaveLength(1);
  });
});

describe('curves', () => {
  it('mark the time without samples as a gap on every tier', () => {
    const engine = openEngine();
    const second = (i: number): Row => [0, START + i * 1_000, 1];
    const rows = [
      ...Array.from({ length: 600 }, (_, i) => second(i)),
      ...Array.from({ length: 600 }, (_, i) => second(1_200 + i)),
    ];
    give(engine, rows.slice(0, 60));
    for (let i = 60; i < rows.length; i += 60) {
      give(engine, rows.slice(i, i + 60));
      pass(engine, MINUTE_MS, 30_000);
    }
    pass(engine, 2 * HOUR_MS, MINUTE_MS);
    const read = (maxPoints: number, to: number) => engine.read({ signalId: 'S1.a', from: START, to, maxPoints });
    const gap = [START + 599_000, START + 1_200_000];
    expect(read(2_000, START + 1_800_000)).toMatchObject({ tier: 'raw', gaps: [gap] });
    expect(read(10, START + 1_800_000)).toMatchObject({ tier: 'minute', gaps: [[START + 600_000, START + 1_200_000]] });
    engine.compactAll();
    expect(read(2_000, START + 1_800_000)).toMatchObject({ tier: 'raw', gaps: [gap] });
    expect(read(10, START + 1_800_000)).toMatchObject({ tier: 'minute', gaps: [[START + 600_000, START + 1_200_000]] });
    expect(read(10, START + 2 * HOUR_MS).gaps.at(-1)).toEqual([START + 1_800_000, START + 2 * HOUR_MS]);
  });

  it('are thinned to buckets that keep the extremes', () => {
    const engine = openEngine();
    const rows = Array.from({ length: 3_600 }, (_, i): Row => [
      0,
      START + i * 1_000,
      i === 1_234 ? 50 : i === 2_345 ? -50 : 1,
    ]);
    for (let i = 0; i < rows.length; i += 60) {
      give(engine, rows.slice(i, i + 60));
      pass(engine, MINUTE_MS, MINUTE_MS);
    }
    const curve = engine.read({ signalId: 'S1.a', from: START, to: START + HOUR_MS, maxPoints: 300 });
    expect(curve.tier).toBe('raw');
    expect(curve.at).toHaveLength(300);
    expect(Math.max(...curve.max.map(Number))).toBe(50);
    expect(Math.min(...curve.min.map(Number))).toBe(-50);
    expect(curve.count.reduce((sum, count) => sum + count, 0)).toBe(3_600);
  });

  it('of many signals at once are means by bucket, with null where nothing good came', () => {
    const engine = openEngine();
    clock.advance(HOUR_MS);
    const from = START + HOUR_MS - 30 * MINUTE_MS;
    give(
      engine,
      Array.from({ length: 60 }, (_, i): Row => [0, from + i * 1_000, i]),
    );
    give(engine, [[1, from + MINUTE_MS, 5, 2]]);
    const { values, stepMs } = run(
      engine.sparklines({ signalIds: ['S1.a', 'S1.b', 'nobody'], minutes: 30, points: 60 }),
    );
    expect(stepMs).toBe(30_000);
    expect(values.map((row) => row.slice(0, 3))).toEqual([
      [14.5, 44.5, null],
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('of a signal that nobody knows and of an empty span are refused', () => {
    const engine = openEngine();
    const code = (work: () => unknown): string | undefined => {
      try {
        work();
        return undefined;
      } catch (error) {
        return codeOf(error);
      }
    };
    expect(code(() => engine.read({ signalId: 'S9.a', from: START, to: START + 1, maxPoints: 10 }))).toBe('HIS0001');
    expect(code(() => engine.recorded('S1.a', START, START))).toBe('HIS0002');
  });
});

describe('time', () => {
  it('is forgotten by whole days of UTC: raw first, then minutes, then hours', () => {
    const engine = openEngine({ rawDays: 1, minuteDays: 2, hourDays: 40 });
    give(engine, [
      [0, START, 1],
      [0, START + 1_000, 3],
    ]);
    pass(engine, 3 * HOUR_MS, MINUTE_MS);
    engine.compactAll();
    const tierOf = () =>
      engine.read({ signalId: 'S1.a', from: START - HOUR_MS, to: START + HOUR_MS, maxPoints: 10_000 });
    expect(tierOf()).toMatchObject({ tier: 'raw', mean: [1, 3] });
    pass(engine, DAY_MS, 10 * MINUTE_MS);
    expect(tierOf()).toMatchObject({ tier: 'minute', mean: [2], count: [2] });
    expect(run(engine.usage('S1.a')).tiers.map(({ tier, points }) => [tier, points])).toEqual([
      ['raw', 0],
      ['minute', 1],
      ['hour', 1],
    ]);
    pass(engine, DAY_MS, 10 * MINUTE_MS);
    expect(tierOf()).toMatchObject({ tier: 'hour', at: [START], mean: [2], count: [2] });
    pass(engine, 60 * DAY_MS, 6 * HOUR_MS);
    expect(tierOf()).toMatchObject({ tier: 'hour', at: [] });
    expect(run(engine.usage(undefined)).tiers.map(({ points }) => points)).toEqual([0, 0, 0]);
  });

  it('that is gone from the raw tier can be filled in where minutes are missing, and changes none that is there', () => {
    const engine = openEngine({ rawDays: 1 });
    give(engine, [[0, START, 1]]);
    pass(engine, 3 * HOUR_MS, MINUTE_MS);
    engine.compactAll();
    pass(engine, 3 * DAY_MS, HOUR_MS);
    const at = Float64Array.of(START + 500, START + MINUTE_MS);
    run(engine.fill('S1.a', { at, values: Float64Array.of(9, 5), qualities: new Uint8Array(2) }));
    const minutes = () => engine.read({ signalId: 'S1.a', from: START, to: START + HOUR_MS, maxPoints: 60 });
    expect(minutes()).toMatchObject({ tier: 'minute', at: [START, START + MINUTE_MS], mean: [1, 5], count: [1, 1] });
    engine.compactAll();
    expect(minutes()).toMatchObject({ tier: 'minute', at: [START, START + MINUTE_MS], mean: [1, 5], count: [1, 1] });
  });

  it('of a day is a day of UTC in the usage, also when the clocks change', () => {
    const engine = openEngine();
    for (let hour = 0; hour < 8; hour += 1) {
      give(engine, [[0, START + hour * HOUR_MS, 1]]);
      pass(engine, HOUR_MS, 10 * MINUTE_MS);
    }
    engine.flush();
    const days = run(engine.usage('S1.a')).days.map(({ dayAt, points }) => [new Date(dayAt).toISOString(), points]);
    expect(days).toEqual([
      ['2026-03-29T00:00:00.000Z', 6],
      ['2026-03-28T00:00:00.000Z', 2],
    ]);
  });
});

describe('bad luck', () => {
  it('a file that turns out damaged in use is set aside, told (HIS0004), and what memory holds goes into the new one', () => {
    const engine = openEngine();
    for (let i = 0; i < 40; i += 1) {
      give(
        engine,
        Array.from({ length: 60 }, (_, second): Row => [
          0,
          START + (i * 60 + second) * 1_000,
          Math.sin(i * 60 + second),
        ]),
      );
      pass(engine, MINUTE_MS, MINUTE_MS);
    }
    pass(engine, 2 * HOUR_MS, MINUTE_MS);
    engine.compactAll();
    engine.dispose();
    const again = openEngine();
    const file = join(folder, 'history.db');
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(statSync(file).size - 4_096, 0x5a), 0, undefined, 4_096);
    closeSync(handle);
    give(again, [[0, clock.now(), 7]]);
    expect(samplesOf(again, 'S1.a', START, clock.now() + 1)).toEqual([[clock.now(), 7, 0]]);
    expect(notices.map(({ code }) => code)).toEqual(['HIS0004']);
    expect(readdirSync(folder).some((name) => name.startsWith('history.db.corrupt-'))).toBe(true);
  });

  it('a block that cannot be read is left out and told once (HIS0008)', () => {
    const engine = openEngine();
    give(engine, [
      [0, START, 1],
      [1, START, 2],
    ]);
    pass(engine, 3 * HOUR_MS, MINUTE_MS);
    engine.compactAll();
    engine.dispose();
    const db = new Sqlite(join(folder, 'history.db'));
    db.prepare("UPDATE raw_block SET data = x'0005'").run();
    db.close();
    const again = openEngine();
    expect(samplesOf(again, 'S1.a', START, START + HOUR_MS)).toEqual([]);
    expect(samplesOf(again, 'S1.b', START, START + HOUR_MS)).toEqual([]);
    expect(notices.map(({ code }) => code)).toEqual(['HIS0008']);
  });

  it('a full disk keeps the newest samples in memory, and all goes on when there is room', () => {
    const database = openHistory(join(folder, 'history.db'), clock, (notice) => notices.push(notice));
    const config = historyConfig({ rawEveryMs: 0 });
    const writer = new HistoryWriter({ database, clock, config, onBadBlob: () => undefined });
    const batch = createSampleColumns(100);
    const numbers = Int32Array.of(0);
    let given = 0;
    const giveMore = (): void => {
      for (let i = 0; i < 100; i += 1) {
        batch.sourceAtMs[i] = clock.now() + i;
        batch.values[i] = Math.sin(given + i);
      }
      given += 100;
      writer.live.take(batch, 0, 100, numbers, clock.now());
      clock.advance(1_000);
      writer.turn();
    };
    giveMore();
    database.sqlite.pragma(`max_page_count = ${String(database.sqlite.pragma('page_count', { simple: true }))}`);
    for (let i = 0; i < 600; i += 1) giveMore();
    expect(writer.isFull).toBe(true);
    const { dropped } = writer.live.counts;
    expect(dropped).toBeGreaterThan(50_000);
    database.sqlite.pragma('max_page_count = 1073741823');
    for (let i = 0; i < 10; i += 1) giveMore();
    writer.flushAll();
    expect(writer.isFull).toBe(false);
    const view = new HourView(writer.store, writer.live, () => undefined);
    const hour = Math.floor(START / HOUR_MS);
    view.loadSamples(0, hour, view.segmentsOf(0, hour));
    expect(view.series.length).toBe(given - writer.live.counts.dropped);
    database.dispose();
  });

  it('a file of a newer release is refused (DBS0001)', () => {
    openEngine().dispose();
    const db = new Sqlite(join(folder, 'history.db'));
    db.pragma('user_version = 99');
    db.close();
    expect(() => openEngine()).toThrow('DBS0001');
  });
});
