import { QUALITY } from '../telemetry/measures.ts';
import { alarmIdOf, pushTransition, type AlarmTransitions } from './transitions.ts';
import type { AlarmLimit } from './types.ts';

const NORMAL = 0;
const PENDING_ON = 1;
const ACTIVE = 2;
const PENDING_OFF = 3;

const BELOW = 0;
const ABOVE = 1;
const BAD = 2;

/** What a sample says of one limit. `HOLD` is between limit and deadband, or bad quality on a limit of the value. */
const CLEAR = 0;
const BREACH = 1;
const HOLD = 2;

export interface AlarmEngineOptions {
  /** Number of signal slots of the latest table. */
  readonly slotCount: number;
  /** The slot of a signal; a limit of an unknown signal is kept in `limits` and never evaluated. */
  slotOf(signalId: string): number | undefined;
  /** Ids of the alarms that the log says are active, so that a restart neither raises them again nor forgets their return. */
  readonly active?: ReadonlySet<string> | undefined;
}

/** Evaluates limits by source time. Allocates nothing per sample. */
export interface AlarmEngine {
  /** In the order that `AlarmTransitions.limitIndex` counts. */
  readonly limits: readonly AlarmLimit[];
  /** Takes one sample: `value` in the signal's unit, `quality` as QUALITY, `sourceAtMs` UTC ms. A sample not newer than the last is ignored. */
  update(signalSlot: number, value: number, quality: number, sourceAtMs: number, out: AlarmTransitions): void;
  /**
   * Ends delays that have run out by `untilMs` (source time) on signals that report by exception and have said nothing since.
   * Call it about once a second; it costs nothing while no delay runs.
   */
  settle(untilMs: number, out: AlarmTransitions): void;
}

/** Watches samples in columns against `limits` (ALM-08 to ALM-15); an index in the transitions is one into `limits`. */
export function createAlarmEngine(limits: readonly AlarmLimit[], options: AlarmEngineOptions): AlarmEngine {
  const count = limits.length;
  const direction = new Uint8Array(count);
  const threshold = new Float64Array(count);
  const clearAt = new Float64Array(count);
  const onDelayMs = new Float64Array(count);
  const offDelayMs = new Float64Array(count);
  const state = new Uint8Array(count);
  const since = new Float64Array(count);
  const slotOfLimit = new Int32Array(count).fill(-1);
  const lastAtMs = new Float64Array(options.slotCount).fill(-Infinity);
  const lastGood = new Float64Array(options.slotCount);
  /** Limits of slot s are `order[first[s]]` to `order[first[s + 1] - 1]`. */
  const first = new Int32Array(options.slotCount + 1);
  let pending = 0;

  limits.forEach((limit, index) => {
    const slot = options.slotOf(limit.signalId) ?? -1;
    if (slot >= 0 && slot < options.slotCount) {
      slotOfLimit[index] = slot;
      first[slot + 1] = (first[slot + 1] ?? 0) + 1;
    }
    const isLow = limit.kind === 'low' || limit.kind === 'lowLow';
    direction[index] = limit.kind === 'badQuality' ? BAD : isLow ? BELOW : ABOVE;
    threshold[index] = limit.limit;
    clearAt[index] = isLow ? limit.limit + limit.deadband : limit.limit - limit.deadband;
    onDelayMs[index] = limit.onDelayMs;
    offDelayMs[index] = limit.offDelayMs;
    state[index] = options.active?.has(alarmIdOf(limit)) === true ? ACTIVE : NORMAL;
  });
  for (let slot = 0; slot < options.slotCount; slot += 1) first[slot + 1] = (first[slot + 1] ?? 0) + (first[slot] ?? 0);
  const order = Int32Array.from(slotOfLimit.keys())
    .filter((index) => (slotOfLimit[index] ?? -1) >= 0)
    .sort((a, b) => (slotOfLimit[a] ?? 0) - (slotOfLimit[b] ?? 0) || a - b);

  function saysOf(index: number, value: number, isBad: boolean): number {
    const kind = direction[index];
    if (kind === BAD) return isBad ? BREACH : CLEAR;
    if (isBad) return HOLD;
    const limit = threshold[index] ?? NaN;
    const clear = clearAt[index] ?? NaN;
    if (kind === BELOW) return value < limit ? BREACH : value >= clear ? CLEAR : HOLD;
    return value > limit ? BREACH : value <= clear ? CLEAR : HOLD;
  }

  function enter(index: number, next: number, atMs: number): void {
    const before = state[index];
    if (before === PENDING_ON || before === PENDING_OFF) pending -= 1;
    if (next === PENDING_ON || next === PENDING_OFF) pending += 1;
    state[index] = next;
    since[index] = atMs;
  }

  /** Ends the running delay of a limit when it has run out by `untilMs`; the transition is dated at its end. */
  function finish(index: number, value: number, untilMs: number, out: AlarmTransitions): void {
    const isOn = state[index] === PENDING_ON;
    const endMs = (since[index] ?? 0) + ((isOn ? onDelayMs[index] : offDelayMs[index]) ?? 0);
    if (untilMs < endMs) return;
    enter(index, isOn ? ACTIVE : NORMAL, endMs);
    pushTransition(out, index, isOn ? 1 : 0, value, endMs);
  }

  function apply(index: number, says: number, value: number, atMs: number, out: AlarmTransitions): void {
    switch (state[index]) {
      case NORMAL:
        if (says !== BREACH) return;
        enter(index, PENDING_ON, atMs);
        break;
      case PENDING_ON:
        if (says !== BREACH) {
          enter(index, NORMAL, atMs);
          return;
        }
        break;
      case ACTIVE:
        if (says !== CLEAR) return;
        enter(index, PENDING_OFF, atMs);
        break;
      default:
        if (says !== CLEAR) {
          enter(index, ACTIVE, atMs);
          return;
        }
    }
    finish(index, value, atMs, out);
  }

  return {
    limits,
    update(signalSlot, value, quality, sourceAtMs, out) {
      const lastMs = lastAtMs[signalSlot];
      // Written so that an unknown slot and a source time that is no number are ignored too.
      if (lastMs === undefined || !(sourceAtMs > lastMs)) return;
      lastAtMs[signalSlot] = sourceAtMs;
      const isBad = quality === QUALITY.bad || quality === QUALITY.none || !Number.isFinite(value);
      if (!isBad) lastGood[signalSlot] = value;
      const shown = lastGood[signalSlot] ?? 0;
      const end = first[signalSlot + 1] ?? 0;
      for (let at = first[signalSlot] ?? 0; at < end; at += 1) {
        const index = order[at] ?? 0;
        apply(index, saysOf(index, value, isBad), shown, sourceAtMs, out);
      }
    },
    settle(untilMs, out) {
      if (pending === 0) return;
      for (let at = 0; at < order.length; at += 1) {
        const index = order[at] ?? 0;
        if (state[index] !== PENDING_ON && state[index] !== PENDING_OFF) continue;
        finish(index, lastGood[slotOfLimit[index] ?? 0] ?? 0, untilMs, out);
      }
    },
  };
}
