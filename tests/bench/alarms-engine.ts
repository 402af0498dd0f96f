import { createAlarmWatch } from '#core/features/alarm/alarm-watch.ts';
import { createConsoleLog } from '#core/log/console-log.ts';
import { createMemoryJournal } from '#core/log/memory-journal.ts';
import { createSampleColumns, type SampleColumns } from '#core/telemetry/ring.ts';
import { SignalCatalogue } from '#core/telemetry/signal-catalogue.ts';
import { defaultLimits } from '#shared/domain/alarm/default-limits.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import { MEASURE_NAMES, MEASURES, type Measure } from '#shared/domain/telemetry/measures.ts';
import { createTestClock } from '#tests/support/test-clock.ts';
import { quantile, type Emit } from './figure.ts';

const STATIONS = 179;
const POINTS_A_SECOND = 100_000;
const TICKS_A_SECOND = 40;
const SECONDS = 60;
/** Every tenth station loses its pressure for so long, then has it back for as long. */
const DISTURBED_S = 7;
const ROUNDS = 3;
const START_MS = 1_790_000_000_000;

/** What a quiet plant shows; measures without a line stand at zero. */
const QUIET: Partial<Readonly<Record<Measure, readonly [middle: number, noise: number]>>> = {
  primarySupplyPressureMPa: [0.8, 0.01],
  primaryReturnPressureMPa: [0.4, 0.01],
  primarySupplyTempC: [95, 0.3],
  primaryReturnTempC: [50, 0.3],
  primaryFlowTPerH: [40, 0.5],
  secondarySupplyPressureMPa: [0.45, 0.01],
  secondaryReturnPressureMPa: [0.3, 0.01],
  secondarySupplyTempC: [52, 0.2],
  secondaryReturnTempC: [42, 0.2],
  makeupFlowTPerH: [0.3, 0.1],
  circulationPumpOn: [1, 0],
};

/**
 * 5,000 alarms of every kind (the default limits of 179 stations) over 100,000 points/s of their 3,000 signals, through the watch that the core runs:
 * from the batch to the log. One station in ten is disturbed again and again, so that delays run and alarms come.
 */
export function measureEngine(emit: Emit): void {
  const stations = Array.from({ length: STATIONS }, (_, n) => `S${String(n + 1)}`);
  const limits = stations.flatMap((id) => defaultLimits({ id, kind: 'station', designFlowTPerH: 60 }));
  const batches = Array.from({ length: TICKS_A_SECOND * DISTURBED_S * 2 }, (_, tick) => batchOf(stations.length, tick));
  const engine = Array.from({ length: ROUNDS }, () => watchShare(stations, limits, batches));
  const bare = Array.from({ length: ROUNDS }, () => bareShare(stations.length * MEASURE_NAMES.length, batches));
  emit({
    figure: `alarm watch: ${String(limits.length)} alarms, 100,000 points/s (target 0.15)`,
    value: quantile(engine, 0.5),
    unit: 'cores',
    baseline: 'a loop that compares each point with two thresholds',
    baselineValue: quantile(bare, 0.5),
  });
}

function batchOf(stations: number, tick: number): SampleColumns {
  const rows = POINTS_A_SECOND / TICKS_A_SECOND;
  const batch = createSampleColumns(rows);
  const signals = stations * MEASURE_NAMES.length;
  for (let row = 0; row < rows; row += 1) {
    const index = (tick * rows + row) % signals;
    const station = Math.floor(index / MEASURE_NAMES.length);
    const [middle, noise] = QUIET[MEASURE_NAMES[index % MEASURE_NAMES.length] as Measure] ?? [0, 0];
    const isDisturbed = station % 10 === 0 && tick >= TICKS_A_SECOND * DISTURBED_S;
    batch.indexes[row] = index;
    batch.values[row] = (isDisturbed ? middle / 4 : middle) + noise * Math.sin(row + tick * 7.3);
  }
  return batch;
}

/** Dates a batch at `atMs`, as every driver does; part of both sides. */
function stamp(batch: SampleColumns, atMs: number): void {
  batch.sourceAtMs.fill(atMs);
}

/** CPU-seconds per second of plant time. */
function shareOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / SECONDS;
}

function watchShare(
  stations: readonly string[],
  limits: readonly AlarmLimit[],
  batches: readonly SampleColumns[],
): number {
  const clock = createTestClock();
  clock.advance(START_MS);
  const catalogue = new SignalCatalogue();
  for (const stationId of stations) {
    for (const measure of MEASURE_NAMES) {
      const { unit, low, high } = MEASURES[measure];
      catalogue.register({ stationId, measure, unit, low, high, staleAfterMs: 10_000, driver: 'bench' });
    }
  }
  let ids = 0;
  const log = createConsoleLog({
    store: createMemoryJournal(),
    clock,
    newId: () => `id-${String((ids += 1))}`,
    deviceId: 'bench',
  });
  const watch = createAlarmWatch({ clock, catalogue, log, drivers: () => [], onRefused: () => undefined });
  watch.setDefaults(limits);
  const share = shareOf(() => {
    for (let tick = 0; tick < SECONDS * TICKS_A_SECOND; tick += 1) {
      clock.advance(1_000 / TICKS_A_SECOND);
      const batch = batches[tick % batches.length] as SampleColumns;
      stamp(batch, clock.now());
      watch.observe(batch, batch.indexes.length);
    }
  });
  watch.dispose();
  if (log.waiting().length < 20) throw new Error('hardly any alarm came and went: this is no plant');
  return share;
}

/** What no alarm engine can do without: each point against a low and a high limit. */
function bareShare(signals: number, batches: readonly SampleColumns[]): number {
  const low = new Float64Array(signals).fill(-1e3);
  const high = new Float64Array(signals).fill(1e3);
  let beyond = 0;
  const share = shareOf(() => {
    for (let tick = 0; tick < SECONDS * TICKS_A_SECOND; tick += 1) {
      const batch = batches[tick % batches.length] as SampleColumns;
      stamp(batch, START_MS + tick);
      for (let row = 0; row < batch.indexes.length; row += 1) {
        const index = batch.indexes[row] as number;
        const value = batch.values[row] as number;
        if (value < (low[index] as number) || value > (high[index] as number)) beyond += 1;
      }
    }
  });
  if (beyond > 0) throw new Error('the bare loop found what is not there');
  return share;
}
