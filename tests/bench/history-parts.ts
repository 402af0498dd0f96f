import { statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { SampleColumns } from '#core/telemetry/ring.ts';
import { DAY_MS, HOUR_MS } from '#core/historian/places.ts';
import type { HistoryEngine, Stepwise } from '#core/historian/history-engine.ts';
import { quantile, type Emit } from './figure.ts';
import { benchSignalId, createPlantLoad, openBenchEngine, simulate, simulatedClock, START } from './history-load.ts';

interface Load {
  second(at: number): SampleColumns;
}

/** CPU seconds (user and system) that `work` takes in this process. */
export function cpuSecondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Runs a stepwise query to its end. */
export function drained<T>(work: Stepwise<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** The table that the history is measured against. */
export function rowTable(file: string, signals: number) {
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('cache_size = -16384');
  db.exec(
    'CREATE TABLE sample (signal INTEGER, at INTEGER, value REAL, quality INTEGER, PRIMARY KEY (signal, at)) WITHOUT ROWID',
  );
  const insert = db.prepare('INSERT INTO sample VALUES (?, ?, ?, ?)');
  const put = db.transaction((load: Load, from: number, seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      const batch = load.second(from + second * 1_000);
      for (let i = 0; i < signals; i += 1) {
        insert.run(batch.indexes[i], batch.sourceAtMs[i], batch.values[i], batch.qualities[i]);
      }
    }
  });
  const select = db.prepare<[number, number, number], [number, number, number]>(
    'SELECT at, value, quality FROM sample WHERE signal = ? AND at >= ? AND at < ?',
  );
  select.raw();
  return {
    /** Inserts so many seconds, `together` of them in a transaction. */
    append(load: Load, from: number, seconds: number, together: number): void {
      for (let second = 0; second < seconds; second += together) put(load, from + second * 1_000, together);
    },
    /** Ms of each of so many reads, of another signal each time. */
    read(from: number, to: number, reads: number): number[] {
      return Array.from({ length: reads }, (_, i) => {
        const startedAt = performance.now();
        select.all((i * 37) % signals, from, to);
        return performance.now() - startedAt;
      });
    },
    close(): void {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}

const YEAR_MS = 365 * DAY_MS;
const YEAR_SIGNALS = 16;
const YEAR_READS = 40;
/** The year comes from a server's own history, a sample in 10 minutes: the hour tier does not depend on how many there were. */
const FILL_EVERY_MS = 600_000;

/** A year of one signal from the hour tier, beside hourly rows of a plain table. */
export function readYear(file: string, emit: Emit): void {
  const clock = simulatedClock();
  const to = START + YEAR_MS;
  clock.set(to);
  const engine = openBenchEngine(file, clock, YEAR_SIGNALS);
  const at = Float64Array.from({ length: YEAR_MS / FILL_EVERY_MS }, (_, i) => START + i * FILL_EVERY_MS);
  const values = at.map((_, i) => Math.round(500 + 50 * Math.sin(i / 144)) / 1_000);
  for (let i = 0; i < YEAR_SIGNALS; i += 1) {
    drained(engine.fill(benchSignalId(i), { at, values, qualities: new Uint8Array(at.length) }));
  }
  engine.compactAll();
  const own = timesOf(YEAR_READS, (i) => {
    const curve = engine.read({ signalId: benchSignalId(i % YEAR_SIGNALS), from: START, to, maxPoints: 1_000 });
    if (curve.tier !== 'hour' || curve.at.length < 900) throw new Error(`a year of ${String(curve.at.length)} rows`);
  });
  engine.dispose();
  const db = new Sqlite(':memory:');
  db.exec(
    'CREATE TABLE hour (signal INTEGER, at INTEGER, min REAL, max REAL, mean REAL, PRIMARY KEY (signal, at)) WITHOUT ROWID',
  );
  const insert = db.prepare('INSERT INTO hour VALUES (?, ?, ?, ?, ?)');
  for (let signal = 0; signal < YEAR_SIGNALS; signal += 1) {
    for (let time = START; time < to; time += HOUR_MS) insert.run(signal, time, 0, 1, 0.5);
  }
  const select = db.prepare('SELECT * FROM hour WHERE signal = ? AND at >= ? AND at < ?').raw();
  const plain = timesOf(YEAR_READS, (i) => void select.all(i % YEAR_SIGNALS, START, to));
  db.close();
  emit({
    figure: 'a year of one signal (8,760 hours, thinned to 1,000), p50',
    value: quantile(own, 0.5),
    unit: 'ms',
    baseline: '8,760 hourly rows of a plain table in memory',
    baselineValue: quantile(plain, 0.5),
  });
}

/** A whole plant for some hours: room, rate and reads as the file grows. */
export function weekOf(file: string, signals: number, hours: number, emit: Emit): void {
  const clock = simulatedClock();
  const load = createPlantLoad(signals);
  const engine = openBenchEngine(file, clock, signals);
  const seconds = cpuSecondsOf(() => simulate(engine, clock, load, START, hours * 3_600));
  const points = signals * hours * 3_600;
  // The last hour becomes blocks, as it does a few minutes after its end.
  engine.flush();
  clock.set(START + hours * HOUR_MS + 10 * 60_000);
  engine.compactAll();
  const name = `${String(signals)} signals at 1 Hz for ${String(hours)} h`;
  const bare = cpuSecondsOf(() => {
    const again = createPlantLoad(signals);
    for (let second = 0; second < 600; second += 1) again.second(START + second * 1_000);
  });
  emit({
    figure: `${name}: all of the writing, CPU a second of the plant`,
    value: (1_000 * seconds) / (hours * 3_600),
    unit: 'ms',
    baseline: 'making up the samples',
    baselineValue: (1_000 * bare) / 600,
  });
  const span = { from: START + Math.max(0, hours - 24) * HOUR_MS, to: START + hours * HOUR_MS };
  const day = Math.min(24, hours);
  const ofDay = timesOf(30, (i) => void engine.recorded(benchSignalId((i * 337) % signals), span.from, span.to));
  const ofAll = timesOf(30, (i) => void curveOf(engine, (i * 337) % signals, START, span.to));
  const longest = longestStep(engine, signals);
  engine.dispose();
  const bytes = statSync(file).size;
  emit({
    figure: `${name}: size of the file`,
    value: bytes / 1e6,
    unit: 'MB',
    baseline: '12 bytes a sample',
    baselineValue: (12 * points) / 1e6,
  });
  emit({
    figure: `${name}: last ${String(day)} h of one signal, every sample, p50`,
    value: quantile(ofDay, 0.5),
    unit: 'ms',
    baseline: 'p95',
    baselineValue: quantile(ofDay, 0.95),
  });
  emit({
    figure: `${name}: all of one signal as a curve of 1,000 points, p50`,
    value: quantile(ofAll, 0.5),
    unit: 'ms',
    baseline: 'p95',
    baselineValue: quantile(ofAll, 0.95),
  });
  emit({
    figure: `${name}: 30 min sparklines of 5,000 signals`,
    value: longest.allMs,
    unit: 'ms',
    baseline: 'its longest step (writing goes on between steps)',
    baselineValue: longest.stepMs,
  });
}

function curveOf(engine: HistoryEngine, signal: number, from: number, to: number) {
  return engine.read({ signalId: benchSignalId(signal), from, to, maxPoints: 1_000 });
}

function longestStep(engine: HistoryEngine, signals: number): { readonly allMs: number; readonly stepMs: number } {
  const signalIds = Array.from({ length: Math.min(5_000, signals) }, (_, i) => benchSignalId(i));
  const work = engine.sparklines({ signalIds, minutes: 30, points: 60 });
  let stepMs = 0;
  const startedAt = performance.now();
  for (let isDone = false; !isDone;) {
    const stepAt = performance.now();
    isDone = work.next().done === true;
    stepMs = Math.max(stepMs, performance.now() - stepAt);
  }
  return { allMs: performance.now() - startedAt, stepMs };
}

function timesOf(times: number, work: (round: number) => void): number[] {
  for (let i = 0; i < 5; i += 1) work(i);
  return Array.from({ length: times }, (_, i) => {
    const startedAt = performance.now();
    work(i);
    return performance.now() - startedAt;
  });
}
