import type { BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { ObservedDrop } from '#shared/domain/burst/impact-types.ts';
import type { PressureFinding } from '#shared/domain/burst/localise-types.ts';
import type { Station } from '#shared/domain/network/types.ts';
import type { Readings } from '../analysis.ts';
import { createCalmRing, SLOT_MS, type Quantity } from './calm-ring.ts';

/** All in slots of five seconds [eng]. The calm state is the mean of the minute before ... */
const CALM = 12;
/** ... up to so many slots before the one in which a fall is seen: pressures take some seconds to settle. */
const UNSURE = 3;
/** What is seen now is a mean of so much. */
const NOW = 6;
/** After so long what is seen is kept as it was: later valves are worked, and stations take their flow back. */
const SETTLED = 24;
/** It is over when pressures have been back for so long. */
const BACK = 12;
/** A fall to be told from noise, in sigmas of `pressure.noiseM`. */
const SURE_SIGMAS = 6;
/** Weather and demand move calm pressures by so much, m of head in a minute; all that is seen against an older baseline is less sure by it. */
const SWING_M_PER_MIN = 0.05;
const MINUTE_SLOTS = 60_000 / SLOT_MS;
/** Part of the make-up that its meter may be wrong by. */
const MAKEUP_ERROR = 0.02;

/** The stations against their calm state before something began. */
export interface Observation {
  readonly startedAt: number;
  readonly drops: readonly ObservedDrop[];
  /** 1 sigma of the drops, m. */
  readonly sigmaM: number;
  readonly makeup?: { readonly riseTPerH: number; readonly sigmaTPerH: number } | undefined;
  readonly sourceIds: readonly string[];
  readonly returnFalls: PressureFinding['returnFalls'];
  /** Grows with whatever would change the drops: the same number, the same drops. */
  readonly version: number;
}

export interface BaselineWatch {
  /** New readings, about once a second. */
  observe(readings: Readings): void;
  /** No fall is being followed: what is read now is the calm state. */
  isCalm(): boolean;
  /** Make-up of the sources now against their calm state, t/h; undefined where it is not measured. */
  makeupRise(): number | undefined;
  /**
   * What fell since a sudden fall, if one is being followed; else since `hintMs` (UTC, the first caller or alarm), if enough fell since. Undefined: the
   * pressures have nothing to say.
   */
  observation(hintMs?: number): Observation | undefined;
}

interface Fall {
  /** First slot in which it may have begun. */
  readonly start: number;
  /** Slot in which it was seen. */
  readonly seen: number;
  backSince: number | undefined;
}

/**
 * Watches for a sudden fall of pressures: several stations, one of them clearly, within some seconds. Slow swings never look like one, since the calm
 * state is the minute before. Once a fall is followed, its calm state is what it was before, until pressures are back or `cluster.lookBackMin` has passed.
 */
export function createBaselineWatch(
  stations: readonly Pick<Station, 'id' | 'kind'>[],
  numbersNow: () => BurstNumbers,
): BaselineWatch {
  const ring = createCalmRing(stations);
  const sources = stations.flatMap(({ kind }, k) => (kind === 'station' ? [] : [k]));
  let fall: (Fall & { readonly calm: Readonly<Record<Quantity, Float64Array>> }) | undefined;

  const means = (quantity: Quantity, from: number, to: number): Float64Array =>
    Float64Array.from(stations, (_, k) => ring.mean(quantity, k, from, to));
  const calmBefore = (slot: number): Readonly<Record<Quantity, Float64Array>> => {
    const of = (quantity: Quantity): Float64Array => means(quantity, slot - CALM, slot - 1);
    return { supplyM: of('supplyM'), returnM: of('returnM'), returnC: of('returnC'), makeupTPerH: of('makeupTPerH') };
  };

  /** The greatest drop of each station over both sides; NaN where nothing is known. */
  function dropsOf(calm: Readonly<Record<Quantity, Float64Array>>, from: number, to: number) {
    const side = (quantity: 'supplyM' | 'returnM'): Float64Array =>
      means(quantity, from, to).map((now, k) => (calm[quantity][k] as number) - now);
    return { supply: side('supplyM'), back: side('returnM') };
  }

  function isFall({ supply, back }: ReturnType<typeof dropsOf>, sigmaM: number): boolean {
    const numbers = numbersNow();
    let [fallen, greatest] = [0, 0];
    for (const [k, ofSupply] of supply.entries()) {
      const both = [ofSupply, back[k] as number].filter((drop) => Number.isFinite(drop));
      const most = Math.max(0, ...both);
      if (most >= SURE_SIGMAS * sigmaM) fallen += 1;
      greatest = Math.max(greatest, most);
    }
    return fallen >= numbers['pressure.minStations'] && greatest >= numbers['pressure.leastDropM'];
  }

  function look(): void {
    const slot = ring.lastSlot();
    if (slot < 0) return;
    const { 'pressure.noiseM': noiseM, 'pressure.leastDropM': leastM, 'cluster.lookBackMin': lookBack } = numbersNow();
    if (fall === undefined) {
      const start = slot - UNSURE + 1;
      const calm = calmBefore(start);
      if (isFall(dropsOf(calm, slot - 1, slot), noiseM)) fall = { start, seen: slot, backSince: undefined, calm };
      return;
    }
    const now = dropsOf(fall.calm, slot - NOW + 1, slot);
    const isBack = [...now.supply, ...now.back].every((drop) => !(drop > leastM / 2));
    fall.backSince = isBack ? (fall.backSince ?? slot) : undefined;
    const isOver = slot - (fall.backSince ?? slot) >= BACK || slot - fall.start > lookBack * MINUTE_SLOTS;
    if (isOver) fall = undefined;
  }

  /** Make-up of all sources that told theirs, then and now; undefined where none did, or one fell silent. */
  function makeupAgainst(calmTPerH: Float64Array, from: number, to: number) {
    const measured = sources.filter((k) => Number.isFinite(calmTPerH[k]));
    const nowTPerH = measured.reduce((sum, k) => sum + ring.mean('makeupTPerH', k, from, to), 0);
    if (measured.length === 0 || !Number.isFinite(nowTPerH)) return undefined;
    const before = measured.reduce((sum, k) => sum + (calmTPerH[k] as number), 0);
    return { riseTPerH: nowTPerH - before, nowTPerH, sourceIds: measured.map((k) => stations[k]?.id ?? '') };
  }

  function observed(
    start: number,
    calm: Readonly<Record<Quantity, Float64Array>>,
    [from, to]: readonly [number, number],
    sigmaM: number,
  ): Observation {
    const numbers = numbersNow();
    const { supply, back } = dropsOf(calm, from, to);
    const known = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);
    const drops = stations.flatMap(({ id }, k): ObservedDrop[] => {
      const [supplyM, returnM] = [known(supply[k]), known(back[k])];
      return supplyM === undefined && returnM === undefined ? [] : [{ stationId: id, supplyM, returnM }];
    });
    const last = ring.lastSlot();
    const returnFalls = stations.flatMap(({ id, kind }, k) => {
      if (kind !== 'station' || !((supply[k] as number) >= SURE_SIGMAS * sigmaM)) return [];
      const fallK = (calm.returnC[k] as number) - ring.mean('returnC', k, last - NOW + 1, last);
      return fallK >= numbers['pressure.returnFallK'] ? [{ stationId: id, fallK }] : [];
    });
    const makeup = makeupAgainst(calm.makeupTPerH, from, to);
    return {
      startedAt: start * SLOT_MS,
      drops,
      sigmaM,
      makeup: makeup && {
        riseTPerH: makeup.riseTPerH,
        sigmaTPerH: numbers['pressure.makeupNoiseTPerH'] + MAKEUP_ERROR * Math.abs(makeup.nowTPerH),
      },
      sourceIds: makeup?.sourceIds ?? [],
      returnFalls,
      version: to,
    };
  }

  return {
    observe(readings) {
      if (ring.add(readings)) look();
    },
    isCalm: () => fall === undefined,
    makeupRise() {
      const slot = ring.lastSlot();
      if (slot < 0) return undefined;
      const calm = fall?.calm.makeupTPerH ?? means('makeupTPerH', slot - UNSURE - CALM + 1, slot - UNSURE);
      return makeupAgainst(calm, slot - NOW + 1, slot)?.riseTPerH;
    },
    observation(hintMs) {
      const slot = ring.lastSlot();
      if (slot < 0) return undefined;
      const noiseM = numbersNow()['pressure.noiseM'];
      if (fall !== undefined) {
        const to = Math.min(slot, fall.seen + SETTLED);
        const from = Math.max(Math.min(fall.seen + 1, to), to - NOW + 1);
        return observed(fall.start, fall.calm, [from, to], noiseM);
      }
      if (hintMs === undefined) return undefined;
      const start = Math.floor(hintMs / SLOT_MS) - UNSURE;
      if (start >= slot) return undefined;
      const sigmaM = Math.hypot(noiseM, (SWING_M_PER_MIN * (slot - start)) / MINUTE_SLOTS);
      const calm = calmBefore(start);
      const window = [Math.max(start + UNSURE, slot - NOW + 1), slot] as const;
      if (window[0] > slot || !isFall(dropsOf(calm, ...window), sigmaM)) return undefined;
      return observed(start, calm, window, sigmaM);
    },
  };
}
