import { createChangeWindows, type ChangeWindows } from './change-windows.ts';
import { FALL, limitTable, RISE, STUCK, type LimitTable } from './limit-table.ts';
import { createSecondGrid, type SecondGrid } from './second-grid.ts';
import { alarmIdOf } from './transitions.ts';
import type { AlarmLimit } from './types.ts';

export const NORMAL = 0;
export const PENDING_ON = 1;
export const ACTIVE = 2;
export const PENDING_OFF = 3;

/** How the last news of a slot was: a good value, a bad one, or none that can be judged by (before the first, or lost to this console). */
export const WHOLE = 0;
export const BROKEN = 1;
export const UNHEARD = 2;

/** What the log knows of an alarm when an engine begins: whether it is active, and the source time of its last raise or return, UTC ms. */
export interface KnownAlarm {
  readonly isActive: boolean;
  readonly changedAtMs: number;
}

export interface AlarmEngineOptions {
  /** Number of signal slots. */
  readonly slotCount: number;
  /** The slot of a signal; a limit of an unknown signal is kept in `limits` and never evaluated. */
  slotOf(signalId: string): number | undefined;
  /** What the log has of an alarm, so that a restart neither raises it again nor forgets its return. */
  known?(alarmId: string): KnownAlarm | undefined;
  /** The engine before, with the same slots and perhaps fewer: limits that are the same go on as they were. */
  readonly before?: { readonly state: EngineState } | undefined;
}

/** All that an engine remembers, in columns by limit or by slot. Changed only by the engine. */
export interface EngineState {
  readonly table: LimitTable;
  /** By limit. */
  readonly status: Uint8Array;
  /** Begin of the running delay, source time. */
  readonly since: Float64Array;
  /** Last raise or return, source time. */
  readonly changedAt: Float64Array;
  /** Window of a limit, -1 where it has none. */
  readonly windowOf: Int32Array;
  readonly windows: ChangeWindows;
  /** By slot: the last sample, the last good value, since when all were good, and delays that run. */
  readonly lastAt: Float64Array;
  readonly lastGood: Float64Array;
  readonly goodSince: Float64Array;
  /** By slot: silence counts from here where that is later than the last sample, source time. */
  readonly heardFrom: Float64Array;
  readonly staleAfter: Float64Array;
  /** WHOLE, BROKEN or UNHEARD. */
  readonly news: Uint8Array;
  readonly pending: Int32Array;
  readonly grid: SecondGrid;
  /** The last full second whose deviations were judged. */
  judged: number;
}

/** A state in which nothing was seen yet, with what goes on from the engine before and from the log. */
export function engineState(limits: readonly AlarmLimit[], options: AlarmEngineOptions): EngineState {
  const { slotCount, slotOf, known, before } = options;
  const table = limitTable(limits, slotCount, slotOf);
  const windowed = limits.flatMap((_, index) => (isWindowed(table.how[index] as number) ? [index] : []));
  const windowOf = new Int32Array(limits.length).fill(-1);
  for (const [window, index] of windowed.entries()) windowOf[index] = window;
  const compared = Array.from(table.byReference).flatMap((index) => [
    table.slot[index] as number,
    table.referenceSlot[index] as number,
  ]);
  const state: EngineState = {
    table,
    status: new Uint8Array(limits.length),
    since: new Float64Array(limits.length),
    changedAt: new Float64Array(limits.length).fill(-Infinity),
    windowOf,
    windows: createChangeWindows(
      windowed.map((index) => table.windowMs[index] as number),
      windowed.map((index) => table.how[index] === STUCK),
    ),
    lastAt: new Float64Array(slotCount).fill(-Infinity),
    lastGood: new Float64Array(slotCount),
    goodSince: new Float64Array(slotCount).fill(Infinity),
    heardFrom: new Float64Array(slotCount).fill(-Infinity),
    staleAfter: new Float64Array(slotCount).fill(Infinity),
    news: new Uint8Array(slotCount).fill(UNHEARD),
    pending: new Int32Array(slotCount),
    grid: createSecondGrid(slotCount, compared),
    judged: -Infinity,
  };
  if (before !== undefined) takeSlots(state, before.state);
  takeLimits(state, known, before?.state);
  return state;
}

function isWindowed(how: number): boolean {
  return how === FALL || how === RISE || how === STUCK;
}

function takeSlots(state: EngineState, before: EngineState): void {
  state.lastAt.set(before.lastAt);
  state.lastGood.set(before.lastGood);
  state.goodSince.set(before.goodSince);
  state.heardFrom.set(before.heardFrom);
  state.staleAfter.set(before.staleAfter);
  state.news.set(before.news);
  state.grid.copy(before.grid);
  state.judged = before.judged;
}

function takeLimits(state: EngineState, known: AlarmEngineOptions['known'], before: EngineState | undefined): void {
  const { limits, slot } = state.table;
  const indexes = new Map(before?.table.limits.map((limit, index) => [alarmIdOf(limit), index]));
  for (const [index, limit] of limits.entries()) {
    const id = alarmIdOf(limit);
    const from = indexes.get(id);
    if (before === undefined || from === undefined) {
      const alarm = known?.(id);
      state.status[index] = alarm?.isActive === true ? ACTIVE : NORMAL;
      state.changedAt[index] = alarm?.changedAtMs ?? -Infinity;
      continue;
    }
    const status = before.status[from] as number;
    const isSame = isSameLimit(limit, before.table.limits[from] as AlarmLimit);
    // A moved limit begins its delays anew; what is active stays so until the new numbers say that it has cleared.
    state.status[index] = isSame ? status : status === ACTIVE || status === PENDING_OFF ? ACTIVE : NORMAL;
    state.since[index] = before.since[from] as number;
    state.changedAt[index] = before.changedAt[from] as number;
    const own = slot[index] as number;
    const isPending = state.status[index] === PENDING_ON || state.status[index] === PENDING_OFF;
    if (isPending && own >= 0) state.pending[own] = (state.pending[own] as number) + 1;
    const window = state.windowOf[index] as number;
    const windowBefore = before.windowOf[from] as number;
    if (window >= 0 && windowBefore >= 0 && state.table.windowMs[index] === before.table.windowMs[from]) {
      state.windows.copy(window, before.windows, windowBefore);
    }
  }
}

function isSameLimit(a: AlarmLimit, b: AlarmLimit): boolean {
  return (
    a.limit === b.limit &&
    a.deadband === b.deadband &&
    a.onDelayMs === b.onDelayMs &&
    a.offDelayMs === b.offDelayMs &&
    a.windowMs === b.windowMs &&
    a.referenceSignalId === b.referenceSignalId &&
    a.referenceValue === b.referenceValue
  );
}
