import { LinkProperty, NodeProperty, type Project } from 'epanet-js';
import type { Network } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { Connectivity } from './connectivity.ts';
import { openEngine, runOnce } from './engine.ts';
import {
  modelText,
  rolesOf,
  SHUT_K,
  THROTTLE_BORE_M,
  type ModelLayout,
  type ModelState,
  type SourceDuty,
} from './model-text.ts';
import { columnM, emitterCoefficient, lossCoefficient, m3PerHOf, tPerHOf } from './water.ts';

/** Return pressure that is held at the source, and the lift of its pumps, MPa [eng]. */
export const HOLD_MPA = 0.33;
export const LIFT_MPA = 0.59;
/** Suction pressure below which the accumulator tank steps in, MPa [eng]. */
const ACCUMULATOR_MPA = 0.28;
/** Fall of the suction pressure at which make-up and accumulator reach their limits, MPa [eng]. */
const DROOP_MPA = 0.06;
/** Treated-water make-up: 5 % of the circulation (CJJ 34 asks for 2 % and 4 % in an accident). */
const MAKEUP_SHARE = 0.05;
const ACCUMULATOR_SHARE = 0.3;
/** Water that each station takes for its secondary side and that pipes lose, t/h per t/h of design flow [eng]. */
const LOSS_SHARE = 0.0055;
/** Narrowest a station valve gets: 0.1 % of its design opening. */
const LEAST_OPENING = 1e-3;

/** Normal losses by junction, t/h: they leave at the return side of each station. */
function lossesOf(network: Network): Float64Array {
  const index = new Map(network.nodes.map((node, k) => [node.id, k]));
  const losses = new Float64Array(network.nodes.length);
  for (const station of rolesOf(network).consumers) {
    losses[index.get(station.returnNode) ?? -1] = (station.designFlowTPerH ?? 0) * LOSS_SHARE;
  }
  return losses;
}

/**
 * Finds every station's throttle and every helper pump's lift: a first model in which stations draw, and helpers give, their design
 * flow as plain demands tells the pressure difference each of them gets. (A flow-controlled consumer would hide a burst.)
 */
async function throttlesOf(network: Network, duty: SourceDuty): Promise<Omit<ModelState, 'demandTPerH'>> {
  const { consumers, plants } = rolesOf(network);
  const helpers = plants.slice(1);
  const index = new Map(network.nodes.map((node, k) => [node.id, k]));
  const at = (id: string): number => index.get(id) ?? -1;
  const demandTPerH = lossesOf(network);
  const draw = (station: Network['stations'][number], tPerH: number): void => {
    for (const [id, flow] of [
      [station.supplyNode, tPerH],
      [station.returnNode, -tPerH],
    ] as const) {
      demandTPerH[at(id)] = (demandTPerH[at(id)] ?? 0) + flow;
    }
  };
  for (const station of consumers) draw(station, station.designFlowTPerH ?? 0);
  for (const helper of helpers) draw(helper, -(helper.designFlowTPerH ?? 0));
  const shutK = new Float64Array(consumers.length).fill(SHUT_K);
  const shut = helpers.map(() => undefined);
  const project = await openEngine(modelText(network, duty, { demandTPerH, throttleK: shutK, helperLiftM: shut }).text);
  const found = runOnce(project, true);
  project.closeH();
  project.close();
  if (!found) throw new CodedError('PLT0003', { stage: 'design flows' });
  const lift = (station: Network['stations'][number]): number =>
    (found.heads[at(station.supplyNode)] ?? 0) - (found.heads[at(station.returnNode)] ?? 0);
  const throttleK = Float64Array.from(consumers, (station) =>
    lossCoefficient(Math.max(1, lift(station)), m3PerHOf(station.designFlowTPerH ?? 0.01), THROTTLE_BORE_M),
  );
  return { throttleK, helperLiftM: helpers.map((helper) => Math.max(5, lift(helper))) };
}

/** Heads of the whole primary network, supply and return, solved by EPANET. Flows in t/h, heads in metres of hot water over sea level. */
export class HydraulicModel {
  readonly layout: ModelLayout;
  /** By junction in network order; of the last solution that converged. */
  readonly headM: Float64Array;
  /** By link in the order of {@link ModelLayout}; positive from `from` to `to`. */
  readonly flowTPerH: Float64Array;
  /** Leaving through the hole of each leaking pipe. */
  readonly leakTPerH = new Map<string, number>();
  readonly valveOpen: Uint8Array;
  readonly duty: SourceDuty;
  readonly #project: Project;
  readonly #connectivity: Connectivity;
  readonly #network: Network;
  readonly #nodeIndex: ReadonlyMap<string, number>;
  readonly #pipeIndex: ReadonlyMap<string, number>;
  readonly #lossTPerH: Float64Array;
  readonly #designK: Float64Array;
  readonly #opening: Float64Array;
  readonly #stationEnds: readonly (readonly [supply: number, back: number])[];
  readonly #emitters = new Map<number, number>();
  readonly #leaks = new Map<string, readonly [coefficient: number, a: number, b: number, share: number]>();
  #applied: Uint8Array;
  #isAccumulatorOpen = true;

  private constructor(
    project: Project,
    network: Network,
    layout: ModelLayout,
    duty: SourceDuty,
    designK: Float64Array,
  ) {
    this.#project = project;
    this.#network = network;
    this.layout = layout;
    this.duty = duty;
    this.#nodeIndex = new Map(network.nodes.map((node, k) => [node.id, k]));
    this.#pipeIndex = new Map(network.pipes.map((pipe, k) => [pipe.id, k]));
    this.#connectivity = new Connectivity(network);
    this.headM = new Float64Array(layout.nodes);
    this.flowTPerH = new Float64Array(layout.links);
    this.valveOpen = Uint8Array.from(network.valves, (valve) => (valve.state === 'closed' ? 0 : 1));
    const { consumers } = rolesOf(network);
    this.#lossTPerH = Float64Array.from(consumers, (s) => (s.designFlowTPerH ?? 0) * LOSS_SHARE);
    this.#designK = designK;
    this.#opening = new Float64Array(consumers.length).fill(1);
    this.#stationEnds = consumers.map((s) => [this.#node(s.supplyNode), this.#node(s.returnNode)]);
    this.#applied = new Uint8Array(layout.nodes).fill(1);
  }

  /**
   * Builds the model and finds its throttles: first every station draws its design flow as a demand, then the pressure difference
   * found there freezes its throttle (a flow-controlled consumer would hide a burst).
   */
  static async create(network: Network): Promise<HydraulicModel> {
    const { consumers, plants } = rolesOf(network);
    const circulation = consumers.reduce((sum, s) => sum + (s.designFlowTPerH ?? 0), 0);
    const helpers = plants.slice(1).reduce((sum, p) => sum + (p.designFlowTPerH ?? 0), 0);
    const duty: SourceDuty = {
      flowTPerH: Math.max(1, circulation - helpers),
      liftM: columnM(LIFT_MPA),
      holdM: columnM(HOLD_MPA),
      droopM: columnM(DROOP_MPA),
      makeupLimitTPerH: circulation * MAKEUP_SHARE,
      accumulatorM: columnM(ACCUMULATOR_MPA),
      accumulatorLimitTPerH: circulation * ACCUMULATOR_SHARE,
    };
    const designK = await throttlesOf(network, duty);
    const { text, layout } = modelText(network, duty, { ...designK, demandTPerH: lossesOf(network) });
    const project = await openEngine(text);
    const model = new HydraulicModel(project, network, layout, duty, designK.throttleK);
    if (!model.solve()) throw new CodedError('PLT0003', { stage: 'throttles' });
    return model;
  }

  /** Junction index of a node id; throws RangeError for a stranger. */
  #node(id: string): number {
    const found = this.#nodeIndex.get(id);
    if (found === undefined) throw new RangeError(`no junction ${id}`);
    return found;
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

  setValve(valve: number, isOpen: boolean): void {
    this.valveOpen[valve] = isOpen ? 1 : 0;
    // By initial status: initH resets the running one.
    this.#project.setLinkValue(this.layout.firstValve + valve + 1, LinkProperty.InitStatus, isOpen ? 1 : 0);
  }

  /** Opens or shuts the accumulator tank's line. False: it was so already. */
  setAccumulator(isOpen: boolean): boolean {
    if (this.#isAccumulatorOpen === isOpen) return false;
    this.#isAccumulatorOpen = isOpen;
    // A pipe with a check valve cannot be closed; its throttle can.
    const k = isOpen
      ? lossCoefficient(this.duty.droopM, m3PerHOf(this.duty.accumulatorLimitTPerH), THROTTLE_BORE_M)
      : SHUT_K;
    this.#project.setLinkValue(this.layout.accumulator + 1, LinkProperty.MinorLoss, k);
    return true;
  }

  /** Makes a hole of `share` of the bore in the middle of a pipe (0 mends it): half of it at either end, which are in one segment. */
  setLeak(pipeId: string, share: number): void {
    const pipe = this.#network.pipes[this.#pipeIndex.get(pipeId) ?? -1];
    if (!pipe) throw new RangeError(`no pipe ${pipeId}`);
    if (share > 0) {
      const ends = [this.#node(pipe.from), this.#node(pipe.to)] as const;
      this.#leaks.set(pipeId, [emitterCoefficient(pipe.innerDiameterM, share), ...ends, share]);
    } else this.#leaks.delete(pipeId);
    this.#setEmitters();
  }

  /** Share of the bore that is open to the ground; 0 for a sound pipe. */
  leakShare(pipeId: string): number {
    return this.#leaks.get(pipeId)?.[3] ?? 0;
  }

  #setEmitters(): void {
    const wanted = new Map<number, number>();
    for (const [coefficient, a, b] of this.#leaks.values()) {
      for (const end of [a, b]) if (this.isConnected(end)) wanted.set(end, (wanted.get(end) ?? 0) + coefficient / 2);
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

  /** Whether water of the source reaches a junction. Heads of the others mean nothing. */
  isConnected(node: number): boolean {
    return this.#applied[node] === 1;
  }

  #applyConnectivity(): void {
    this.#connectivity.update(this.valveOpen);
    const { reached } = this.#connectivity;
    const isSame = reached.every((value, node) => value === this.#applied[node]);
    if (isSame) return;
    const before = this.#applied;
    this.#applied = reached.slice();
    for (const [k, [supply, back]] of this.#stationEnds.entries()) {
      if (reached[supply] === before[supply] && reached[back] === before[back]) continue;
      this.#throttle(k);
      const loss = reached[back] === 1 ? (this.#lossTPerH[k] ?? 0) : 0;
      this.#project.setNodeValue(back + 1, NodeProperty.BaseDemand, m3PerHOf(loss));
    }
    this.#setEmitters();
  }

  /** Solves for the present valves, throttles and leaks. False: no solution, and the last heads and flows stand. */
  solve(): boolean {
    this.#applyConnectivity();
    if (this.#run(false) || this.#run(true)) {
      this.leakTPerH.clear();
      for (const [pipeId, [coefficient, a, b]] of this.#leaks)
        this.leakTPerH.set(pipeId, this.#leakAt(coefficient, a, b));
      return true;
    }
    return false;
  }

  #leakAt(coefficient: number, a: number, b: number): number {
    let sum = 0;
    for (const end of [a, b]) {
      const column = (this.headM[end] ?? 0) - (this.#network.nodes[end]?.elevationM ?? 0);
      if (this.isConnected(end) && column > 0) sum += (coefficient / 2) * Math.sqrt(column);
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
