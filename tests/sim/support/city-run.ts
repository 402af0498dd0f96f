import { createCallers } from '#city/people/callers.ts';
import { createPlant } from '#city/plant/plant.ts';
import { createScenarioRunner } from '#city/scenario/runner.ts';
import type { City, ScenarioEvent } from '#city/types.ts';
import type { LiveReports, Readings, StationReading } from '#core/analysis/analysis.ts';
import { PlantModel } from '#core/analysis/hydraulics/plant-model.ts';
import { createLocaliser } from '#core/analysis/localise/localiser.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import { MEASURE_NAMES, QUALITY, type Measure } from '#shared/domain/telemetry/measures.ts';
import { triage } from '#shared/domain/triage/triage.ts';

const START_MS = Date.UTC(2026, 0, 10, 2);
const SEED = 7;
/** Readings of so many seconds are what the console's model is brought to. */
const MODEL_AFTER_S = 10;

export interface CityRun {
  readonly events: readonly ScenarioEvent[];
  readonly seconds: number;
  /** How often the console looks, s. */
  readonly everyS: number;
  readonly ordinaryCalls?: number | undefined;
  /** Nobody calls: pressures have to tell it. */
  readonly isSilent?: boolean | undefined;
}

export interface Seen {
  /** Seconds since the start of the run. */
  readonly atS: number;
  readonly candidates: readonly BurstCandidate[];
  readonly isCalm: boolean;
}

/** Runs city and localisation without sockets, second by second of simulated time. Gives what the console saw at each look, and the burst. */
export async function runCity(
  city: City,
  run: CityRun,
): Promise<{ seen: readonly Seen[]; burstPipes: readonly string[]; calls: number }> {
  const { network } = city;
  const plant = await createPlant(city, { seed: SEED, startAtMs: START_MS });
  const callers = createCallers({
    ...{ city, plant, seed: SEED, startAtMs: START_MS, ordinaryCalls: run.ordinaryCalls ?? 1 },
  });
  const scenario = createScenarioRunner(run.events, 0, (event) => plant.strike(event));
  const localiser = createLocaliser({ network, now: () => performance.now(), numbers: () => burstNumbers() });
  const complaints: Complaint[] = [];
  const seen: Seen[] = [];
  let model: PlantModel | undefined;
  try {
    for (let second = 1; second <= run.seconds; second += 1) {
      const atMs = START_MS + second * 1000;
      scenario.advance(second);
      plant.step(atMs);
      const readings = readingsOf(
        network.stations.map(({ id }) => id),
        plant.readings,
        atMs,
      );
      localiser.observe(readings);
      for (const call of run.isSilent === true ? [] : callers.advance(atMs))
        complaints.push(complaintOf(call.act, call.complaint));
      if (second === MODEL_AFTER_S) {
        model = await PlantModel.create(network, readings);
        localiser.setModel(model);
        while (localiser.work());
      }
      if (second % run.everyS !== 0) continue;
      const reports: LiveReports = { nowMs: atMs, complaints, alarms: [], verdicts: [] };
      seen.push({ atS: second, candidates: localiser.localise({}, reports), isCalm: localiser.isCalm() });
    }
    return { seen, burstPipes: plant.bursts.map(({ pipeId }) => pipeId), calls: complaints.length };
  } finally {
    model?.dispose();
    plant.dispose();
  }
}

const MEASURE_OF = {
  supplyMPa: 'primarySupplyPressureMPa',
  returnMPa: 'primaryReturnPressureMPa',
  supplyC: 'primarySupplyTempC',
  returnC: 'primaryReturnTempC',
  flowTPerH: 'primaryFlowTPerH',
  makeupTPerH: 'makeupFlowTPerH',
} as const satisfies Record<Exclude<keyof StationReading, 'stationId'>, Measure>;

function readingsOf(
  stationIds: readonly string[],
  { values, quality }: { readonly values: Float64Array; readonly quality: Uint8Array },
  at: number,
): Readings {
  const rows = stationIds.map((stationId, k) => ({
    stationId,
    ...Object.fromEntries(
      Object.entries(MEASURE_OF).flatMap(([name, measure]) => {
        const slot = k * MEASURE_NAMES.length + MEASURE_NAMES.indexOf(measure);
        const value = values[slot];
        return quality[slot] === QUALITY.good && Number.isFinite(value) ? [[name, value]] : [];
      }),
    ),
  }));
  return { at, rows };
}

type Call = ReturnType<ReturnType<typeof createCallers>['advance']>[number]['complaint'];

function complaintOf(id: string, { lon, lat, ...call }: Call): Complaint {
  return {
    id,
    ...call,
    place: { at: [lon, lat] },
    status: 'open',
    ...triage(call.category, call.text, call.roomTempC),
  };
}
