import { MEASURE_NAMES, MEASURES, QUALITY, type Measure } from '#shared/domain/telemetry/measures.ts';
import { createRandom, type Random } from '../generate/random.ts';
import type { PlantReadings } from '../types.ts';

export const WIDTH = MEASURE_NAMES.length;
/** Column of each measure in a row of readings. */
export const COLUMN = Object.fromEntries(MEASURE_NAMES.map((name, k) => [name, k])) as Readonly<
  Record<Measure, number>
>;

/** Standard deviation of a transmitter's noise in the measure's unit; flows in shares of the value [eng]. */
const NOISE: Partial<Record<Measure, number>> = {
  primarySupplyPressureMPa: 0.0012,
  primaryReturnPressureMPa: 0.0012,
  secondarySupplyPressureMPa: 0.001,
  secondaryReturnPressureMPa: 0.001,
  makeupFlowTPerH: 0.01,
  valvePositionPct: 0.15,
  circulationPumpOn: 0,
};
const TEMP_NOISE_K = 0.07;
const FLOW_NOISE_SHARE = 0.006;
/** Slow wander of a transmitter, in noise deviations, over 8 to 30 hours [eng]. */
const WANDER = 1.6;
/** A station's link drops out about every four hours for 2 to 4 s; a single sensor every three days for 3 to 8 s [eng]. */
const LINK_DROP_PER_S = 1 / (4 * 3600);
const SENSOR_DROP_PER_S = 1 / (3 * 24 * 3600);

export type SensorFault = 'stuck' | 'drift' | 'dropout' | 'nan';
/** A drifting sensor moves by 2 % of its span a minute, up to 40 %. */
const DRIFT_SHARE_PER_S = 0.02 / 60;
const DRIFT_LIMIT_SHARE = 0.4;

function noiseOf(measure: Measure, value: number): number {
  const fixed = NOISE[measure];
  if (fixed !== undefined) return fixed;
  return measure.endsWith('TempC') ? TEMP_NOISE_K : Math.abs(value) * FLOW_NOISE_SHARE;
}

/** Turns what is true in the plant into what its transmitters show. The readings' arrays are reused for ever. */
export class Instruments {
  readonly readings: PlantReadings;
  /** What is true, in the layout of the readings. NaN: no such instrument. */
  readonly truth: Float64Array;
  /** Quality of the truth itself: uncertain where the hydraulics found no solution. */
  readonly truthQuality: Uint8Array;
  readonly #chance: Random;
  readonly #phaseMs: Float64Array;
  readonly #linkBackMs: Float64Array;
  readonly #sensorBackMs: Float64Array;
  readonly #wanderPeriodMs: Float64Array;
  readonly #faults = new Map<
    number,
    { readonly fault: SensorFault; readonly sinceMs: number; readonly sign: number }
  >();

  constructor(stationIds: readonly string[], seed: number) {
    const random = createRandom(seed, 'instruments');
    const size = stationIds.length * WIDTH;
    this.readings = {
      stationIds,
      values: new Float64Array(size).fill(Number.NaN),
      quality: new Uint8Array(size).fill(QUALITY.none),
      sourceAtMs: new Float64Array(stationIds.length),
    };
    this.truth = new Float64Array(size).fill(Number.NaN);
    this.truthQuality = new Uint8Array(size);
    this.#chance = createRandom(seed, 'noise');
    this.#phaseMs = new Float64Array(stationIds.length).map(() => random.int(0, 999));
    this.#linkBackMs = new Float64Array(stationIds.length);
    this.#sensorBackMs = new Float64Array(size);
    this.#wanderPeriodMs = new Float64Array(size).map(() => random.between(8, 30) * 3_600_000);
  }

  /** Breaks a sensor, given by its position in the readings, until the end of the run. */
  break(sensor: number, fault: SensorFault, atMs: number): void {
    this.#faults.set(sensor, { fault, sinceMs: atMs, sign: sensor % 2 === 0 ? 1 : -1 });
  }

  /** Takes every station's reading of the last whole second of its own clock. */
  sample(atMs: number): void {
    const { sourceAtMs } = this.readings;
    for (let station = 0; station < sourceAtMs.length; station++) {
      const phase = this.#phaseMs[station] ?? 0;
      const tickMs = Math.floor((atMs - phase) / 1000) * 1000 + phase;
      const last = sourceAtMs[station] ?? 0;
      if (tickMs <= last) continue;
      const sinceS = last === 0 ? 0 : Math.min(60, (tickMs - last) / 1000);
      if (tickMs < (this.#linkBackMs[station] ?? 0)) continue;
      if (this.#chance.chance(LINK_DROP_PER_S * sinceS)) {
        this.#linkBackMs[station] = tickMs + this.#chance.int(2000, 4000);
        continue;
      }
      sourceAtMs[station] = tickMs;
      for (let column = 0; column < WIDTH; column++) this.#read(station * WIDTH + column, column, tickMs, sinceS);
    }
  }

  #read(sensor: number, column: number, atMs: number, sinceS: number): void {
    const { values, quality } = this.readings;
    const truth = this.truth[sensor] ?? Number.NaN;
    const broken = this.#faults.get(sensor);
    if (broken?.fault === 'nan') values[sensor] = Number.NaN;
    if (broken?.fault === 'nan' || broken?.fault === 'dropout') {
      quality[sensor] = QUALITY.bad;
      return;
    }
    if (broken?.fault === 'stuck') return;
    if (Number.isNaN(truth)) return;
    if (!Number.isFinite(truth)) {
      quality[sensor] = QUALITY.bad;
      return;
    }
    if (atMs < (this.#sensorBackMs[sensor] ?? 0)) return;
    if (this.#chance.chance(SENSOR_DROP_PER_S * sinceS)) {
      this.#sensorBackMs[sensor] = atMs + this.#chance.int(3000, 8000);
      quality[sensor] = QUALITY.uncertain;
      return;
    }
    const measure = MEASURE_NAMES[column] as Measure;
    const { low, high } = MEASURES[measure];
    const noise = noiseOf(measure, truth);
    const wander = WANDER * Math.sin((atMs / (this.#wanderPeriodMs[sensor] ?? 1)) * 2 * Math.PI + sensor);
    let shown = truth + noise * (this.#chance.normal() + wander);
    if (broken) {
      const share = Math.min(DRIFT_LIMIT_SHARE, ((atMs - broken.sinceMs) / 1000) * DRIFT_SHARE_PER_S);
      shown += broken.sign * share * (high - low);
    }
    const clamped = Math.min(high, Math.max(low, shown));
    const isOver = shown > high + 0.02 * (high - low);
    values[sensor] = clamped;
    quality[sensor] = isOver ? QUALITY.uncertain : (this.truthQuality[sensor] ?? QUALITY.good);
  }
}
