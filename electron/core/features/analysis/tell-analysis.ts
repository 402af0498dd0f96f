import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { BurstSettings } from '#shared/domain/burst-settings/types.ts';
import type { EntityRef } from '#shared/domain/entity/entity.ts';
import { valveStatuses } from '#shared/domain/network/valve-status.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Analysis } from '../../analysis/analysis.ts';
import { createLiveReadings, type LiveReadingsSources } from '../../analysis/live-readings.ts';
import type { PlantStore } from '../../dependencies.ts';
import { pastReadings } from './past-readings.ts';
import type { Historian } from '../../historian/historian.ts';
import type { ConsoleLog } from '../../log/console-log.ts';

/** How often the model is given what is measured, ms. */
const OBSERVE_EVERY_MS = 1_000;
/** How far back a start looks, in which steps, and how long it may take, ms [eng]. */
const RECALL_MS = 10 * 60_000;
const RECALL_STEP_MS = 5_000;
const RECALL_WITHIN_MS = 20_000;
/** How often it is asked whether a network was imported anew, ms. */
const REVISION_EVERY_MS = 5_000;

export interface TellAnalysisDependencies {
  readonly clock: Clock;
  readonly analysis: Analysis;
  readonly plant: PlantStore;
  readonly log: Pick<ConsoleLog, 'list'>;
  readonly telemetry: Omit<LiveReadingsSources, 'clock'>;
  readonly recorded: Historian['recorded'];
}

export interface TellAnalysis {
  /** Valves and numbers that people changed. */
  entitiesChanged(refs: readonly EntityRef[]): void;
  dispose(): void;
}

/** Keeps the network model told: the imported plant, what people said of valves and numbers, and each second what is measured. */
export function tellAnalysis(dependencies: TellAnalysisDependencies): TellAnalysis {
  const { clock, analysis, plant, log, telemetry, recorded } = dependencies;
  const readingsOf = createLiveReadings({ clock, ...telemetry });
  let revision = -1;
  let stationIds: readonly string[] = [];
  /** Revision of the network whose past is still being read; live readings wait for it. */
  let recalling: number | undefined;

  const tellValves = (): void => analysis.setValves(valveStatuses(log.list<ValveRecord>('valve')));
  const tellNumbers = (): void =>
    analysis.setNumbers(burstNumbers(log.list<BurstSettings>('burstSettings')[0]?.values));

  function tellNetwork(): void {
    if (plant.revision() === revision) return;
    revision = plant.revision();
    const network = plant.network();
    stationIds = network?.stations.map((station) => station.id) ?? [];
    analysis.setNetwork(network, plant.buildings());
    if (stationIds.length > 0) void recall(revision);
  }

  /** A console that starts while something has burst finds the calm state in what was recorded before. */
  async function recall(of: number): Promise<void> {
    recalling = of;
    const end = (): void => {
      if (recalling === of) recalling = undefined;
    };
    const cancel = clock.after(RECALL_WITHIN_MS, end);
    const now = clock.now();
    const past = await pastReadings(recorded, stationIds, [now - RECALL_MS, now], RECALL_STEP_MS);
    cancel();
    if (recalling === of && past.length > 0) analysis.recall(past);
    end();
  }

  tellNumbers();
  tellNetwork();
  tellValves();
  const stops = [
    clock.every(REVISION_EVERY_MS, tellNetwork),
    clock.every(OBSERVE_EVERY_MS, () => {
      if (stationIds.length > 0 && recalling === undefined) analysis.observe(readingsOf(stationIds));
    }),
  ];
  return {
    entitiesChanged(refs) {
      if (refs.some((ref) => ref.type === 'valve')) tellValves();
      if (refs.some((ref) => ref.type === 'burstSettings')) tellNumbers();
    },
    dispose: () => stops.forEach((stop) => stop()),
  };
}
