import type { Network, Pipe } from '#shared/domain/network/types.ts';
import { MEASURE_NAMES, QUALITY, type Measure } from '#shared/domain/telemetry/measures.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { createRandom, type Random } from '../generate/random.ts';
import { Substations } from '../heat/substations.ts';
import type { HydraulicModel } from '#kit/hydraulics/hydraulic-model.ts';
import type { City, Plant, PlantReadings, ScenarioEvent } from '../types.ts';
import { createCityModel } from './city-model.ts';
import { Instruments, WIDTH, type SensorFault } from './instruments.ts';
import { Outdoor } from './outdoor.ts';
import { choosePipe } from './pipe-choice.ts';
import { PrimarySide } from './primary-side.ts';
import { StationTruth } from './station-truth.ts';

/** Which pipes `main` and `branch` mean; without them the plant picks by its seed. */
export interface ScenarioTargets {
  readonly main?: string | undefined;
  readonly branch?: string | undefined;
}

export interface PlantOptions {
  readonly seed: number;
  /** UTC ms; readings before the first step bear it. */
  readonly startAtMs: number;
  readonly scenarioTargets?: ScenarioTargets | undefined;
  /** Daily mean in C at the start; -12 by default (a January day in Harbin is a little colder). */
  readonly outdoorTempC?: number | undefined;
}

/** A plant that holds solver memory until it is disposed of. */
export interface RunningPlant extends Plant {
  dispose(): void;
}

const MILD_DAY_C = -12;
/** Heat moves in steps of at most this many seconds when the clock leaps. */
const LONGEST_STEP_S = 60;
/** Share of valves of unknown condition that turn out to be stuck [eng]. */
const SECRETLY_STUCK_SHARE = 0.15;
/** Sensors that a scenario may break: those that a dispatcher looks at. */
const BREAKABLE: readonly Measure[] = [
  'primarySupplyPressureMPa',
  'primaryReturnPressureMPa',
  'primarySupplyTempC',
  'primaryFlowTPerH',
  'secondarySupplyTempC',
  'secondaryReturnTempC',
  'secondarySupplyPressureMPa',
];

function middleOf(pipe: Pipe): LonLat {
  const [a, b] = [pipe.path[(pipe.path.length - 1) >> 1] as LonLat, pipe.path[pipe.path.length >> 1] as LonLat];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

class CityPlant implements RunningPlant {
  readonly readings: PlantReadings;
  readonly #network: Network;
  readonly #options: PlantOptions;
  readonly #model: HydraulicModel;
  readonly #primary: PrimarySide;
  readonly #substations: Substations;
  readonly #truth: StationTruth;
  readonly #instruments: Instruments;
  readonly #outdoor: Outdoor;
  readonly #chance: Random;
  readonly #valveIndex: ReadonlyMap<string, number>;
  readonly #stuck: ReadonlySet<string>;
  readonly #stationPlace: ReadonlyMap<string, number>;
  readonly #consumerOf: ReadonlyMap<string, number>;
  readonly #bursts: { pipeId: string; at: LonLat; sinceMs: number }[] = [];
  readonly #consumerFlow: Float64Array;
  readonly #consumerInlet: Float64Array;
  #atMs: number;

  constructor(city: City, model: HydraulicModel, options: PlantOptions) {
    const { network } = city;
    const outdoorTempC = options.outdoorTempC ?? MILD_DAY_C;
    const consumers = network.stations.filter((station) => station.kind === 'station');
    this.#network = network;
    this.#options = options;
    this.#model = model;
    this.#outdoor = new Outdoor(outdoorTempC);
    const now = this.#outdoor.at(options.startAtMs);
    this.#primary = new PrimarySide(network, model, now);
    this.#substations = new Substations(consumers, city.buildings, options.seed, now);
    this.#truth = new StationTruth(consumers, options.seed);
    this.#instruments = new Instruments(
      network.stations.map((station) => station.id),
      options.seed,
    );
    this.readings = this.#instruments.readings;
    this.#chance = createRandom(options.seed, 'strikes');
    this.#valveIndex = new Map(network.valves.map((valve, k) => [valve.id, k]));
    const stuck = createRandom(options.seed, 'stuck valves');
    this.#stuck = new Set(
      network.valves.flatMap(({ id, condition }) =>
        condition === 'stuck' || (condition === 'unknown' && stuck.chance(SECRETLY_STUCK_SHARE)) ? [id] : [],
      ),
    );
    this.#stationPlace = new Map(network.stations.map((station, k) => [station.id, k]));
    this.#consumerOf = new Map(consumers.map((station, k) => [station.id, k]));
    this.#consumerFlow = new Float64Array(consumers.length);
    this.#consumerInlet = new Float64Array(consumers.length);
    this.#atMs = options.startAtMs;
    this.#advance(options.startAtMs, 0);
    this.#instruments.sample(options.startAtMs);
  }

  get outdoorTempC(): number {
    return Math.round(this.#outdoor.at(this.#atMs) * 10) / 10;
  }

  outdoorAt(atMs: number): number {
    return this.#outdoor.at(atMs);
  }

  get bursts(): Plant['bursts'] {
    return this.#bursts.map((burst) => ({ ...burst, leakTPerH: this.#model.leakTPerH.get(burst.pipeId) ?? 0 }));
  }

  step(atMs: number): void {
    while (this.#atMs < atMs) {
      const next = Math.min(atMs, this.#atMs + LONGEST_STEP_S * 1000);
      const dtS = (next - this.#atMs) / 1000;
      this.#atMs = next;
      this.#advance(next, dtS);
    }
    this.#instruments.sample(atMs);
  }

  #advance(atMs: number, dtS: number): void {
    const outdoorTempC = this.#outdoor.at(atMs);
    const primary = this.#primary;
    primary.step(atMs, dtS, this.#substations.opening, outdoorTempC);
    for (const [k, place] of primary.consumers.entries()) {
      this.#consumerFlow[k] = primary.flowTPerH[place] ?? 0;
      this.#consumerInlet[k] = primary.inletC[place] ?? 0;
    }
    this.#substations.step(dtS, this.#consumerFlow, this.#consumerInlet, outdoorTempC);
    this.#truth.write(this.#instruments.truth, primary, this.#substations, atMs, dtS);
    this.#instruments.truthQuality.fill(primary.isUncertain ? QUALITY.uncertain : QUALITY.good);
  }

  strike(event: ScenarioEvent): void {
    switch (event.kind) {
      case 'pipeBurst':
        this.#burst(event.target, event.holeShare);
        return;
      case 'outdoorTemp':
        this.#outdoor.rampTo(event.tempC, event.rampS, this.#atMs);
        return;
      case 'stationTrip':
        for (const k of this.#someConsumers(event.stations)) this.#substations.pumpOn[k] = 0;
        return;
      case 'alarmFlood':
        for (const k of this.#someConsumers(event.stations)) {
          this.#truth.upsetUntilMs[k] = this.#atMs + event.durationS * 1000;
        }
        return;
      case 'sensorFault':
        this.#breakSensors(event.sensors, event.fault);
        return;
      case 'closeValves':
        for (const id of event.valveIds) this.setValve(id, 'closed');
        return;
      default:
        assertNever(event);
    }
  }

  #someConsumers(count: number): number[] {
    const all = this.#primary.consumers.map((_, k) => k);
    return this.#chance.shuffle(all).slice(0, count);
  }

  #breakSensors(count: number, fault: SensorFault): void {
    const broken = new Set<number>();
    const wanted = Math.min(count, this.#primary.consumers.length * BREAKABLE.length);
    while (broken.size < wanted) {
      const place = this.#chance.pick(this.#primary.consumers);
      broken.add(place * WIDTH + MEASURE_NAMES.indexOf(this.#chance.pick(BREAKABLE)));
    }
    for (const sensor of broken) this.#instruments.break(sensor, fault, this.#atMs);
  }

  #burst(target: 'main' | 'branch' | { readonly pipeId: string }, holeShare: number): void {
    const named = typeof target === 'object' ? target.pipeId : this.#options.scenarioTargets?.[target];
    const pipe =
      named !== undefined
        ? this.#network.pipes.find((p) => p.id === named)
        : typeof target === 'string'
          ? choosePipe(this.#network, this.#model, target, holeShare, this.#options.seed)
          : undefined;
    if (!pipe) throw new CodedError('PLT0002', { pipeId: named ?? String(target) });
    this.#model.setLeak(pipe.id, holeShare);
    this.#bursts.push({ pipeId: pipe.id, at: middleOf(pipe), sinceMs: this.#atMs });
    this.#primary.solveNow(this.#atMs, this.#substations.opening);
  }

  setValve(valveId: string, state: 'open' | 'closed'): boolean {
    const index = this.#valveIndex.get(valveId);
    if (index === undefined) throw new CodedError('PLT0001', { valveId });
    const isOpen = state === 'open';
    if (this.#model.valveOpen[index] === Number(isOpen)) return true;
    if (this.#stuck.has(valveId)) return false;
    this.#model.setValve(index, isOpen);
    this.#primary.solveNow(this.#atMs, this.#substations.opening);
    return true;
  }

  roomTempC(buildingId: string): number {
    return this.#substations.roomTempC(buildingId);
  }

  flowShare(stationId: string): number {
    const place = this.#stationPlace.get(stationId);
    const k = this.#consumerOf.get(stationId);
    if (place === undefined || k === undefined) return Number.NaN;
    if (this.#substations.pumpOn[k] !== 1) return 0;
    return (this.#primary.flowTPerH[place] ?? 0) / Math.max(0.1, this.#network.stations[place]?.designFlowTPerH ?? 1);
  }

  dispose(): void {
    this.#model.dispose();
  }
}

/**
 * Builds the plant of a city and solves its first state; the same city, seed, start and calls give the same readings.
 * Throws PLT0003 when the network has no solution at all.
 */
export async function createPlant(city: City, options: PlantOptions): Promise<RunningPlant> {
  return new CityPlant(city, await createCityModel(city.network), options);
}
