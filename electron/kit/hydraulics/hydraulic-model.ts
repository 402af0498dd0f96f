import { LinkProperty, NodeProperty, type Project } from 'epanet-js';
import type { Network } from '#shared/domain/network/types.ts';
import { Connectivity } from './connectivity.ts';
import { openEngine, runOnce } from './engine.ts';
import {
  modelText,
  rolesOf,
  SHUT_K,
  throttleOf,
  type ModelLayout,
  type HoldDuty,
  type ModelSetup,
  type PlantDuty,
} from './model-text.ts';
import { lossDemand } from './throttles.ts';
import { emitterCoefficient, m3PerHOf, tPerHOf } from './water.ts';

/** Narrowest a station valve gets: 0.1 % of its design opening. */
const LEAST_OPENING = 1e-3;

/** How a hole leaks: `along` the pipe (0 at `from`, 1 at `to`), with a discharge coefficient of its own. */
export interface LeakForm {
  readonly along?: number | undefined;
  readonly cd?: number | undefined;
}

interface Leak {
  readonly share: number;
  /** Junction and its part of the emitter coefficient, m3/h per sqrt(m). */
  readonly parts: readonly (readonly [node: number, coefficient: number])[];
}

/**
 * Heads of the whole primary network, supply and return, solved by EPANET. Flows in t/h, heads in metres of hot water over sea level.
 * Takes clean networks only: every end known, no length or bore of zero, every junction joined to a plant that holds the pressure.
 */
export class HydraulicModel {
  readonly layout: ModelLayout;
  /** By junction in network order; of the last solution that converged. */
  readonly headM: Float64Array;
  /** By link in the order of {@link ModelLayout}; positive from `from` to `to`. */
  readonly flowTPerH: Float64Array;
  /** Leaving through the hole of each leaking pipe. */
  readonly leakTPerH = new Map<string, number>();
  readonly valveOpen: Uint8Array;
  readonly #project: Project;
  readonly #connectivity: Connectivity;
  readonly #network: Network;
  readonly #nodeIndex: ReadonlyMap<string, number>;
  readonly #pipeIndex: ReadonlyMap<string, number>;
  readonly #plants: PlantDuty[];
  readonly #groundM: readonly number[];
  readonly #designK: Float64Array;
  readonly #opening: Float64Array;
  readonly #stationEnds: readonly (readonly [supply: number, back: number])[];
  /** Demand of each junction while it is connected, t/h. */
  readonly #demandTPerH: Float64Array;
  readonly #emitters = new Map<number, number>();
  readonly #leaks = new Map<string, Leak>();
  #applied: Uint8Array;
  #isAccumulatorOpen = true;
  #hasMovedValves = true;

  private constructor(project: Project, network: Network, layout: ModelLayout, setup: ModelSetup) {
    this.#project = project;
    this.#network = network;
    this.layout = layout;
    this.#plants = [...setup.plants];
    this.#nodeIndex = new Map(network.nodes.map((node, k) => [node.id, k]));
    this.#pipeIndex = new Map(network.pipes.map((pipe, k) => [pipe.id, k]));
    this.#connectivity = new Connectivity(network, layout.holders);
    this.headM = new Float64Array(layout.nodes);
    this.flowTPerH = new Float64Array(layout.links);
    this.valveOpen = Uint8Array.from(network.valves, (valve) => (valve.state === 'closed' ? 0 : 1));
    const { consumers, plants } = rolesOf(network);
    this.#groundM = plants.map((plant) => plant.elevationM);
    this.#designK = setup.throttleK.slice();
    this.#opening = new Float64Array(consumers.length).fill(1);
    this.#stationEnds = consumers.map((s) => [this.#node(s.supplyNode), this.#node(s.returnNode)]);
    this.#demandTPerH = setup.demandTPerH.slice();
    this.#applied = new Uint8Array(layout.nodes).fill(1);
  }

  /** Opens the model; nothing is solved yet. `lossTPerH`: what each consumer loses at its return side, in the order of `rolesOf`. */
  static async open(
    network: Network,
    setup: Omit<ModelSetup, 'demandTPerH'> & { readonly lossTPerH: Float64Array },
  ): Promise<HydraulicModel> {
    const whole = { ...setup, demandTPerH: lossDemand(network, setup.lossTPerH) };
    const { text, layout } = modelText(network, whole);
    return new HydraulicModel(await openEngine(text), network, layout, whole);
  }

  /** Junction index of a node id; throws RangeError for a stranger. */
  #node(id: string): number {
    const found = this.#nodeIndex.get(id);
    if (found === undefined) throw new RangeError(`no junction ${id}`);
    return found;
  }

  #pipe(id: string): Network['pipes'][number] {
    const pipe = this.#network.pipes[this.#pipeIndex.get(id) ?? -1];
    if (!pipe) throw new RangeError(`no pipe ${id}`);
    return pipe;
  }

  /** What a plant does now, in the order of `rolesOf(network).plants`; throws RangeError for a stranger. */
  duty(plant: number): PlantDuty {
    const duty = this.#plants[plant];
    if (!duty) throw new RangeError(`no plant ${plant}`);
    return duty;
  }

  #throttle(station: number): void {
    const [supply] = this.#stationEnds[station] as readonly [number, number];
    const opening = this.#applied[supply] === 1 ? Math.max(LEAST_OPENING, this.#opening[station] ?? 1) : LEAST_OPENING;
    const k = (this.#designK[station] ?? SHUT_K) / opening ** 2;
    this.#project.setLinkValue(this.layout.firstStation + station + 1, LinkProperty.MinorLoss, Math.min(SHUT_K, k));
  }

  /** Opening of a station's primary valve in relation to its design opening (1); takes effect with the next {@link solve}. */
  setOpening(station: number, opening: number): void {
    if (this.#opening[station] === opening) return;
    this.#opening[station] = opening;
    this.#throttle(station);
  }

  /** Loss coefficient of a station's throttle at its design opening. */
  setThrottle(station: number, k: number): void {
    if (this.#designK[station] === k) return;
    this.#designK[station] = k;
    this.#throttle(station);
  }

  setValve(valve: number, isOpen: boolean): void {
    this.valveOpen[valve] = isOpen ? 1 : 0;
    this.#hasMovedValves = true;
    // By initial status: initH resets the running one.
    this.#project.setLinkValue(this.layout.firstValve + valve + 1, LinkProperty.InitStatus, isOpen ? 1 : 0);
  }

  /** Gives all plants other duties, in the order of `rolesOf`. Whether a plant holds the pressure cannot be changed. */
  setPlants(duties: readonly PlantDuty[]): void {
    let hasNewCurve = false;
    for (const [plant, duty] of duties.entries()) {
      const before = this.duty(plant);
      this.#plants[plant] = duty;
      const pump = this.layout.pumps[plant] ?? -1;
      if (pump >= 0 && (before.flowTPerH !== duty.flowTPerH || before.liftM !== duty.liftM)) {
        const curve = this.#project.getCurveIndex(`c${plant}`);
        this.#project.setCurveValue(curve, 1, m3PerHOf(duty.flowTPerH), duty.liftM ?? 1);
        this.#project.setLinkValue(pump + 1, LinkProperty.InitStatus, duty.liftM === undefined ? 0 : 1);
        hasNewCurve = true;
      }
      if (duty.hold) this.#setHold(plant, duty.hold);
    }
    if (!hasNewCurve) return;
    // The solver works a pump's parameters out of its curve when it is opened, and then only.
    this.#project.closeH();
    this.#project.openH();
  }

  #setHold(plant: number, hold: HoldDuty): void {
    const { layout } = this;
    const holder = layout.holders.indexOf(plant);
    if (holder < 0) throw new RangeError(`plant ${plant} was not made to hold the pressure`);
    const ground = this.#groundM[plant] ?? 0;
    const set = (offset: 0 | 1, headM: number, limitTPerH: number): void => {
      const [node, link] = [layout.nodes + 2 * holder + offset + 1, layout.makeup + 2 * holder + offset + 1];
      this.#project.setNodeValue(node, NodeProperty.Elevation, ground + headM);
      this.#project.setLinkValue(link, LinkProperty.MinorLoss, throttleOf(hold.droopM, limitTPerH));
    };
    set(0, hold.holdM, hold.makeupLimitTPerH);
    set(1, hold.accumulatorM, hold.accumulatorLimitTPerH);
  }

  /** Opens or shuts the accumulator line of the first plant that holds. False: it was so already. */
  setAccumulator(isOpen: boolean): boolean {
    const hold = this.#plants[this.layout.holders[0] ?? -1]?.hold;
    if (this.#isAccumulatorOpen === isOpen || !hold) return false;
    this.#isAccumulatorOpen = isOpen;
    // A pipe with a check valve cannot be closed; its throttle can.
    const k = isOpen ? throttleOf(hold.droopM, hold.accumulatorLimitTPerH) : SHUT_K;
    this.#project.setLinkValue(this.layout.accumulator + 1, LinkProperty.MinorLoss, k);
    return true;
  }

  /** What a pipe (in network order) loses in relation to what its bore, length and roughness say. */
  setLossFactor(pipe: number, factor: number): void {
    this.#project.setLinkValue(pipe + 1, LinkProperty.Length, (this.#network.pipes[pipe]?.lengthM ?? 1) * factor);
  }

  /** Replaces the normal losses, t/h by consumer at its return side. */
  setLosses(lossTPerH: Float64Array): void {
    const demand = lossDemand(this.#network, lossTPerH);
    for (const [node, tPerH] of demand.entries()) {
      if (tPerH === this.#demandTPerH[node]) continue;
      this.#demandTPerH[node] = tPerH;
      this.#setDemand(node);
    }
  }

  #setDemand(node: number): void {
    const tPerH = this.#applied[node] === 1 ? (this.#demandTPerH[node] ?? 0) : 0;
    this.#project.setNodeValue(node + 1, NodeProperty.BaseDemand, m3PerHOf(tPerH));
  }

  /** Makes a hole of `share` of the bore in a pipe (0 mends it), in its middle by default: its part at either end, which are in one segment. */
  setLeak(pipeId: string, share: number, { along = 0.5, cd }: LeakForm = {}): void {
    const pipe = this.#pipe(pipeId);
    if (share > 0) {
      const coefficient = emitterCoefficient(pipe.innerDiameterM, share, cd);
      const parts = [
        [this.#node(pipe.from), coefficient * (1 - along)],
        [this.#node(pipe.to), coefficient * along],
      ] as const;
      this.#leaks.set(pipeId, { share, parts });
    } else this.#leaks.delete(pipeId);
    this.#setEmitters();
  }

  /** Share of the bore that is open to the ground; 0 for a sound pipe. */
  leakShare(pipeId: string): number {
    return this.#leaks.get(pipeId)?.share ?? 0;
  }

  #setEmitters(): void {
    const wanted = new Map<number, number>();
    for (const { parts } of this.#leaks.values()) {
      for (const [end, coefficient] of parts) {
        if (coefficient > 0 && this.isConnected(end)) wanted.set(end, (wanted.get(end) ?? 0) + coefficient);
      }
    }
    for (const node of this.#emitters.keys()) {
      if (!wanted.has(node)) this.#project.setNodeValue(node + 1, NodeProperty.Emitter, 0);
    }
    this.#emitters.clear();
    for (const [node, coefficient] of wanted) {
      this.#project.setNodeValue(node + 1, NodeProperty.Emitter, coefficient);
      this.#emitters.set(node, coefficient);
    }
  }

  /** Whether water of a plant that holds the pressure reaches a junction. Heads of the others mean nothing. */
  isConnected(node: number): boolean {
    return this.#applied[node] === 1;
  }

  #applyConnectivity(): void {
    if (!this.#hasMovedValves) return;
    this.#hasMovedValves = false;
    this.#connectivity.update(this.valveOpen);
    const { reached } = this.#connectivity;
    const before = this.#applied;
    const changed = [...reached.keys()].filter((node) => reached[node] !== before[node]);
    if (changed.length === 0) return;
    this.#applied = reached.slice();
    for (const node of changed) this.#setDemand(node);
    for (const [k, [supply]] of this.#stationEnds.entries()) if (reached[supply] !== before[supply]) this.#throttle(k);
    this.#setEmitters();
  }

  /** Solves for the present valves, throttles and leaks. False: no solution, and the last heads and flows stand. */
  solve(): boolean {
    this.#applyConnectivity();
    if (!this.#run(false) && !this.#run(true)) return false;
    this.leakTPerH.clear();
    for (const [pipeId, leak] of this.#leaks) this.leakTPerH.set(pipeId, this.#leakOf(leak));
    return true;
  }

  /** What flows in through make-up and accumulator less what losses and leaks take out, t/h: near 0 in a solution that means something. */
  get imbalanceTPerH(): number {
    const { layout, flowTPerH } = this;
    let sum = 0;
    for (let k = 0; k < 2 * layout.holders.length; k++) sum += flowTPerH[layout.makeup + k] ?? 0;
    for (const [node, tPerH] of this.#demandTPerH.entries()) if (this.isConnected(node)) sum -= tPerH;
    for (const leak of this.leakTPerH.values()) sum -= leak;
    return sum;
  }

  #leakOf({ parts }: Leak): number {
    let sum = 0;
    for (const [end, coefficient] of parts) {
      const column = (this.headM[end] ?? 0) - (this.#network.nodes[end]?.elevationM ?? 0);
      if (this.isConnected(end) && column > 0) sum += coefficient * Math.sqrt(column);
    }
    return tPerHOf(sum);
  }

  #run(isFresh: boolean): boolean {
    const found = runOnce(this.#project, isFresh);
    if (!found) return false;
    for (let n = 0; n < this.headM.length; n++) this.headM[n] = found.heads[n] ?? 0;
    for (let l = 0; l < this.flowTPerH.length; l++) this.flowTPerH[l] = tPerHOf(found.flows[l] ?? 0);
    return true;
  }

  /** Frees the solver's memory. */
  dispose(): void {
    this.#project.closeH();
    this.#project.close();
  }
}
