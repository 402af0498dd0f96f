import type { Station } from '#shared/domain/network/types.ts';
import type { Measure } from '#shared/domain/telemetry/measures.ts';
import { createRandom } from '../generate/random.ts';
import { DESIGN_POSITION, type Substations } from '../heat/substations.ts';
import { COLUMN, WIDTH } from './instruments.ts';
import type { PrimarySide } from './primary-side.ts';

/** Secondary side: pressure held at the pump suction and lift of the circulation pump, MPa [eng]. */
const SECONDARY_HOLD_MPA = 0.32;
const SECONDARY_LIFT_MPA = 0.13;
/** Make-up of the secondary side, t/h per t/h of primary design flow [eng]. */
const STATION_MAKEUP_SHARE = 0.004;
const RISERS = ['riser1ReturnTempC', 'riser2ReturnTempC', 'riser3ReturnTempC', 'riser4ReturnTempC'] as const;
/** Spread of the riser return temperatures, K [eng]. */
const RISER_SPREAD_K = 0.8;
/** Return water at the plants has lost this much on its way, K [eng]. */
const RETURN_LOSS_K = 0.6;

/** What an alarm flood does to a station: pressures out of their limits, secondary water too hot [eng]. */
const UPSET = { lowMPa: -0.24, highMPa: 0.42, hotK: 27, makeupTPerH: 6 } as const;

/** Writes what is true at every station into the rows that the instruments read. */
export class StationTruth {
  /** By consumer: until when (UTC ms) its secondary side is upset. */
  readonly upsetUntilMs: Float64Array;
  readonly #staticMPa: Float64Array;
  readonly #riserOffsetK: Float64Array;
  readonly #designMakeup: Float64Array;
  #plantReturnC = Number.NaN;

  constructor(consumers: readonly Station[], seed: number) {
    const random = createRandom(seed, 'stations');
    this.upsetUntilMs = new Float64Array(consumers.length);
    this.#staticMPa = new Float64Array(consumers.length).map(() => SECONDARY_HOLD_MPA + random.between(-0.02, 0.03));
    this.#riserOffsetK = new Float64Array(consumers.length * RISERS.length).map(() => random.normal() * RISER_SPREAD_K);
    this.#designMakeup = Float64Array.from(consumers, (s) => (s.designFlowTPerH ?? 0) * STATION_MAKEUP_SHARE);
  }

  /** Fills the truth for `atMs`, `dtS` after the last time. */
  write(truth: Float64Array, primary: PrimarySide, substations: Substations, atMs: number, dtS: number): void {
    const set = (place: number, measure: Measure, value: number): void => {
      truth[place * WIDTH + COLUMN[measure]] = value;
    };
    const writePrimary = (place: number, returnC: number): void => {
      set(place, 'primarySupplyPressureMPa', Math.max(0, primary.supplyMPa[place] ?? 0));
      set(place, 'primaryReturnPressureMPa', Math.max(0, primary.returnMPa[place] ?? 0));
      set(place, 'primarySupplyTempC', primary.inletC[place] ?? Number.NaN);
      set(place, 'primaryReturnTempC', returnC);
      set(place, 'primaryFlowTPerH', primary.flowTPerH[place] ?? Number.NaN);
    };
    let flow = 0;
    let heat = 0;
    for (const [k, place] of primary.consumers.entries()) {
      const returnC = substations.primaryReturnC[k] ?? 0;
      writePrimary(place, returnC);
      flow += primary.flowTPerH[place] ?? 0;
      heat += (primary.flowTPerH[place] ?? 0) * returnC;
      this.#writeSecondary(k, place, substations, atMs, set);
    }
    const mixed = (flow > 1 ? heat / flow : 40) - RETURN_LOSS_K;
    // Return water takes about twenty minutes to come home.
    const lag = Number.isNaN(this.#plantReturnC) ? 1 : 1 - Math.exp(-dtS / 1200);
    this.#plantReturnC = (Number.isNaN(this.#plantReturnC) ? mixed : this.#plantReturnC) * (1 - lag) + mixed * lag;
    for (const [k, place] of primary.plants.entries()) {
      writePrimary(place, this.#plantReturnC);
      set(place, 'circulationPumpOn', 1);
      // Only the source makes up; the peak boiler's meter stands at zero.
      set(place, 'makeupFlowTPerH', k === 0 ? primary.makeupTPerH : 0);
    }
  }

  #writeSecondary(
    k: number,
    place: number,
    substations: Substations,
    atMs: number,
    set: (place: number, measure: Measure, value: number) => void,
  ): void {
    const share = (substations.flowTPerH[k] ?? 0) / Math.max(0.1, substations.designFlowTPerH[k] ?? 1);
    const isUpset = atMs < (this.upsetUntilMs[k] ?? 0);
    const upsetMPa = !isUpset ? 0 : k % 2 === 0 ? UPSET.lowMPa : UPSET.highMPa;
    const back = Math.max(0, (this.#staticMPa[k] ?? 0) + (1 - share) * 0.03 + upsetMPa);
    const returnC = substations.returnC[k] ?? 0;
    set(place, 'secondaryReturnPressureMPa', back);
    set(place, 'secondarySupplyPressureMPa', back + SECONDARY_LIFT_MPA * share ** 2);
    set(place, 'secondarySupplyTempC', (substations.supplyC[k] ?? 0) + (isUpset ? UPSET.hotK : 0));
    set(place, 'secondaryReturnTempC', returnC);
    set(place, 'secondaryFlowTPerH', substations.flowTPerH[k] ?? 0);
    set(place, 'makeupFlowTPerH', (this.#designMakeup[k] ?? 0) + (isUpset ? UPSET.makeupTPerH : 0));
    set(place, 'valvePositionPct', Math.min(100, (substations.opening[k] ?? 1) * DESIGN_POSITION * 100));
    set(place, 'circulationPumpOn', substations.pumpOn[k] ?? 0);
    for (const [r, measure] of RISERS.entries()) {
      set(place, measure, returnC + share * (this.#riserOffsetK[k * RISERS.length + r] ?? 0));
    }
  }
}
