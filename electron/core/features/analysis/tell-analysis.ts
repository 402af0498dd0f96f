import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { BurstSettings } from '#shared/domain/burst-settings/types.ts';
import type { EntityRef } from '#shared/domain/entity/entity.ts';
import { valveStatuses } from '#shared/domain/network/valve-status.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Analysis } from '../../analysis/analysis.ts';
import { createLiveReadings, type LiveReadingsSources } from '../../analysis/live-readings.ts';
import type { PlantStore } from '../../app.ts';
import type { ConsoleLog } from '../../log/console-log.ts';

/** How often the model is given what is measured, ms. */
const OBSERVE_EVERY_MS = 1_000;
/** How often it is asked whether a network was imported anew, ms. */
const REVISION_EVERY_MS = 5_000;

export interface TellAnalysisDependencies {
  readonly clock: Clock;
  readonly analysis: Analysis;
  readonly plant: PlantStore;
  readonly log: Pick<ConsoleLog, 'list'>;
  readonly telemetry: Omit<LiveReadingsSources, 'clock'>;
}

export interface TellAnalysis {
  /** Valves and numbers that people changed. */
  entitiesChanged(refs: readonly EntityRef[]): void;
  dispose(): void;
}

/** Keeps the network model told: the imported plant, what people said of valves and numbers, and each second what is measured. */
export function tellAnalysis({ clock, analysis, plant, log, telemetry }: TellAnalysisDependencies): TellAnalysis {
  const readingsOf = createLiveReadings({ clock, ...telemetry });
  let revision = -1;
  let stationIds: readonly string[] = [];

  const tellValves = (): void => analysis.setValves(valveStatuses(log.list<ValveRecord>('valve')));
  const tellNumbers = (): void =>
    analysis.setNumbers(burstNumbers(log.list<BurstSettings>('burstSettings')[0]?.values));

  function tellNetwork(): void {
    if (plant.revision() === revision) return;
    revision = plant.revision();
    const network = plant.network();
    stationIds = network?.stations.map((station) => station.id) ?? [];
    analysis.setNetwork(network, plant.buildings());
  }

  tellNumbers();
  tellNetwork();
  tellValves();
  const stops = [
    clock.every(REVISION_EVERY_MS, tellNetwork),
    clock.every(OBSERVE_EVERY_MS, () => {
      if (stationIds.length > 0) analysis.observe(readingsOf(stationIds));
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
