import { burstNumbers, type BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { Calibration, SimulatedState } from '#shared/domain/burst/impact-types.ts';
import type { NetworkRemark, ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Network, Pipe } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { HydraulicModel } from '#kit/hydraulics/hydraulic-model.ts';
import { rolesOf, SHUT_K, throttleOf } from '#kit/hydraulics/model-text.ts';
import { liftsAt } from '#kit/hydraulics/throttles.ts';
import { pressureMPa } from '#kit/hydraulics/water.ts';
import type { Readings } from '../analysis.ts';
import {
  circulationOf,
  designFlows,
  plantDuties,
  sourceNumbers,
  totalLossTPerH,
  type SourceNumbers,
} from './duties.ts';
import { calmOf, makeupOf, stationEffects, type Calm } from './effects.ts';
import { applySetting, fitToReadings, sharedBy, type Setting } from './fit.ts';
import { columnAt, groundOf, simulatedStations, type Ground } from './ground.ts';
import { BORE_CLASSES } from './loss-factors.ts';
import { calibrationOf, residualsOf } from './residuals.ts';
import { solvableNetwork } from './solvable-network.ts';

/** Pressure difference assumed for throttles behind closed valves, or when the design flows themselves cannot be solved, and least lift of a helper pump, m. */
const ASSUMED_LIFT_M = 15;
const LEAST_HELP_M = 5;
/** Solver accuracy: a small leak changes the flows of a large network by little, and must not be taken for solved at once. */
const ACCURACY = 1e-5;
/** Water that may be missing in a state that counts as solved: so much, and this share of the leak [eng]. */
const IMBALANCE_TPERH = 1;
const IMBALANCE_SHARE = 0.02;

/** A hole in a pipe: share of the bore, and where along the pipe (0 at `from`, 1 at `to`, the middle by default). */
export interface Leak {
  readonly pipeId: string;
  readonly holeShare: number;
  readonly along?: number | undefined;
}

/**
 * The hydraulic model of an imported network as it runs now: supply and return coupled by the stations' throttles and the plants' pump
 * curves, make-up with a limit, leaks as emitters, all by EPANET (Darcy-Weisbach, water of 80 C). It knows the imported network and live
 * readings, nothing else. Heads in m of hot water, flows in t/h. One thing at a time: every method but `create` solves and returns.
 */
export class PlantModel {
  /** Order of {@link leakEffect}: all stations and plants that the model holds. */
  readonly stationIds: readonly string[];
  /** What of the import could not be used (NET0007). */
  readonly remarks: readonly NetworkRemark[];
  readonly #ground: Ground;
  readonly #imported: ReadonlySet<string>;
  readonly #numbers: SourceNumbers;
  readonly #pipes: ReadonlyMap<string, Pipe>;
  readonly #valve: ReadonlyMap<string, number>;
  readonly #designTPerH: Float64Array;
  #setting: Setting;
  #calm: Calm;

  private constructor(
    ground: Ground,
    imported: Network,
    remarks: readonly NetworkRemark[],
    setting: Setting,
    numbers: SourceNumbers,
  ) {
    const { network } = ground;
    this.#ground = ground;
    this.remarks = remarks;
    this.stationIds = network.stations.map(({ id }) => id);
    this.#imported = new Set(imported.pipes.map(({ id }) => id));
    this.#numbers = numbers;
    this.#setting = setting;
    this.#pipes = new Map(network.pipes.map((pipe) => [pipe.id, pipe]));
    this.#valve = new Map(network.valves.map(({ id }, k) => [id, k]));
    this.#designTPerH = designFlows(rolesOf(network).consumers);
    this.#calm = calmOf(ground);
  }

  /**
   * Builds the model at design values (`source.*` of the site's numbers for what no source reads), then brings it to the readings where there are some. Throws HYD0002 (no heat source) and HYD0001
   * (no balance even then).
   */
  static async create(imported: Network, readings?: Readings, site = burstNumbers()): Promise<PlantModel> {
    const { network, remarks } = solvableNetwork(imported);
    const { consumers, plants } = rolesOf(network);
    const numbers = sourceNumbers(site);
    const drawTPerH = designFlows(consumers);
    const circulation = circulationOf(network, drawTPerH);
    const lossTPerH = sharedBy(drawTPerH, totalLossTPerH(plants, new Map(), circulation, numbers));
    const planned = plantDuties(network, new Map(), circulation, numbers);
    const lifts = await liftsAt(network, planned, drawTPerH, lossTPerH);
    const duties = planned.map((duty, k) => {
      const liftM = Math.max(LEAST_HELP_M, lifts?.plantM[k] ?? numbers.liftM);
      return duty.hold ? duty : { ...duty, liftM };
    });
    const throttleK = drawTPerH.map((flow, k) => throttleOf(Math.max(1, lifts?.consumerM[k] || ASSUMED_LIFT_M), flow));
    const setting: Setting = { plants: duties, throttleK, lossTPerH, lnFactors: Array(BORE_CLASSES).fill(0) };
    const model = await HydraulicModel.open(network, { ...setting, accuracy: ACCURACY });
    const plant = new PlantModel(groundOf(network, model), imported, remarks, setting, numbers);
    try {
      if (!model.solve()) throw new CodedError('HYD0001', { stage: 'design' });
      plant.#calm = calmOf(plant.#ground);
      if (readings) plant.calibrate(readings);
      return plant;
    } catch (thrown) {
      plant.dispose();
      throw thrown;
    }
  }

  /** Make-up of the calm state, t/h. */
  get makeupTPerH(): number {
    return this.#calm.makeupTPerH;
  }

  /**
   * Brings pump curves, make-up baseline and throttles to the readings: a station with good flow and pressure difference gets its throttle
   * from both; any other the one that gives it its flow (read, or its design flow in the share of the others) at the simulated difference.
   * The first source's curve goes through its lift at the flow of all stations. Where the heads then are off by more than 0.5 m (rms), the
   * pipes of each bore class get a factor on their head loss (roughness, fittings, deposits; 0.25 to 4) by a few Gauss-Newton steps. 2 to 80
   * solves. Meant for calm readings: a leak that runs would be taken for the
   * network's own way. Stations without a good reading do not count in the residuals. Throws HYD0001 where there is no balance; the model then stands
   * as before.
   */
  calibrate(readings: Readings): Calibration {
    const ground = this.#ground;
    const rows = new Map(readings.rows.map((row) => [row.stationId, row]));
    const fitted = fitToReadings(ground, this.#setting, rows, this.#designTPerH, this.#numbers);
    if (!fitted) {
      applySetting(ground, this.#setting);
      ground.model.solve();
      throw new CodedError('HYD0001', { stage: 'calibration' });
    }
    this.#setting = fitted;
    this.#calm = calmOf(ground);
    return calibrationOf(readings.at, residualsOf(simulatedStations(ground), rows));
  }

  /** Takes valves as they are known (closed or open; unknown counts as open), and makes that the calm state. False: no balance. */
  setValves(known: Readonly<Record<string, ValveGuess>>): boolean {
    const { network, model } = this.#ground;
    for (const [k, valve] of network.valves.entries()) {
      const isOpen = (known[valve.id]?.state ?? valve.state) !== 'closed';
      if (model.valveOpen[k] !== Number(isOpen)) model.setValve(k, isOpen);
    }
    const isSolved = model.solve();
    if (isSolved) this.#calm = calmOf(this.#ground);
    return isSolved;
  }

  #pipe(pipeId: string): Pipe {
    const pipe = this.#pipes.get(pipeId);
    if (pipe) return pipe;
    throw new CodedError(this.#imported.has(pipeId) ? 'HYD0002' : 'NET0001', { pipeId });
  }

  /** Junctions at the ends of a pipe. */
  #ends(pipe: Pipe): readonly [from: number, to: number] {
    return [this.#ground.nodeOf(pipe.from), this.#ground.nodeOf(pipe.to)];
  }

  /**
   * The state with a leak running, and some valves closed and stations shut on top of those that are already, against the calm state. Unknown
   * ones are passed over. Undefined: no balance (HYD0001); the model can be used on. Throws NET0001 (unknown pipe) and HYD0002
   * (a pipe that no source feeds).
   */
  simulate(
    leak: Leak,
    closeValveIds: readonly string[],
    numbers: BurstNumbers,
    shutStationIds: readonly string[] = [],
  ): SimulatedState | undefined {
    const ground = this.#ground;
    const { model } = ground;
    const pipe = this.#pipe(leak.pipeId);
    const [from, to] = this.#ends(pipe);
    const along = leak.along ?? 0.5;
    const valves = closeValveIds.flatMap((id) => this.#valve.get(id) ?? []).filter((k) => model.valveOpen[k] === 1);
    const shut = new Set(shutStationIds);
    const stations = ground.consumers.flatMap(({ station }, k) => (shut.has(station.id) ? [k] : []));
    for (const valve of valves) model.setValve(valve, false);
    for (const station of stations) model.setThrottle(station, SHUT_K);
    model.setLeak(pipe.id, leak.holeShare, { along, cd: numbers['leak.cd'] });
    try {
      if (!model.solve()) return undefined;
      const leakTPerH = model.leakTPerH.get(pipe.id) ?? 0;
      if (!(Math.abs(model.imbalanceTPerH) <= IMBALANCE_TPERH + IMBALANCE_SHARE * leakTPerH)) return undefined;
      const makeup = makeupOf(ground);
      const column = columnAt(ground, from) * (1 - along) + columnAt(ground, to) * along;
      return {
        leakTPerH,
        makeupTPerH: makeup.tPerH,
        isMakeupAtLimit: makeup.isAtLimit,
        pressureMPa: pressureMPa(Math.max(0, column)),
        effects: stationEffects(ground, this.#calm, numbers),
      };
    } finally {
      model.setLeak(pipe.id, 0);
      for (const valve of valves) model.setValve(valve, true);
      for (const station of stations) model.setThrottle(station, this.#setting.throttleK[station] ?? SHUT_K);
    }
  }

  /**
   * Fall of the heads, m, that a hole in the middle of a pipe causes at every station in {@link stationIds}: first all supply sides, then all return
   * sides; NaN where no source feeds the station. With what leaks and the rise of the metered make-up, t/h. One solve from where the last ended.
   * Undefined: no balance, or a pipe that is not in the model (unknown, or without a source).
   */
  leakEffect(
    pipeId: string,
    holeShare: number,
  ): { dropM: Float64Array; leakTPerH: number; makeupRiseTPerH: number } | undefined {
    if (!this.#pipes.has(pipeId)) return undefined;
    const { model } = this.#ground;
    model.setLeak(pipeId, holeShare);
    try {
      if (!model.solve()) return undefined;
      return {
        dropM: this.#falls(),
        leakTPerH: model.leakTPerH.get(pipeId) ?? 0,
        makeupRiseTPerH: makeupOf(this.#ground).tPerH - this.#calm.makeupTPerH,
      };
    } finally {
      model.setLeak(pipeId, 0);
    }
  }

  #falls(): Float64Array {
    const { places } = this.#ground;
    const falls = new Float64Array(2 * places.length);
    for (const [k, { supply, back }] of places.entries()) {
      falls[k] = this.#fall(supply);
      falls[places.length + k] = this.#fall(back);
    }
    return falls;
  }

  #fall(node: number): number {
    const { model } = this.#ground;
    return model.isConnected(node) ? (this.#calm.headM[node] ?? 0) - (model.headM[node] ?? 0) : Number.NaN;
  }

  /** Frees the solver's memory. */
  dispose(): void {
    this.#ground.model.dispose();
  }
}
