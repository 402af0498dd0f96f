import type { Building, Station } from '#shared/domain/network/types.ts';
import { createRandom } from '../generate/random.ts';
import { HEAT_CAPACITY_KJ } from '#kit/hydraulics/water.ts';
import {
  DESIGN_OUTDOOR_C,
  loadShare,
  PRIMARY_DROP_K,
  primarySupplySetC,
  radiatorShare,
  ROOM_C,
  SECONDARY_DROP_K,
  secondarySupplySetC,
} from './curves.ts';

/** Time constants of buildings, s (DOMAIN.md, Cold clock). */
const TAU_S = { masonry: 48 * 3600, light: 24 * 3600 } as const;
/** Transfer units of the exchangers at design flows: 120/55 C against 60/48 C in counterflow. */
const DESIGN_NTU = 2.64;
const CAPACITY_RATIO = SECONDARY_DROP_K / PRIMARY_DROP_K;
/** Time the secondary water takes around its loop at design flow, s [eng]. */
const LOOP_S = 1500;
/** A still secondary loop cools in the station with this time constant, s [eng]. */
const STILL_TAU_S = 3 * 3600;
/** Valve travel: integral action per K and second, and the fastest motion per second, in units of the design opening [eng]. */
const GAIN_PER_K_S = 0.00006;
const FASTEST_PER_S = 0.004;
const DEADBAND_K = 0.4;
/** The design opening is 60 % of the travel. */
export const DESIGN_POSITION = 0.6;

const GJ = HEAT_CAPACITY_KJ / 3.6;

/** Heat exchangers, secondary loops and buildings of all stations, in station order (plants excluded). Temperatures in C, flows in t/h. */
export class Substations {
  readonly supplyC: Float64Array;
  readonly returnC: Float64Array;
  readonly primaryReturnC: Float64Array;
  readonly flowTPerH: Float64Array;
  readonly designFlowTPerH: Float64Array;
  /** Of the primary valve; 1 is the design opening. */
  readonly opening: Float64Array;
  /** 1 where the circulation pump runs. */
  readonly pumpOn: Uint8Array;
  readonly #primaryDesign: Float64Array;
  readonly #loopC: Float64Array;
  readonly #setOffsetK: Float64Array;
  readonly #roomMasonryC: Float64Array;
  readonly #roomLightC: Float64Array;
  readonly #buildings = new Map<string, { station: number; isLight: boolean; offsetK: number }>();

  constructor(stations: readonly Station[], buildings: readonly Building[], seed: number, outdoorTempC: number) {
    const count = stations.length;
    const random = createRandom(seed, 'substations');
    const filled = (value: number): Float64Array => new Float64Array(count).fill(value);
    const share = loadShare(outdoorTempC);
    const supply = secondarySupplySetC(outdoorTempC);
    this.#primaryDesign = Float64Array.from(stations, (s) => s.designFlowTPerH ?? 1);
    this.designFlowTPerH = this.#primaryDesign.map((flow) => flow / CAPACITY_RATIO);
    this.flowTPerH = this.designFlowTPerH.slice();
    this.supplyC = filled(supply);
    this.returnC = filled(supply - SECONDARY_DROP_K * share);
    this.primaryReturnC = filled(primarySupplySetC(outdoorTempC) - PRIMARY_DROP_K * share);
    this.#loopC = filled(supply - (SECONDARY_DROP_K / 2) * share);
    this.opening = filled(1);
    this.pumpOn = new Uint8Array(count).fill(1);
    this.#roomMasonryC = filled(ROOM_C);
    this.#roomLightC = filled(ROOM_C);
    this.#setOffsetK = filled(0).map(() => random.normal() * 0.4);
    const index = new Map(stations.map((s, k) => [s.id, k]));
    for (const building of buildings) {
      const station = index.get(building.stationId);
      const offsetK = Math.max(-2.2, random.normal() * 0.8);
      if (station !== undefined) {
        this.#buildings.set(building.id, { station, isLight: building.construction === 'light', offsetK });
      }
    }
  }

  /** Heat in kW that crosses the exchanger from `inletC` at `primary` t/h. */
  #heatKw(k: number, primary: number, inletC: number): number {
    const secondary = this.flowTPerH[k] ?? 0;
    if (primary <= 0.01 || secondary <= 0.01) return 0;
    const [c1, c2] = [primary * GJ, secondary * GJ];
    const least = Math.min(c1, c2);
    const ratio = least / Math.max(c1, c2);
    const decay = Math.exp((-(DESIGN_NTU * (this.#primaryDesign[k] ?? 1) * GJ) / least) * (1 - ratio));
    const effect = ratio > 0.999 ? 0.7 : (1 - decay) / (1 - ratio * decay);
    // The return runs below the loop mean by half the drop, which itself depends on the heat.
    return Math.max(0, (effect * least * (inletC - (this.#loopC[k] ?? 0))) / (1 - (effect * least) / (2 * c2)));
  }

  /**
   * Advances all stations by `dtS` seconds (60 at most). `primaryTPerH` and `inletC` are what reaches each station now; `outdoorTempC` is
   * also what the controllers go by.
   */
  step(dtS: number, primaryTPerH: Float64Array, inletC: Float64Array, outdoorTempC: number): void {
    const set = secondarySupplySetC(outdoorTempC);
    for (let k = 0; k < this.opening.length; k++) {
      const primary = primaryTPerH[k] ?? 0;
      const inlet = inletC[k] ?? 0;
      const isOn = this.pumpOn[k] === 1;
      const target = isOn ? (this.designFlowTPerH[k] ?? 0) : 0;
      this.flowTPerH[k] = (this.flowTPerH[k] ?? 0) + (target - (this.flowTPerH[k] ?? 0)) * (1 - Math.exp(-dtS / 8));
      if (!isOn) this.#standStill(k, dtS, outdoorTempC);
      else this.#circulate(k, dtS, this.#heatKw(k, primary, inlet), primary, inlet, outdoorTempC);
      const error = set + (this.#setOffsetK[k] ?? 0) - (this.supplyC[k] ?? 0);
      const wanted = isOn ? (Math.abs(error) < DEADBAND_K ? 0 : error * GAIN_PER_K_S) : -FASTEST_PER_S;
      const travel = Math.max(-FASTEST_PER_S, Math.min(FASTEST_PER_S, wanted)) * dtS;
      this.opening[k] = Math.min(1 / DESIGN_POSITION, Math.max(isOn ? 0.2 : 0.03, (this.opening[k] ?? 1) + travel));
    }
  }

  #circulate(k: number, dtS: number, heatKw: number, primary: number, inletC: number, outdoorTempC: number): void {
    const c2 = Math.max(0.01, this.flowTPerH[k] ?? 0) * GJ;
    const loop = this.#loopC[k] ?? 0;
    const roomC = ((this.#roomMasonryC[k] ?? 0) + (this.#roomLightC[k] ?? 0)) / 2;
    const given = radiatorShare(loop, roomC);
    const designKw = (this.designFlowTPerH[k] ?? 0) * GJ * SECONDARY_DROP_K;
    const storeKj = (this.designFlowTPerH[k] ?? 0) * GJ * LOOP_S;
    this.#loopC[k] = loop + ((heatKw - given * designKw) * dtS) / storeKj;
    const half = Math.min(15, heatKw / (2 * c2));
    this.supplyC[k] = (this.#loopC[k] ?? 0) + half;
    this.returnC[k] = (this.#loopC[k] ?? 0) - half;
    const back = primary > 0.05 ? inletC - heatKw / (primary * GJ) : (this.returnC[k] ?? 0);
    const lag = 1 - Math.exp(-dtS / 60);
    this.primaryReturnC[k] = (this.primaryReturnC[k] ?? 0) + (back - (this.primaryReturnC[k] ?? 0)) * lag;
    this.#heatRooms(k, dtS, given, outdoorTempC);
  }

  #standStill(k: number, dtS: number, outdoorTempC: number): void {
    const lag = 1 - Math.exp(-dtS / STILL_TAU_S);
    for (const temp of [this.#loopC, this.supplyC, this.returnC, this.primaryReturnC]) {
      temp[k] = (temp[k] ?? 0) + (ROOM_C - (temp[k] ?? 0)) * lag;
    }
    this.#heatRooms(k, dtS, 0, outdoorTempC);
  }

  #heatRooms(k: number, dtS: number, given: number, outdoorTempC: number): void {
    const free = outdoorTempC + given * (ROOM_C - DESIGN_OUTDOOR_C);
    for (const [rooms, tau] of [
      [this.#roomMasonryC, TAU_S.masonry],
      [this.#roomLightC, TAU_S.light],
    ] as const) {
      rooms[k] = (rooms[k] ?? 0) + (free - (rooms[k] ?? 0)) * (1 - Math.exp(-dtS / tau));
    }
  }

  /** Mean room temperature of a building in C; NaN for a building that is not known. */
  roomTempC(buildingId: string): number {
    const building = this.#buildings.get(buildingId);
    if (!building) return Number.NaN;
    const rooms = building.isLight ? this.#roomLightC : this.#roomMasonryC;
    return (rooms[building.station] ?? Number.NaN) + building.offsetK;
  }
}
