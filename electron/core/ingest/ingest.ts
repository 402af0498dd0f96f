import { join } from 'node:path';
import type { DriverConfig, DriversConfig } from '#shared/contract/drivers.ts';
import type { DriverStatus } from '#shared/contract/feed.ts';
import { isSetBack } from '#shared/domain/telemetry/sample-rules.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { LatestTable } from '../telemetry/latest-table.ts';
import { createSampleColumns } from '../telemetry/ring.ts';
import type { SampleColumns } from '../telemetry/ring.ts';
import type { SignalCatalogue } from '../telemetry/signal-catalogue.ts';
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
}

export interface Ingest {
  drivers(): readonly DriverStatus[];
  dispose(): Promise<void>;
}

const TICK_MS = 25;
const BATCH_ROWS = 16_384;
/** Most batches of one ring in one tick, so that a flooding driver does not hold up the others or the event loop. */
const BATCHES_A_TICK = 8;

/** Starts every driver of the configuration and moves their samples into the latest table, 40 times a second. */
export function createIngest(options: IngestOptions): Ingest {
  const { config, catalogue, latest, clock, pkiDir, onDriverState, onBatch } = options;
  const supervisors = config.drivers.map(
    (driver) =>
      new DriverSupervisor({
        config: driver,
        workerUrl: driverWorkerUrl(driver.kind),
        pkiDir: join(pkiDir, driver.id),
        catalogue,
        clock,
        onState: onDriverState,
      }),
  );
  const batch = createSampleColumns(BATCH_ROWS);
  const skews = supervisors.map(() => 0);
  const stopTicking = clock.every(TICK_MS, () => {
    for (const [i, { ring, serverSkewMs }] of supervisors.entries()) {
      if (isSetBack(serverSkewMs, skews[i] as number)) latest.forgetOrder((config.drivers[i] as DriverConfig).id);
      skews[i] = serverSkewMs;
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
    drivers: () => supervisors.map((supervisor) => supervisor.state()),
    async dispose() {
      stopTicking();
      await Promise.all(supervisors.map((supervisor) => supervisor.dispose()));
    },
  };
}
