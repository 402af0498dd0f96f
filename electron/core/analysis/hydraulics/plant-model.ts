import type { BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { Calibration, SimulatedState, StationEffect } from '#shared/domain/burst/impact-types.ts';
import type { NetworkRemark, ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Network, Pipe } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { HydraulicModel } from '#kit/hydraulics/hydraulic-model.ts';
import { rolesOf, SHUT_K, throttleOf, type PlantDuty } from '#kit/hydraulics/model-text.ts';
import { liftsAt } from '#kit/hydraulics/throttles.ts';
import { emitterCoefficient, m3PerHOf, pressureMPa, tPerHOf } from '#kit/hydraulics/water.ts';
import type { Readings, StationReading } from '../analysis.ts';
import {
  circulationOf,
  designFlows,
  liftRead,
  plantDuties,
  SOURCE_NUMBERS,
  totalLossTPerH,
  type SourceNumbers,
} from './duties.ts';
import { BORE_CLASSES, boreClass, fitLossFactors } from './loss-factors.ts';
import { calibrationOf, headResiduals, residualsOf, type SimulatedStation } from './residuals.ts';
import { solvableNetwork } from './solvable-network.ts';

/** Least pressure difference, m, and least share of the design flow that make a throttle of two readings [eng]. */
const LEAST_LIFT_M = 0.5;
const LEAST_FLOW_SHARE = 0.02;
/** Rounds that bring stations without readings to the flow they should have, and how near is enough. */
const THROTTLE_ROUNDS = 3;
const NEAR_ENOUGH = 0.01;
/** Rounds that put the pump curve to the flow of all stations, and how far a round may move it. */
const ANCHOR_ROUNDS = 3;
const FURTHEST_FLOW = 1.25;
/** Residual from which pipes are asked to lose more or less than imported, m. */
const FIT_FROM_M = 0.5;
/** Pressure difference assumed for throttles when the design flows themselves cannot be solved, m. */
const ASSUMED_LIFT_M = 15;
/** Below this flow a station stands still: its share of nothing is not told, t/h. */
const STILL_TPERH = 0.05;
/** A fall below this is solver noise, m. */
const NOTICEABLE_M = 0.05;

/** A hole in a pipe: share of the bore, and where along the pipe (0 at `from`, 1 at `to`, the middle by default). */
export interface Leak {
  readonly pipeId: string;
  readonly holeShare: number;
  readonly along?: number | undefined;
}

/** What a calibration sets. */
interface Setting {
  readonly plants: readonly PlantDuty[];
  readonly throttleK: Float64Array;
  readonly lossTPerH: Float64Array;
  /** By bore class, ln of the factor on the head loss. */
  readonly lnFactors: readonly number[];
}

/** The calm state that effects are measured against: heads by junction (m), flows by link and make-up (t/h). */
interface Calm {
  readonly headM: Float64Array;
  readonly flowTPerH: Float64Array;
  readonly makeupTPerH: number;
}

export interface PlantModelOptions {
  readonly source?: Partial<SourceNumbers> | undefined;
}

/**
 * The hydraulic model of an imported network as it runs now: supply and return coupled by the stations' throttles and the plants' pump
 * curves, make-up with a limit, leaks as emitters, all by EPANET (Darcy-Weisbach, water of 80 C). It knows the imported network and live
 * readings, nothing else. Heads in m of hot water, flows in t/h. One thing at a time: every method solves and returns.
 */
export class PlantModel {
  /** Order of {@link drops}: all stations and plants that the model holds. */
  readonly stationIds: readonly string[];
  /** What of the import could not be used (NET0007). */
  readonly remarks: readonly NetworkRemark[];
  readonly #model: HydraulicModel;
  readonly #network: Network;
  readonly #imported: ReadonlySet<string>;
  readonly #numbers: SourceNumbers;
  readonly #pipes: ReadonlyMap<string, Pipe>;
  readonly #node: ReadonlyMap<string, number>;
  readonly #valve: ReadonlyMap<string, number>;
  /** By station in network order. */
  readonly #supply: Int32Array;
  readonly #back: Int32Array;
  readonly #link: Int32Array;
  readonly #designTPerH: Float64Array;
  #setting: Setting;
  #calm: Calm;

  private constructor(
    model: HydraulicModel,
    { network, remarks }: ReturnType<typeof solvableNetwork>,
    imported: Network,
    setting: Setting,
    numbers: SourceNumbers,
  ) {
    this.#model = model;
    this.#network = network;
    this.remarks = remarks;
    this.#imported = new Set(imported.pipes.map(({ id }) => id));
    this.#numbers = numbers;
    this.#setting = setting;
    this.#pipes = new Map(network.pipes.map((pipe) => [pipe.id, pipe]));
    const node = new Map(network.nodes.map(({ id }, k) => [id, k]));
    this.#node = node;
    this.#valve = new Map(network.valves.map(({ id }, k) => [id, k]));
    const { consumers, plants } = rolesOf(network);
    const linkOf = new Map<string, number>([
      ...consumers.map(({ id }, k) => [id, model.layout.firstStation + k] as const),
      ...plants.map(({ id }, k) => [id, model.layout.pumps[k] ?? -1] as const),
    ]);
    const { stations } = network;
    this.stationIds = stations.map(({ id }) => id);
    this.#supply = Int32Array.from(stations, ({ supplyNode }) => node.get(supplyNode) ?? -1);
    this.#back = Int32Array.from(stations, ({ returnNode }) => node.get(returnNode) ?? -1);
    this.#link = Int32Array.from(stations, ({ id }) => linkOf.get(id) ?? -1);
    this.#designTPerH = designFlows(consumers);
    this.#calm = this.#keep();
  }

  /**
   * Builds the model at design values, then brings it to the readings where there are some. Throws HYD0002 (no heat source) and HYD0001
   * (no balance even then).
   */
  static async create(imported: Network, readings?: Readings, options: PlantModelOptions = {}): Promise<PlantModel> {
    const solvable = solvableNetwork(imported);
    const { network } = solvable;
    const { consumers, plants } = rolesOf(network);
    const numbers = { ...SOURCE_NUMBERS, ...options.source };
    const drawTPerH = designFlows(consumers);
    const circulation = circulationOf(network, drawTPerH);
    const lossTPerH = shared(drawTPerH, totalLossTPerH(plants, new Map(), circulation, numbers));
    const planned = plantDuties(network, new Map(), circulation, numbers);
    const lifts = await liftsAt(network, planned, drawTPerH, lossTPerH);
    const duties = planned.map((duty, k) =>
      duty.hold ? duty : { ...duty, liftM: Math.max(5, lifts?.plantM[k] ?? numbers.liftM) },
    );
    const throttleK = drawTPerH.map((flow, k) => throttleOf(Math.max(1, lifts?.consumerM[k] ?? ASSUMED_LIFT_M), flow));
    const model = await HydraulicModel.open(network, { plants: duties, throttleK, lossTPerH });
    const lnFactors = new Array<number>(BORE_CLASSES).fill(0);
    const plant = new PlantModel(
      model,
      solvable,
      imported,
      { plants: duties, throttleK, lossTPerH, lnFactors },
      numbers,
    );
    try {
      if (!model.solve()) throw new CodedError('HYD0001', { stage: 'design' });
      plant.#calm = plant.#keep();
      if (readings) plant.calibrate(readings);
      return plant;
    } catch (thrown) {
      plant.dispose();
      throw thrown;
    }
  }

  /** Make-up of the calm state, t/h: the baseline of {@link leakFromMakeup}. */
  get makeupTPerH(): number {
    return this.#calm.makeupTPerH;
  }

  #keep(): Calm {
    const { headM, flowTPerH } = this.#model;
    return { headM: headM.slice(), flowTPerH: flowTPerH.slice(), makeupTPerH: this.#makeup().tPerH };
  }

  /** Metered make-up of all plants: pumps give no more than their limit, the rest comes from the reserve. */
  #makeup(): { tPerH: number; isAtLimit: boolean } {
    const { layout, flowTPerH } = this.#model;
    let sum = 0;
    let isAtLimit = false;
    for (const [k, plant] of layout.holders.entries()) {
      const limit = this.#model.duty(plant).hold?.makeupLimitTPerH ?? 0;
      const flow = Math.max(0, flowTPerH[layout.makeup + 2 * k] ?? 0);
      sum += Math.min(limit, flow);
      if (flow >= limit) isAtLimit = true;
    }
    return { tPerH: sum, isAtLimit };
  }

  #apply({ plants, throttleK, lossTPerH, lnFactors }: Setting): void {
    this.#model.setPlants(plants);
    for (const [k, value] of throttleK.entries()) this.#model.setThrottle(k, value);
    this.#model.setLosses(lossTPerH);
    this.#setFactors(lnFactors);
  }

  #setFactors(lnFactors: readonly number[]): void {
    for (const [k, pipe] of this.#network.pipes.entries()) {
      this.#model.setLossFactor(k, Math.exp(lnFactors[boreClass(pipe.dnMm)] ?? 0));
    }
  }

  /**
   * Brings pump curves, make-up baseline and throttles to the readings: a station with good flow and pressure difference gets its throttle
   * from both; any other the one that gives it its flow (read, or its design flow in the share of the others) at the simulated difference. Where
   * the heads then are off by more than 0.5 m (rms), the pipes of each bore class get a factor on their head loss (roughness, fittings,
   * deposits; 0.25 to 4) by a few Gauss-Newton steps. 2 to 25 solves. Stations without a good reading do not count in the residuals.
   * Throws HYD0001 where there is no balance; the model then stands as before.
   */
  calibrate(readings: Readings): Calibration {
    const rows = new Map(readings.rows.map((row) => [row.stationId, row]));
    const before = this.#setting;
    const isSolved = this.#fit(rows);
    if (!isSolved) {
      this.#apply(before);
      this.#model.solve();
      this.#setting = before;
      throw new CodedError('HYD0001', { stage: 'calibration' });
    }
    this.#calm = this.#keep();
    return calibrationOf(readings.at, residualsOf(this.#simulated(), rows));
  }

  #fit(rows: ReadonlyMap<string, StationReading>): boolean {
    const { consumers, plants } = rolesOf(this.#network);
    const numbers = this.#numbers;
    const read = consumers.map(({ id }) => rows.get(id)?.flowTPerH);
    const design = this.#designTPerH;
    const sum = (of: (k: number) => number): number => consumers.reduce((total, _, k) => total + of(k), 0);
    const readDesign = sum((k) => (read[k] === undefined ? 0 : (design[k] ?? 0)));
    const given = plants.flatMap(({ id }) => rows.get(id)?.flowTPerH ?? []);
    const load =
      readDesign > 0
        ? sum((k) => read[k] ?? 0) / readDesign
        : given.length === plants.length
          ? given.reduce((total, flow) => total + flow, 0) /
            Math.max(
              1,
              sum((k) => design[k] ?? 0),
            )
          : 1;
    const target = design.map((flow, k) => read[k] ?? flow * load);
    const circulation = circulationOf(this.#network, target);
    const duties = plantDuties(this.#network, rows, circulation, numbers);
    const throttleK = this.#setting.throttleK.slice();
    const loose: number[] = [];
    for (const [k, station] of consumers.entries()) {
      const lift = liftRead(
        rows.get(station.id),
        this.#heightOf(station.supplyNode),
        this.#heightOf(station.returnNode),
      );
      const flow = target[k] ?? 0;
      if (flow < LEAST_FLOW_SHARE * (design[k] ?? 0)) throttleK[k] = SHUT_K;
      else if (read[k] !== undefined && lift !== undefined && lift > LEAST_LIFT_M)
        throttleK[k] = throttleOf(lift, flow);
      else loose.push(k);
    }
    const loss = shared(design, totalLossTPerH(plants, rows, circulation, numbers));
    this.#setting = { plants: duties, throttleK, lossTPerH: loss, lnFactors: this.#setting.lnFactors };
    this.#apply(this.#setting);
    if (!this.#settle(loose, target) || !this.#anchor(rows, loose, target)) return false;
    const residuals = (): readonly number[] => headResiduals(residualsOf(this.#simulated(), rows));
    const { rmsM } = calibrationOf(0, residualsOf(this.#simulated(), rows));
    if (!(rmsM > FIT_FROM_M)) return true;
    const lnFactors = fitLossFactors(this.#setting.lnFactors, (factors) => {
      this.#setFactors(factors);
      return this.#settle(loose, target) ? residuals() : undefined;
    });
    this.#setting = { ...this.#setting, lnFactors };
    this.#setFactors(lnFactors);
    return this.#settle(loose, target) && this.#anchor(rows, loose, target);
  }

  /**
   * Puts the reference source's pump curve through the lift that is read at the flow which all stations together take: their many meters
   * know it better than its one.
   */
  #anchor(rows: ReadonlyMap<string, StationReading>, loose: readonly number[], target: Float64Array): boolean {
    const place = this.#model.layout.holders[0] ?? -1;
    const plant = rolesOf(this.#network).plants[place];
    const pump = this.#model.layout.pumps[place] ?? -1;
    if (!plant || pump < 0) return true;
    const read = liftRead(rows.get(plant.id), this.#heightOf(plant.supplyNode), this.#heightOf(plant.returnNode));
    if (read === undefined) return true;
    for (let round = 0; round < ANCHOR_ROUNDS; round++) {
      const duty = this.#model.duty(place);
      const lift = this.#headOf(plant.supplyNode) - this.#headOf(plant.returnNode);
      const flow = this.#model.flowTPerH[pump] ?? 0;
      if (duty.liftM === undefined || Math.abs(lift - read) < NOTICEABLE_M || flow <= 0) return true;
      const flowTPerH = Math.min(duty.flowTPerH * FURTHEST_FLOW, Math.max(duty.flowTPerH / FURTHEST_FLOW, flow));
      const plants = this.#setting.plants.map((one, k) => (k === place ? { ...duty, flowTPerH } : one));
      this.#setting = { ...this.#setting, plants };
      this.#model.setPlants(plants);
      if (!this.#settle(loose, target)) return false;
    }
    return true;
  }

  #headOf(nodeId: string): number {
    return this.#model.headM[this.#node.get(nodeId) ?? -1] ?? 0;
  }

  /** Solves, and again until the stations in `loose` have their flow at the simulated pressure difference. */
  #settle(loose: readonly number[], target: Float64Array): boolean {
    const { layout } = this.#model;
    const { consumers } = rolesOf(this.#network);
    for (let round = 0; ; round++) {
      if (!this.#model.solve()) return false;
      if (round === THROTTLE_ROUNDS) return true;
      let isNear = true;
      for (const k of loose) {
        const station = consumers[k];
        const [supply, back] = [
          this.#node.get(station?.supplyNode ?? '') ?? -1,
          this.#node.get(station?.returnNode ?? '') ?? -1,
        ];
        const wanted = target[k] ?? 0;
        if (!this.#model.isConnected(supply)) continue;
        const flow = this.#model.flowTPerH[layout.firstStation + k] ?? 0;
        if (Math.abs(flow - wanted) <= NEAR_ENOUGH * wanted) continue;
        isNear = false;
        const lift = (this.#model.headM[supply] ?? 0) - (this.#model.headM[back] ?? 0);
        const throttle = throttleOf(Math.max(1, lift), wanted);
        this.#setting.throttleK[k] = throttle;
        this.#model.setThrottle(k, throttle);
      }
      if (isNear) return true;
    }
  }

  #heightOf(nodeId: string): number {
    return this.#network.nodes[this.#node.get(nodeId) ?? -1]?.elevationM ?? 0;
  }

  #simulated(): SimulatedStation[] {
    const { headM, flowTPerH } = this.#model;
    return this.#network.stations.flatMap(({ id, supplyNode, returnNode }, k) => {
      const [supply, back] = [this.#supply[k] ?? -1, this.#back[k] ?? -1];
      if (!this.#model.isConnected(supply) || !this.#model.isConnected(back)) return [];
      return {
        stationId: id,
        supplyM: (headM[supply] ?? 0) - this.#heightOf(supplyNode),
        returnM: (headM[back] ?? 0) - this.#heightOf(returnNode),
        flowTPerH: flowTPerH[this.#link[k] ?? -1] ?? 0,
      };
    });
  }

  /** Takes valves as they are known (closed or open; unknown counts as open), and makes that the calm state. False: no balance. */
  setValves(known: Readonly<Record<string, ValveGuess>>): boolean {
    for (const [k, valve] of this.#network.valves.entries()) {
      const isOpen = (known[valve.id]?.state ?? valve.state) !== 'closed';
      if (this.#model.valveOpen[k] !== Number(isOpen)) this.#model.setValve(k, isOpen);
    }
    const isSolved = this.#model.solve();
    if (isSolved) this.#calm = this.#keep();
    return isSolved;
  }

  #pipe(pipeId: string): Pipe {
    const pipe = this.#pipes.get(pipeId);
    if (pipe) return pipe;
    if (this.#imported.has(pipeId)) throw new CodedError('HYD0002', { pipeId });
    throw new CodedError('NET0001', { pipeId });
  }

  /**
   * The state with a leak running and some valves closed on top of those that are closed already, against the calm state. Unknown
   * valves are passed over. Undefined: no balance (HYD0001); the model can be used on. Throws NET0001 (unknown pipe) and HYD0002
   * (a pipe that no source feeds).
   */
  simulate(leak: Leak, closeValveIds: readonly string[], numbers: BurstNumbers): SimulatedState | undefined {
    const pipe = this.#pipe(leak.pipeId);
    const valves = closeValveIds
      .flatMap((id) => this.#valve.get(id) ?? [])
      .filter((k) => this.#model.valveOpen[k] === 1);
    for (const valve of valves) this.#model.setValve(valve, false);
    this.#model.setLeak(pipe.id, leak.holeShare, { along: leak.along, cd: numbers['leak.cd'] });
    try {
      if (!this.#model.solve()) return undefined;
      const { tPerH: makeupTPerH, isAtLimit: isMakeupAtLimit } = this.#makeup();
      return {
        leakTPerH: this.#model.leakTPerH.get(pipe.id) ?? 0,
        makeupTPerH,
        isMakeupAtLimit,
        pressureMPa: this.#pressureAt(pipe, leak.along ?? 0.5),
        effects: this.#effects(numbers),
      };
    } finally {
      this.#model.setLeak(pipe.id, 0);
      for (const valve of valves) this.#model.setValve(valve, true);
    }
  }

  /** Pressure inside a pipe, MPa; 0 where no source feeds it. */
  #pressureAt(pipe: Pipe, along: number): number {
    const columns = [pipe.from, pipe.to].map((id) => {
      const node = this.#node.get(id) ?? -1;
      return this.#model.isConnected(node) ? (this.#model.headM[node] ?? 0) - this.#heightOf(id) : 0;
    });
    return pressureMPa(Math.max(0, (columns[0] ?? 0) * (1 - along) + (columns[1] ?? 0) * along));
  }

  #effects(numbers: BurstNumbers): StationEffect[] {
    const calm = this.#calm;
    return this.#network.stations.flatMap(({ id, kind }, k) => {
      if (kind !== 'station') return [];
      const [supply, back, link] = [this.#supply[k] ?? -1, this.#back[k] ?? -1, this.#link[k] ?? -1];
      const isFed = this.#model.isConnected(supply) && this.#model.isConnected(back);
      const flowBefore = calm.flowTPerH[link] ?? 0;
      const flow = isFed ? Math.max(0, this.#model.flowTPerH[link] ?? 0) : 0;
      const flowShare = flowBefore < STILL_TPERH ? 1 : flow / flowBefore;
      const liftBefore = (calm.headM[supply] ?? 0) - (calm.headM[back] ?? 0);
      const liftM = isFed ? (this.#model.headM[supply] ?? 0) - (this.#model.headM[back] ?? 0) : 0;
      const supplyDropM = isFed
        ? (calm.headM[supply] ?? 0) - (this.#model.headM[supply] ?? 0)
        : (calm.headM[supply] ?? 0) - (this.#network.nodes[supply]?.elevationM ?? 0);
      const isStarved = liftM < numbers['service.headM'] && liftM < liftBefore - NOTICEABLE_M;
      return {
        stationId: id,
        flowShare,
        liftM,
        supplyDropM,
        isAffected: flowShare < numbers['service.flowShare'] || isStarved,
      };
    });
  }

  /**
   * Fall of the heads, m, that a leak causes at every station in {@link stationIds}: first all supply sides, then all return sides;
   * NaN where no source feeds the station. A leak in t/h is taken out whatever the pressure (but never more than a rupture would give at calm
   * pressure): one solve from where the last ended. A hole leaks by the pressure it leaves. Undefined: no balance.
   */
  drops(pipeId: string, leak: number | { readonly holeShare: number }): Float64Array | undefined {
    const pipe = this.#pipe(pipeId);
    if (typeof leak === 'number') this.#model.setDraw(pipeId, Math.min(leak, this.#ruptureTPerH(pipe)));
    else this.#model.setLeak(pipeId, leak.holeShare);
    try {
      return this.#model.solve() ? this.#falls() : undefined;
    } finally {
      if (typeof leak === 'number') this.#model.setDraw(pipeId, 0);
      else this.#model.setLeak(pipeId, 0);
    }
  }

  /**
   * {@link drops} of a hole, with what leaks and the rise of the metered make-up, t/h. Undefined: no balance, or a pipe that is not in the
   * model (unknown, or without a source).
   */
  leakEffect(
    pipeId: string,
    holeShare: number,
  ): { dropM: Float64Array; leakTPerH: number; makeupRiseTPerH: number } | undefined {
    if (!this.#pipes.has(pipeId)) return undefined;
    this.#model.setLeak(pipeId, holeShare);
    try {
      if (!this.#model.solve()) return undefined;
      return {
        dropM: this.#falls(),
        leakTPerH: this.#model.leakTPerH.get(pipeId) ?? 0,
        makeupRiseTPerH: this.#makeup().tPerH - this.#calm.makeupTPerH,
      };
    } finally {
      this.#model.setLeak(pipeId, 0);
    }
  }

  #falls(): Float64Array {
    const count = this.stationIds.length;
    const falls = new Float64Array(2 * count);
    for (let k = 0; k < count; k++) {
      falls[k] = this.#fall(this.#supply[k] ?? -1);
      falls[count + k] = this.#fall(this.#back[k] ?? -1);
    }
    return falls;
  }

  #fall(node: number): number {
    return this.#model.isConnected(node) ? (this.#calm.headM[node] ?? 0) - (this.#model.headM[node] ?? 0) : Number.NaN;
  }

  /** What a full-bore rupture would give at the calm pressure, t/h. */
  #ruptureTPerH(pipe: Pipe): number {
    let root = 0;
    for (const id of [pipe.from, pipe.to]) {
      const node = this.#node.get(id) ?? -1;
      root += Math.sqrt(Math.max(0, (this.#calm.headM[node] ?? 0) - this.#heightOf(id))) / 2;
    }
    return tPerHOf(emitterCoefficient(pipe.innerDiameterM, 1) * root);
  }

  /** Share of the bore (0 to 1) of the hole that leaks so much, t/h, at the pressure the leak itself leaves. Undefined: no balance. */
  holeShareFor(pipeId: string, leakTPerH: number): number | undefined {
    const pipe = this.#pipe(pipeId);
    if (leakTPerH <= 0) return 0;
    this.#model.setDraw(pipeId, leakTPerH);
    try {
      if (!this.#model.solve()) return undefined;
      const coefficient = emitterCoefficient(pipe.innerDiameterM, 1) / 2;
      let full = 0;
      for (const id of [pipe.from, pipe.to]) {
        const node = this.#node.get(id) ?? -1;
        const column = this.#model.isConnected(node) ? (this.#model.headM[node] ?? 0) - this.#heightOf(id) : 0;
        full += coefficient * Math.sqrt(Math.max(0, column));
      }
      return full <= 0 ? 1 : Math.min(1, m3PerHOf(leakTPerH) / full);
    } finally {
      this.#model.setDraw(pipeId, 0);
    }
  }

  /** Frees the solver's memory. */
  dispose(): void {
    this.#model.dispose();
  }
}

/** Shares an amount among consumers by their design flow. */
function shared(designTPerH: Float64Array, amount: number): Float64Array {
  const total = designTPerH.reduce((sum, flow) => sum + flow, 0);
  return designTPerH.map((flow) => (total > 0 ? (amount * flow) / total : 0));
}
