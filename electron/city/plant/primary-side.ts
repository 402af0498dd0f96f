import type { Network } from '#shared/domain/network/types.ts';
import { SupplyHistory, WaterAge } from '../heat/transport.ts';
import { primarySupplySetC } from '../heat/curves.ts';
import type { HydraulicModel } from '#kit/hydraulics/hydraulic-model.ts';
import { pressureMPa } from '#kit/hydraulics/water.ts';

/** Solve at most this often for the motions of station valves, ms; a strike or an operated valve solves at once. */
const SOLVE_EVERY_MS = 5000;
/** Motion of a station valve, in design openings, that is worth a new solution. */
const MOVED = 0.005;
const AGE_EVERY_MS = 60_000;
/** Pressure waves and meters settle with this time constant, s [eng]. */
const SETTLE_S = 4;
/** A segment cut off from the source keeps this gauge pressure until it is drained, MPa [eng]. */
const CUT_OFF_MPA = 0.02;
/** Water under way loses its heat to the ground (5 C) with this time constant, s; still water in a service pipe faster [eng]. */
const GROUND_C = 5;
const GROUND_TAU_S = 100 * 3600;
const STILL_TAU_S = 6 * 3600;
const BOILER_TAU_S = 900;
/** The accumulator tank holds this many hours of circulation [eng]. */
const ACCUMULATOR_H = 0.6;
/** Largest treated-water pump: a little under the meter's span. */
const MAKEUP_SPAN_TPERH = 195;

/** The primary network as the stations feel it: pressures and flows that settle, and water that arrives late and a little cooler. */
export class PrimarySide {
  /** By place in `network.stations`: MPa, MPa, t/h, C. */
  readonly supplyMPa: Float64Array;
  readonly returnMPa: Float64Array;
  readonly flowTPerH: Float64Array;
  readonly inletC: Float64Array;
  /** Place in `network.stations` of each station that takes heat, and of each plant, in the model's order. */
  readonly consumers: readonly number[];
  readonly plants: readonly number[];
  makeupTPerH = 0;
  supplyC: number;
  isUncertain = false;
  readonly model: HydraulicModel;
  readonly #elevationM: Float64Array;
  readonly #ends: readonly (readonly [supply: number, back: number])[];
  readonly #link: Int32Array;
  readonly #applied: Float64Array;
  readonly #age: WaterAge;
  readonly #history: SupplyHistory;
  #accumulatorT: number;
  #solvedAtMs = Number.NEGATIVE_INFINITY;
  #agedAtMs = Number.NEGATIVE_INFINITY;

  constructor(network: Network, model: HydraulicModel, outdoorTempC: number) {
    this.model = model;
    const { stations } = network;
    const index = new Map(network.nodes.map((node, k) => [node.id, k]));
    const places = stations.map((_, k) => k);
    this.consumers = places.filter((k) => stations[k]?.kind === 'station');
    const source = places.filter((k) => stations[k]?.kind === 'source');
    this.plants = [...source, ...places.filter((k) => stations[k]?.kind === 'peakBoiler')];
    this.#ends = stations.map((s) => [index.get(s.supplyNode) ?? -1, index.get(s.returnNode) ?? -1]);
    this.#elevationM = Float64Array.from(network.nodes, (node) => node.elevationM);
    this.#link = new Int32Array(stations.length);
    for (const [k, place] of this.consumers.entries()) this.#link[place] = model.layout.firstStation + k;
    for (const [k, place] of this.plants.entries()) this.#link[place] = model.layout.pumps[k] ?? -1;
    this.#applied = new Float64Array(this.consumers.length).fill(1);
    this.supplyMPa = new Float64Array(stations.length);
    this.returnMPa = new Float64Array(stations.length);
    this.flowTPerH = new Float64Array(stations.length);
    this.supplyC = primarySupplySetC(outdoorTempC);
    this.inletC = new Float64Array(stations.length).fill(this.supplyC);
    this.#accumulatorT = model.duty(0).flowTPerH * ACCUMULATOR_H;
    this.#age = new WaterAge(network, model);
    this.#history = new SupplyHistory(this.supplyC);
    this.#settle(1);
  }

  /** Advances by `dtS` to `atMs`. `opening` of each consumer's valve (1 = design). */
  step(atMs: number, dtS: number, opening: Float64Array, outdoorTempC: number): void {
    this.#solveIfMoved(atMs, opening);
    this.supplyC += (primarySupplySetC(outdoorTempC) - this.supplyC) * (1 - Math.exp(-dtS / BOILER_TAU_S));
    this.#history.record(atMs, this.supplyC);
    if (this.#agedAtMs === Number.NEGATIVE_INFINITY || atMs - this.#agedAtMs >= AGE_EVERY_MS) {
      this.#age.update();
      this.#agedAtMs = atMs;
    }
    this.#settle(1 - Math.exp(-dtS / SETTLE_S));
    this.#carryHeat(atMs, dtS);
    this.#drawFromAccumulator(atMs, dtS, opening);
  }

  #solveIfMoved(atMs: number, opening: Float64Array): void {
    if (atMs - this.#solvedAtMs < SOLVE_EVERY_MS) return;
    this.#solvedAtMs = atMs;
    const hasMoved = opening.some((value, k) => Math.abs(value - (this.#applied[k] ?? 1)) > MOVED);
    if (hasMoved) this.solveNow(atMs, opening);
  }

  /** Solves for the model as it stands now; pressures then settle over the next steps. */
  solveNow(atMs: number, opening: Float64Array): void {
    for (const [k, value] of opening.entries()) {
      this.model.setOpening(k, value);
      this.#applied[k] = value;
    }
    this.isUncertain = !this.model.solve();
    this.#solvedAtMs = atMs;
  }

  #pressure(node: number): number {
    if (!this.model.isConnected(node)) return CUT_OFF_MPA;
    return pressureMPa((this.model.headM[node] ?? 0) - (this.#elevationM[node] ?? 0));
  }

  #settle(share: number): void {
    for (const [place, [supply, back]] of this.#ends.entries()) {
      const toward = (column: Float64Array, target: number): void => {
        column[place] = (column[place] ?? 0) + (target - (column[place] ?? 0)) * share;
      };
      const isFed = this.model.isConnected(supply) && this.model.isConnected(back);
      toward(this.supplyMPa, this.#pressure(supply));
      toward(this.returnMPa, this.#pressure(back));
      toward(this.flowTPerH, isFed ? Math.max(0, this.model.flowTPerH[this.#link[place] ?? -1] ?? 0) : 0);
    }
    // Beyond their limit the treated-water pumps give no more; the rest comes from the accumulator's unmetered line.
    const limit = Math.min(MAKEUP_SPAN_TPERH, this.model.duty(0).hold?.makeupLimitTPerH ?? 0);
    const makeup = Math.min(limit, this.model.flowTPerH[this.model.layout.makeup] ?? 0);
    this.makeupTPerH += (makeup - this.makeupTPerH) * share;
  }

  #carryHeat(atMs: number, dtS: number): void {
    for (const place of this.plants) this.inletC[place] = this.supplyC;
    for (const place of this.consumers) {
      const [supply] = this.#ends[place] as readonly [number, number];
      const age = this.#age.ageS[supply] ?? Number.NaN;
      const isStill = Number.isNaN(age) || (this.flowTPerH[place] ?? 0) < 0.05;
      const left = isStill ? GROUND_C : this.#history.at(atMs - age * 1000);
      const arriving = isStill ? GROUND_C : GROUND_C + (left - GROUND_C) * Math.exp(-age / GROUND_TAU_S);
      const lag = 1 - Math.exp(-dtS / (isStill ? STILL_TAU_S : 300));
      this.inletC[place] = (this.inletC[place] ?? 0) + (arriving - (this.inletC[place] ?? 0)) * lag;
    }
  }

  #drawFromAccumulator(atMs: number, dtS: number, opening: Float64Array): void {
    this.#accumulatorT -= ((this.model.flowTPerH[this.model.layout.accumulator] ?? 0) * dtS) / 3600;
    if (this.#accumulatorT > 0) return;
    this.#accumulatorT = 0;
    if (this.model.setAccumulator(false)) this.solveNow(atMs, opening);
  }
}
