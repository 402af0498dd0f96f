import { QUALITY } from '../telemetry/measures.ts';
import {
  ACTIVE,
  BROKEN,
  engineState,
  NORMAL,
  PENDING_OFF,
  PENDING_ON,
  UNHEARD,
  WHOLE,
  type AlarmEngineOptions,
  type EngineState,
} from './engine-state.ts';
import { ABOVE, BAD, BELOW, FALL, OVER_REFERENCE, RISE } from './limit-table.ts';
import { SECOND_MS } from './second-grid.ts';
import { pushTransition, type AlarmTransitions } from './transitions.ts';
import type { AlarmLimit } from './types.ts';

/** What a sample says of one limit. `HOLD` is between limit and deadband, or nothing that can be judged. */
const CLEAR = 0;
const BREACH = 1;
const HOLD = 2;

/** Full seconds that deviations are judged for at most, when plant time has moved on by more at once. */
const MOST_SECONDS = 600;

/** Evaluates limits by source time. Allocates nothing per sample. */
export interface AlarmEngine {
  /** In the order that `AlarmTransitions.limitIndex` counts. */
  readonly limits: readonly AlarmLimit[];
  /** Takes one sample: `value` in the signal's unit, `quality` as QUALITY, `sourceAtMs` UTC ms. A sample not newer than the last is ignored. */
  update(signalSlot: number, value: number, quality: number, sourceAtMs: number, out: AlarmTransitions): void;
  /**
   * Says that every sample up to `untilMs` (source time) has been given: ends delays that ran out on signals that have said nothing since, finds
   * signals that have become stale, and judges deviations between signals. Call it about once a second.
   */
  settle(untilMs: number, out: AlarmTransitions): void;
  /** A signal without news for longer than this is stale, ms of source time; Infinity (as at first): never. */
  setStaleAfter(signalSlot: number, staleAfterMs: number): void;
  /** This console no longer hears the signal: nothing is judged of it until its next sample. */
  lose(signalSlot: number): void;
  /** This console stood still for so long and heard nothing: that was no silence of any signal. Call it before the samples that come after. */
  standStill(forMs: number): void;
  /** The latest source time that can be true, UTC ms; Infinity (as at first): any. A sample behind it follows one ahead of it. */
  setHorizon(latestMs: number): void;
  /** For the engine that takes over ({@link AlarmEngineOptions.before}). */
  readonly state: EngineState;
}

/** Watches samples in columns against `limits` (ALM-08 to ALM-15, ALM-24 to ALM-32, ALM-43); an index in the transitions is one into `limits`. */
export function createAlarmEngine(limits: readonly AlarmLimit[], options: AlarmEngineOptions): AlarmEngine {
  const state = engineState(limits, options);
  const { table, status, since, changedAt, windowOf, windows, grid } = state;
  const { lastAt, lastGood, goodSince, heardFrom, staleAfter, news, pending } = state;
  const { how, breachAt, clearAt, onDelayMs, offDelayMs, windowMs, slot, referenceSlot, order, first } = table;
  let horizonMs = Infinity;

  function enter(index: number, next: number, atMs: number): void {
    const before = status[index] as number;
    const own = slot[index] as number;
    // Both kinds of running delay have odd numbers.
    pending[own] = (pending[own] as number) + (next & 1) - (before & 1);
    status[index] = next;
    since[index] = atMs;
  }

  function endOf(index: number): number {
    const delays = status[index] === PENDING_ON ? onDelayMs : offDelayMs;
    return (since[index] as number) + (delays[index] as number);
  }

  /** Ends the running delay of a limit; the transition is dated at its end, or just after the last one where that lies ahead of all true time. */
  function finish(index: number, value: number, endMs: number, out: AlarmTransitions): void {
    const isOn = status[index] === PENDING_ON;
    enter(index, isOn ? ACTIVE : NORMAL, endMs);
    const last = changedAt[index] as number;
    const atMs = last > horizonMs ? Math.max(endMs, last + 1) : endMs;
    changedAt[index] = atMs;
    pushTransition(out, index, isOn ? 1 : 0, value, atMs);
  }

  function apply(index: number, says: number, value: number, atMs: number, out: AlarmTransitions): void {
    const before = status[index] as number;
    if (before === NORMAL) {
      if (says !== BREACH) return;
      enter(index, PENDING_ON, atMs);
    } else if (before === PENDING_ON) {
      if (says !== BREACH) return enter(index, NORMAL, atMs);
    } else if (before === ACTIVE) {
      if (says !== CLEAR) return;
      enter(index, PENDING_OFF, atMs);
    } else if (says !== CLEAR) {
      return enter(index, ACTIVE, atMs);
    }
    const endMs = endOf(index);
    if (endMs <= atMs) finish(index, value, endMs, out);
  }

  function saysOf(index: number, value: number, isBad: boolean, atMs: number): number {
    const kind = how[index] as number;
    if (kind === BAD) return isBad ? BREACH : CLEAR;
    if (isBad) return HOLD;
    const breach = breachAt[index] as number;
    const clear = clearAt[index] as number;
    if (kind === BELOW) return value < breach ? BREACH : value >= clear ? CLEAR : HOLD;
    if (kind === ABOVE) return value > breach ? BREACH : value <= clear ? CLEAR : HOLD;
    const w = windowOf[index] as number;
    const isCovered = atMs - (goodSince[slot[index] as number] as number) >= (windowMs[index] as number);
    if (kind === FALL || kind === RISE) {
      const change = kind === FALL ? (windows.greatest[w] as number) - value : value - (windows.least[w] as number);
      if (change > breach) return BREACH;
      return change <= clear && isCovered ? CLEAR : HOLD;
    }
    const span = (windows.greatest[w] as number) - (windows.least[w] as number);
    if (span > clear) return CLEAR;
    return span <= breach && isCovered ? BREACH : HOLD;
  }

  /**
   * What became of the limits of a slot by `untilMs` although nothing came: delays ran out, or the signal fell stale and took its delays with it.
   * @param isOpen a sample of `untilMs` itself is still to come
   */
  function passTime(own: number, untilMs: number, isOpen: boolean, out: AlarmTransitions): void {
    // Delays end with what was heard; silence of the signal is only what we could have heard.
    const lastingToMs = news[own] === UNHEARD ? Infinity : (lastAt[own] as number) + (staleAfter[own] as number);
    const staleAtMs = news[own] === UNHEARD ? Infinity : quietFrom(own) + (staleAfter[own] as number);
    const isDue = (atMs: number): boolean => (isOpen ? atMs < untilMs : atMs <= untilMs);
    const isStale = isDue(staleAtMs);
    const end = first[own + 1] as number;
    for (let at = first[own] as number; at < end; at += 1) {
      const index = order[at] as number;
      const isOfQuality = how[index] === BAD;
      if (((status[index] as number) & 1) === 1) {
        const endMs = endOf(index);
        const isUnbroken = endMs <= lastingToMs || (isOfQuality && status[index] === PENDING_ON);
        if (isUnbroken && isDue(endMs)) finish(index, lastGood[own] as number, endMs, out);
        else if (isDue(lastingToMs) && !isUnbroken)
          enter(index, status[index] === PENDING_ON ? NORMAL : ACTIVE, lastingToMs);
      }
      if (!isStale || !isOfQuality || status[index] !== NORMAL) continue;
      enter(index, PENDING_ON, staleAtMs);
      const endMs = endOf(index);
      if (isDue(endMs)) finish(index, lastGood[own] as number, endMs, out);
    }
  }

  function quietFrom(own: number): number {
    return Math.max(lastAt[own] as number, heardFrom[own] as number);
  }

  /** What was counted as silence, or as bad quality without a break, begins anew. */
  function standStill(forMs: number): void {
    for (let own = 0; own < lastAt.length; own += 1) {
      if (news[own] === UNHEARD) continue;
      heardFrom[own] = quietFrom(own) + forMs;
      const end = first[own + 1] as number;
      for (let at = first[own] as number; at < end; at += 1) {
        const index = order[at] as number;
        if (how[index] === BAD && status[index] === PENDING_ON) enter(index, NORMAL, lastAt[own] as number);
      }
    }
  }

  /** The clock of the source was set back: what it said of the future counts no longer. */
  function rewind(own: number): void {
    breakDelays(own);
    lastAt[own] = -Infinity;
    heardFrom[own] = -Infinity;
    const end = first[own + 1] as number;
    for (let at = first[own] as number; at < end; at += 1) {
      const w = windowOf[order[at] as number] as number;
      if (w >= 0) windows.forget(w);
    }
  }

  function breakDelays(own: number): void {
    news[own] = UNHEARD;
    const end = first[own + 1] as number;
    for (let at = first[own] as number; at < end; at += 1) {
      const index = order[at] as number;
      if (status[index] === PENDING_ON) enter(index, NORMAL, lastAt[own] as number);
      else if (status[index] === PENDING_OFF) enter(index, ACTIVE, lastAt[own] as number);
    }
  }

  function judgeDeviations(second: number, out: AlarmTransitions): void {
    const atMs = second * SECOND_MS;
    for (const index of table.byReference) {
      const own = slot[index] as number;
      const reference = referenceSlot[index] as number;
      const row = grid.rowAt(own, second);
      const other = grid.rowAt(reference, second);
      let says = HOLD;
      if (row >= 0 && other >= 0 && isFresh(own, row, atMs) && isFresh(reference, other, atMs)) {
        const over = (grid.values[row] as number) - (grid.values[other] as number);
        const deviation = how[index] === OVER_REFERENCE ? over : -over;
        says =
          deviation > (breachAt[index] as number) ? BREACH : deviation <= (clearAt[index] as number) ? CLEAR : HOLD;
      }
      apply(index, says, row >= 0 ? (grid.values[row] as number) : 0, atMs, out);
    }
  }

  function isFresh(own: number, row: number, atMs: number): boolean {
    return (
      grid.bad[row] !== 1 && atMs - (grid.atMs[row] as number) <= (staleAfter[own] as number) && news[own] !== UNHEARD
    );
  }

  return {
    limits,
    state,
    update(own, value, quality, atMs, out) {
      const lastMs = lastAt[own];
      // Written so that an unknown slot and a source time that is no number are ignored too.
      if (lastMs === undefined) return;
      if (!(atMs > lastMs)) {
        if (!(lastMs > horizonMs && atMs <= horizonMs)) return;
        rewind(own);
      }
      const isLate = atMs - lastMs > (staleAfter[own] as number);
      if (isLate || pending[own] !== 0) passTime(own, atMs, true, out);
      lastAt[own] = atMs;
      const isBad = quality === QUALITY.bad || quality === QUALITY.none || !Number.isFinite(value);
      const isBreak = isLate || news[own] !== WHOLE;
      const held = isBreak ? NaN : (lastGood[own] as number);
      if (!isBad) {
        if (isBreak) goodSince[own] = atMs;
        lastGood[own] = value;
      }
      news[own] = isBad ? BROKEN : WHOLE;
      const shown = lastGood[own] as number;
      if (grid.isKept[own] === 1) grid.take(own, atMs, shown, isBad);
      const end = first[own + 1] as number;
      for (let at = first[own] as number; at < end; at += 1) {
        const index = order[at] as number;
        const w = windowOf[index] as number;
        if (w >= 0 && !isBad) windows.take(w, atMs, value, held);
        apply(index, saysOf(index, value, isBad, atMs), shown, atMs, out);
      }
    },
    settle(untilMs, out) {
      for (let own = 0; own < lastAt.length; own += 1) {
        const isQuiet = untilMs - quietFrom(own) >= (staleAfter[own] as number) && news[own] !== UNHEARD;
        if (isQuiet || pending[own] !== 0) passTime(own, untilMs, false, out);
      }
      const last = Math.floor(untilMs / SECOND_MS);
      const from = Math.max(state.judged + 1, last - MOST_SECONDS);
      if (table.byReference.length > 0 && Number.isFinite(last)) {
        for (let second = Number.isFinite(state.judged) ? from : last; second <= last; second += 1) {
          judgeDeviations(second, out);
        }
      }
      if (last > state.judged) state.judged = last;
    },
    setStaleAfter: (own, ms) => void (staleAfter[own] = ms),
    lose: breakDelays,
    standStill,
    setHorizon: (latestMs) => void (horizonMs = latestMs),
  };
}
