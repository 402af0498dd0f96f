import type { AlarmLimit, LimitKind } from './types.ts';

/** How a limit is judged. A deviation from a fixed value is one of `BELOW` and `ABOVE`. */
export const BELOW = 0;
export const ABOVE = 1;
export const BAD = 2;
export const FALL = 3;
export const RISE = 4;
export const STUCK = 5;
export const UNDER_REFERENCE = 6;
export const OVER_REFERENCE = 7;

const HOW: Readonly<Record<Exclude<LimitKind, 'fault'>, number>> = {
  lowLow: BELOW,
  low: BELOW,
  high: ABOVE,
  highHigh: ABOVE,
  deviationLow: BELOW,
  deviationHigh: ABOVE,
  fall: FALL,
  rise: RISE,
  stuck: STUCK,
  badQuality: BAD,
};

/** The limits in columns: row `i` of each belongs to `limits[i]`. */
export interface LimitTable {
  readonly limits: readonly AlarmLimit[];
  readonly how: Uint8Array;
  /** For values against a limit: where a breach begins and where it has cleared. For the others: amounts of change or deviation. */
  readonly breachAt: Float64Array;
  readonly clearAt: Float64Array;
  readonly onDelayMs: Float64Array;
  readonly offDelayMs: Float64Array;
  readonly windowMs: Float64Array;
  /** -1 where the signal is unknown or the limit is none that samples are judged by. */
  readonly slot: Int32Array;
  readonly referenceSlot: Int32Array;
  /** Limits judged by each sample of slot s are `order[first[s]]` to `order[first[s + 1] - 1]`. */
  readonly order: Int32Array;
  readonly first: Int32Array;
  /** Limits judged against another signal, once a second of plant time. */
  readonly byReference: Int32Array;
}

/** Reads limits once, so that a sample costs only arithmetic. `slotOf` gives the slot of a signal, below `slotCount`. */
export function limitTable(
  limits: readonly AlarmLimit[],
  slotCount: number,
  slotOf: (signalId: string) => number | undefined,
): LimitTable {
  const count = limits.length;
  const table = {
    limits,
    how: new Uint8Array(count),
    breachAt: new Float64Array(count),
    clearAt: new Float64Array(count),
    onDelayMs: Float64Array.from(limits, ({ onDelayMs }) => onDelayMs),
    offDelayMs: Float64Array.from(limits, ({ offDelayMs }) => offDelayMs),
    windowMs: Float64Array.from(limits, ({ windowMs }) => windowMs ?? 0),
    slot: new Int32Array(count).fill(-1),
    referenceSlot: new Int32Array(count).fill(-1),
    first: new Int32Array(slotCount + 1),
  };
  const known = (signalId: string): number => {
    const slot = slotOf(signalId);
    return slot !== undefined && slot >= 0 && slot < slotCount ? slot : -1;
  };
  const bySample: number[] = [];
  const byReference: number[] = [];
  for (const [index, limit] of limits.entries()) {
    if (limit.kind === 'fault') continue;
    const how = howOf(limit);
    table.how[index] = how;
    table.slot[index] = known(limit.signalId);
    [table.breachAt[index], table.clearAt[index]] = thresholdsOf(limit, how);
    if (table.slot[index] === -1) continue;
    if (how === UNDER_REFERENCE || how === OVER_REFERENCE) {
      table.referenceSlot[index] = known(limit.referenceSignalId ?? '');
      if (table.referenceSlot[index] !== -1) byReference.push(index);
      continue;
    }
    bySample.push(index);
    const next = (table.slot[index] as number) + 1;
    table.first[next] = (table.first[next] as number) + 1;
  }
  for (let slot = 0; slot < slotCount; slot += 1) {
    table.first[slot + 1] = (table.first[slot + 1] as number) + (table.first[slot] as number);
  }
  bySample.sort((a, b) => (table.slot[a] as number) - (table.slot[b] as number) || a - b);
  return { ...table, order: Int32Array.from(bySample), byReference: Int32Array.from(byReference) };
}

function howOf({ kind, referenceSignalId }: AlarmLimit): number {
  if (kind === 'fault') return BELOW;
  if (referenceSignalId === undefined) return HOW[kind];
  if (kind === 'deviationLow') return UNDER_REFERENCE;
  return kind === 'deviationHigh' ? OVER_REFERENCE : HOW[kind];
}

function thresholdsOf({ limit, deadband, kind, referenceValue = 0 }: AlarmLimit, how: number): [number, number] {
  if (how === STUCK) return [limit, limit + deadband];
  if (how !== BELOW && how !== ABOVE) return [limit, limit - deadband];
  const isDeviation = kind === 'deviationLow' || kind === 'deviationHigh';
  const amount = how === BELOW ? -limit : limit;
  const breachAt = isDeviation ? referenceValue + amount : limit;
  return [breachAt, how === BELOW ? breachAt + deadband : breachAt - deadband];
}
