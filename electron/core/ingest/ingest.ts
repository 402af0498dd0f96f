import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { DriverConfig, DriversConfig } from '#shared/contract/drivers.ts';
import type { DriverStatus } from '#shared/contract/feed.ts';
import { isSetBack } from '#shared/domain/telemetry/sample-rules.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { LatestTable } from '../telemetry/latest-table.ts';
import { createSampleColumns } from '../telemetry/ring.ts';
import type { SampleColumns } from '../telemetry/ring.ts';
import type { SignalCatalogue } from '../telemetry/signal-catalogue.ts';
import type { MissedSamples } from './protocol.ts';
import { DriverSupervisor } from './supervisor.ts';
import { driverWorkerUrl } from './worker-url.ts';

export interface IngestOptions {
  readonly config: DriversConfig;
  readonly catalogue: SignalCatalogue;
  readonly latest: LatestTable;
  readonly clock: Clock;
  /** Folder for the keys and certificates that OPC UA peers know the console by; made where it is missing. */
  readonly pkiDir: string;
  /** Called on every change, and once a second for each driver with its counters. */
  readonly onDriverState: (state: DriverStatus) => void;
  /**
   * Samples in the order in which they came: rows [0, taken) are those that the latest table took, also those that a newer one replaced
   * in the same tick; rows [taken, total) came late and are for history only. The columns are used again after the call: copy what is
   * kept.
   */
  readonly onBatch?: (batch: SampleColumns, taken: number, total: number) => void;
  /** Samples of a signal that were missed and then found in the peer's own history: for history alone. */
  readonly onBackfill?: (index: number, samples: MissedSamples) => void;
}

export interface Ingest {
  drivers(): readonly DriverStatus[];
  /**
   * Runs the drivers of another configuration from now on: those that are the same go on undisturbed, the others are ended, and
   * started as they are now. Signals that nobody reads any more stay known and go stale. One call at a time.
   */
  reconfigure(config: DriversConfig): Promise<void>;
  dispose(): Promise<void>;
}

const TICK_MS = 25;
const BATCH_ROWS = 4_096;
/** Most batches of one ring in one tick, so that a flooding driver does not hold up the others or the event loop. */
const BATCHES_A_TICK = 64;

interface RunningSupervisor {
  readonly driver: DriverConfig;
  readonly supervisor: DriverSupervisor;
  /** Of the server's clock, as it was told last. */
  skewMs: number;
}

/** Starts every driver of the configuration and moves their samples into the latest table, 40 times a second. */
export function createIngest(options: IngestOptions): Ingest {
  const { config, catalogue, latest, clock, pkiDir, onDriverState, onBatch, onBackfill } = options;
  const start = (driver: DriverConfig): RunningSupervisor => ({
    driver,
    supervisor: new DriverSupervisor({
      config: driver,
      workerUrl: driverWorkerUrl(driver.kind),
      pkiDir: join(pkiDir, driver.id),
      catalogue,
      clock,
      onState: onDriverState,
      heldAt: (index) => latest.sourceAtMs[index] ?? 0,
      onBackfill: (index, samples) => onBackfill?.(index, samples),
    }),
    skewMs: 0,
  });
  let running = config.drivers.map(start);
  const batch = createSampleColumns(BATCH_ROWS);
  const stopTicking = clock.every(TICK_MS, () => {
    for (const entry of running) {
      const { ring, serverSkewMs } = entry.supervisor;
      if (isSetBack(serverSkewMs, entry.skewMs)) latest.forgetOrder(entry.driver.id);
      entry.skewMs = serverSkewMs;
      for (let round = 0; round < BATCHES_A_TICK; round += 1) {
        const count = ring.drain(batch);
        if (count === 0) break;
        const taken = latest.apply(batch, count, serverSkewMs);
        if (latest.kept > 0) onBatch?.(batch, taken, latest.kept);
        if (count < BATCH_ROWS) break;
      }
    }
  });
  return {
    drivers: () => running.map(({ supervisor }) => supervisor.state()),
    async reconfigure(next) {
      const same = (driver: DriverConfig) => running.find((entry) => isDeepStrictEqual(entry.driver, driver));
      const kept = new Set(next.drivers.map(same));
      const ended = running.filter((entry) => !kept.has(entry));
      running = running.filter((entry) => kept.has(entry));
      await Promise.all(ended.map(({ supervisor }) => supervisor.dispose()));
      running = next.drivers.map((driver) => same(driver) ?? start(driver));
    },
    async dispose() {
      stopTicking();
      await Promise.all(running.map(({ supervisor }) => supervisor.dispose()));
    },
  };
}
