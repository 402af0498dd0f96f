import type { Log } from '#kit/logger.ts';
import { defaultLimits } from '#shared/domain/alarm/default-limits.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { PlantStore, Telemetry } from '../dependencies.ts';
import { createAlarmWatch } from '../features/alarm/alarm-watch.ts';
import { createDrivers } from '../features/drivers/drivers.ts';
import { withWholePaths, type DriversFile } from '../features/drivers/drivers-file.ts';
import { createInsightWatch, type InsightWatch } from '../features/insight/insight-watch.ts';
import type { Historian } from '../historian/historian.ts';
import { createIngest } from '../ingest/ingest.ts';
import type { ConsoleLog } from '../log/console-log.ts';
import { LatestTable } from '../telemetry/latest-table.ts';
import { SignalCatalogue } from '../telemetry/signal-catalogue.ts';

export interface TelemetryDependencies {
  readonly clock: Clock;
  /** Undefined: no drivers, and so no live values. */
  readonly source: { readonly file: string; readonly contents: DriversFile } | undefined;
  readonly plant: PlantStore;
  readonly log: ConsoleLog;
  readonly logger: Log;
  readonly history: Historian;
  /** Folder for the console's own certificate and those it trusts. */
  readonly pkiDir: string;
}

/** How often it is asked whether stations were imported anew, so that their limits are watched, ms. */
const REVISION_EVERY_MS = 5_000;

/** Starts the drivers, the latest table and the alarm engine over the stations that are imported. */
export function startTelemetry(dependencies: TelemetryDependencies): Telemetry & { dispose(): Promise<void> } {
  const { clock, source, plant, log, logger, history, pkiDir } = dependencies;
  const catalogue = new SignalCatalogue();
  const latest = new LatestTable({ clock, catalogue });
  history.follow(catalogue);
  const watch = createAlarmWatch({
    clock,
    catalogue,
    log,
    drivers: () => ingest?.drivers() ?? [],
    onRefused: (entity, refusal) => logger.error({ refusal, entity }, 'alarm not kept'),
  });
  let insights: InsightWatch | undefined;
  let watchedRevision = -1;
  let limits: readonly AlarmLimit[] = [];
  let told: ReturnType<Telemetry['signals']> = { revision: -1, signals: [] };

  function watchStations(): void {
    if (plant.revision() === watchedRevision) return;
    watchedRevision = plant.revision();
    limits = (plant.network()?.stations ?? []).flatMap((station) => defaultLimits(station));
    watch.setDefaults(limits);
    insights?.dispose();
    insights = createInsightWatch({
      clock,
      log,
      stations: plant.network()?.stations ?? [],
      catalogue,
      latest,
      history,
    });
  }

  watchStations();
  const stopReview = clock.every(REVISION_EVERY_MS, watchStations);
  const setup = createDrivers({
    clock,
    source,
    reconfigure: async (config) => ingest?.reconfigure(config),
    catalogue,
    latest,
    pkiDir,
  });
  const ingest =
    source === undefined
      ? undefined
      : createIngest({
          config: withWholePaths(source.contents.config, source.file),
          pkiDir,
          catalogue,
          latest,
          clock,
          onDriverState: (state) => {
            logger.debug({ driver: state }, 'driver');
            setup.note(state);
          },
          onBatch: (batch, taken, total) => {
            watch.observe(batch, taken);
            history.take(batch, 0, total);
          },
          onBackfill: (index, samples) => {
            const signal = catalogue.at(index);
            if (signal === undefined) return;
            history.fill(signal.signalId, samples).catch((error: unknown) => logger.warn({ err: error }, 'not filled'));
          },
        });

  return {
    latest,
    signals: () => {
      const revision = catalogue.revision + watchedRevision;
      // Asked for every second, for its number alone: the list is made when something has changed.
      if (told.revision !== revision) {
        told = { revision, signals: catalogue.list().map(({ driver: _driver, ...signal }) => signal) };
      }
      return told;
    },
    counts: () => ({ ...latest.freshness(), ...latest.faults }),
    drivers: () => ingest?.drivers() ?? [],
    setup,
    limits: () => limits,
    dispose: async () => {
      stopReview();
      insights?.dispose();
      watch.dispose();
      await ingest?.dispose();
    },
  };
}
