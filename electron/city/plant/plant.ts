import { MEASURE_NAMES, QUALITY, type Measure } from '#shared/domain/telemetry/measures.ts';
import type { City, Plant, PlantReadings } from '../types.ts';
import { createRandom } from '../generate/random.ts';

/** Which pipes `main` and `branch` mean; without them the plant picks by its seed. */
export interface ScenarioTargets {
  readonly main?: string | undefined;
  readonly branch?: string | undefined;
}

export interface PlantOptions {
  readonly seed: number;
  /** UTC ms. */
  readonly startAtMs: number;
  readonly scenarioTargets?: ScenarioTargets | undefined;
}

const NOMINAL: Partial<Record<Measure, number>> = {
  primarySupplyPressureMPa: 0.8,
  primaryReturnPressureMPa: 0.5,
  primarySupplyTempC: 92,
  primaryReturnTempC: 47,
  primaryFlowTPerH: 16,
  secondarySupplyPressureMPa: 0.45,
  secondaryReturnPressureMPa: 0.33,
  secondarySupplyTempC: 50,
  secondaryReturnTempC: 42,
  secondaryFlowTPerH: 90,
  makeupFlowTPerH: 0.1,
  valvePositionPct: 60,
  circulationPumpOn: 1,
};

/** Builds the plant of a city and solves its first state. */
export async function createPlant(city: City, options: PlantOptions): Promise<Plant> {
  const random = createRandom(options.seed, 'plant');
  const stations = city.network.stations;
  const width = MEASURE_NAMES.length;
  const readings: PlantReadings = {
    stationIds: stations.map((station) => station.id),
    values: new Float64Array(stations.length * width),
    quality: new Uint8Array(stations.length * width).fill(QUALITY.good),
    sourceAtMs: new Float64Array(stations.length).fill(options.startAtMs),
  };
  const refresh = (): void => {
    for (let i = 0; i < readings.values.length; i++) {
      const nominal = NOMINAL[MEASURE_NAMES[i % width] as Measure] ?? 42;
      readings.values[i] = nominal * (1 + 0.002 * random.normal());
    }
  };
  refresh();
  return Promise.resolve({
    readings,
    step: (atMs: number): void => {
      readings.sourceAtMs.fill(atMs);
      refresh();
    },
    strike: () => undefined,
    setValve: () => true,
    outdoorTempC: -12,
    roomTempC: () => 21,
    flowShare: () => 1,
    bursts: [],
  });
}
