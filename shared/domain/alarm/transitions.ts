import type { AlarmCommands, AlarmLimit, LimitKind } from './types.ts';

/**
 * Raises and returns found by the alarm engine, in columns, oldest first; only the first `count` rows are valid.
 * The caller reads them, then sets `count` back to 0. The columns grow when they are full, so nothing is lost.
 */
export interface AlarmTransitions {
  count: number;
  /** Index into the engine's `limits`. */
  limitIndex: Int32Array;
  /** 1 raised, 0 returned to normal. */
  raised: Uint8Array;
  /** In the signal's unit; for a limit of bad quality the last good value, 0 where there was none. */
  value: Float64Array;
  /** Source time, UTC ms. */
  sourceAtMs: Float64Array;
}

/** Empty columns for `capacity` transitions. */
export function createTransitions(capacity = 64): AlarmTransitions {
  return {
    count: 0,
    limitIndex: new Int32Array(capacity),
    raised: new Uint8Array(capacity),
    value: new Float64Array(capacity),
    sourceAtMs: new Float64Array(capacity),
  };
}

/** Adds one row. Allocates only when the columns are full. */
export function pushTransition(
  out: AlarmTransitions,
  limitIndex: number,
  raised: 0 | 1,
  value: number,
  sourceAtMs: number,
): void {
  const row = out.count;
  if (row === out.limitIndex.length) grow(out);
  out.limitIndex[row] = limitIndex;
  out.raised[row] = raised;
  out.value[row] = value;
  out.sourceAtMs[row] = sourceAtMs;
  out.count = row + 1;
}

function grow(out: AlarmTransitions): void {
  const wider = createTransitions(Math.max(16, out.limitIndex.length * 2));
  wider.limitIndex.set(out.limitIndex);
  wider.raised.set(out.raised);
  wider.value.set(out.value);
  wider.sourceAtMs.set(out.sourceAtMs);
  Object.assign(out, { ...wider, count: out.count });
}

/** The alarm of a limit, over its whole life: `S001.primarySupplyPressureMPa:low`. */
export function alarmIdOf(limit: { readonly signalId: string; readonly kind: LimitKind }): string {
  return `${limit.signalId}:${limit.kind}`;
}

/** What the console reports for one transition. The command id comes from alarm and source time: two consoles report it once (ALM-12). */
export type AlarmReport = {
  readonly commandId: string;
  readonly alarmId: string;
} & (
  | { readonly type: 'raiseAlarm'; readonly payload: AlarmCommands['raiseAlarm'] }
  | { readonly type: 'returnAlarm'; readonly payload: AlarmCommands['returnAlarm'] }
);

/** @param sourceAtMs source time of the transition, UTC ms; reported in whole ms. */
export function reportOf(limit: AlarmLimit, raised: boolean, value: number, sourceAtMs: number): AlarmReport {
  const sourceAt = Math.round(sourceAtMs);
  const alarmId = alarmIdOf(limit);
  const type = raised ? 'raiseAlarm' : 'returnAlarm';
  const commandId = `${type}:${alarmId}:${String(sourceAt)}`;
  if (type === 'returnAlarm') return { commandId, alarmId, type, payload: { value, sourceAt } };
  const { signalId, stationId, kind, priority, limit: level } = limit;
  return {
    commandId,
    alarmId,
    type,
    payload: { signalId, stationId, kind, priority, limit: level, value, sourceAt },
  };
}
