import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR_MS } from '#core/historian/places.ts';
import type { HistoryEngine } from '#core/historian/history-engine.ts';
import { quantile, type Emit } from './figure.ts';
import { cpuSecondsOf, drained, readYear, rowTable, weekOf } from './history-parts.ts';
import { benchSignalId, createPlantLoad, openBenchEngine, simulate, simulatedClock, START } from './history-load.ts';

/** Signals and hours that take both tables past 10 million points. */
const SIGNALS = 128;
const HOURS = 24;
const READS = 30;
const ROW_SECONDS = 10;
/** The long run: 10,000 signals at 1 Hz. A week of them is 6,048 million points; HEATLINE_BENCH_FULL=1 runs it, else this many hours. */
const PLANT_SIGNALS = Number(process.env['HEATLINE_BENCH_SIGNALS'] ?? 10_000);
const PLANT_HOURS = process.env['HEATLINE_BENCH_FULL'] === '1' ? 7 * 24 : 1;

/**
 * The history beside a table with a row a point (better-sqlite3, WAL, NORMAL, a transaction for 10 seconds, where ours has its journal on
 * disk each second; primary key signal and time, without rowid), given the same samples; rates are per CPU-second of the hour after both are past 10 million points, journal and compaction included.
 */
export function run(emit: Emit): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'heatline-bench-'));
  try {
    compareWithRows(folder, emit);
    readYear(join(folder, 'year.db'), emit);
    weekOf(join(folder, 'plant.db'), PLANT_SIGNALS, PLANT_HOURS, emit);
    return Promise.resolve();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compareWithRows(folder: string, emit: Emit): void {
  const points = SIGNALS * 3_600;
  const rows = rowTable(join(folder, 'rows.db'), SIGNALS);
  const rowLoad = createPlantLoad(SIGNALS);
  rows.append(rowLoad, START, HOURS * 3_600, 600);
  const rowSeconds = cpuSecondsOf(() => rows.append(rowLoad, START + HOURS * HOUR_MS, 3_600, ROW_SECONDS));

  const file = join(folder, 'history.db');
  const clock = simulatedClock();
  const load = createPlantLoad(SIGNALS);
  const engine = openBenchEngine(file, clock, SIGNALS);
  simulate(engine, clock, load, START, HOURS * 3_600);
  const seconds = cpuSecondsOf(() => simulate(engine, clock, load, START + HOURS * HOUR_MS, 3_600));
  const floor = cpuSecondsOf(() => {
    const bare = createPlantLoad(SIGNALS);
    for (let second = 0; second < 3_600; second += 1) bare.second(START + second * 1_000);
  });
  emit({
    figure: 'append past 10 million points, points a CPU-second',
    value: points / (seconds - floor),
    unit: '1/s',
    baseline: 'a row a point',
    baselineValue: points / (rowSeconds - floor),
  });

  const read = readsOf(engine);
  const rowRead = rows.read(START, START + HOURS * HOUR_MS, READS);
  emit({
    figure: '24 h of one signal, every sample (86,400), p50',
    value: quantile(read.all, 0.5),
    unit: 'ms',
    baseline: 'the same rows of the row table',
    baselineValue: quantile(rowRead, 0.5),
  });
  emit({
    figure: '24 h of one signal as a curve of 1,000 points, p50',
    value: quantile(read.curve, 0.5),
    unit: 'ms',
    baseline: 'the same rows of the row table',
    baselineValue: quantile(rowRead, 0.5),
  });
  const usage = drained(engine.usage(undefined));
  engine.dispose();
  const all = points * (HOURS + 1);
  rows.close();
  emit({
    figure: 'bytes a point, the whole file (minutes, hours and journal included)',
    value: statSync(file).size / all,
    unit: 'B',
    baseline: 'a row a point',
    baselineValue: statSync(join(folder, 'rows.db')).size / all,
  });
  emit({
    figure: 'bytes of one signal and day in the raw tier',
    value:
      usage.tiers.reduce((sum, { tier, bytes }) => sum + (tier === 'raw' ? bytes : 0), 0) /
      SIGNALS /
      ((HOURS + 1) / 24),
    unit: 'B',
    baseline: 'float32 and a time in ms (12 bytes) a sample',
    baselineValue: 12 * 86_400,
  });
}

/** Another signal each time, as a person looks at them. */
function readsOf(engine: HistoryEngine): { readonly all: number[]; readonly curve: number[] } {
  const [all, curve]: [number[], number[]] = [[], []];
  for (let i = 0; i < READS + 5; i += 1) {
    const signalId = benchSignalId((i * 37) % SIGNALS);
    const span = { from: START, to: START + HOURS * HOUR_MS };
    const startedAt = performance.now();
    const { at } = engine.recorded(signalId, span.from, span.to);
    if (at.length !== 86_400) throw new Error(`${String(at.length)} samples in a day`);
    const readAt = performance.now();
    engine.read({ signalId, ...span, maxPoints: 1_000 });
    if (i < 5) continue;
    all.push(readAt - startedAt);
    curve.push(performance.now() - readAt);
  }
  return { all, curve };
}
