import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { TraceResult } from '#shared/domain/network/trace-types.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';

/** When the heat is taken as lost. `ifNow`: nothing is closed yet, "if it were closed now". */
export interface HeatLoss {
  /** UTC ms. */
  readonly sinceMs: number;
  readonly basis: 'isolated' | 'valves' | 'ifNow';
}

/** An alert declared this near is for the same burst, m. */
const SAME_PLACE_M = 300;

/**
 * When the buildings behind the valves lost their heat: the step "isolated" of the alert that runs here; else when the last of its valves was told closed, once all are;
 * before that as if they were closed at `nowMs`.
 */
export function lossOf(
  question: { readonly pipeId: string; readonly at: LonLat } | undefined,
  trace: Pick<TraceResult, 'steps'> | undefined,
  alerts: Iterable<RedAlert>,
  valves: ReadonlyMap<string, ValveRecord>,
  nowMs: number,
): HeatLoss {
  const alert =
    question &&
    [...alerts].find(
      ({ status, pipeId, place }) =>
        status === 'active' && (pipeId === question.pipeId || distanceM(place.at, question.at) <= SAME_PLACE_M),
    );
  const isolated = alert?.steps.find(({ kind }) => kind === 'isolated');
  if (isolated) return { sinceMs: isolated.occurredAt, basis: 'isolated' };
  const records = (trace?.steps ?? []).map(({ valveId }) => valves.get(valveId));
  if (records.length > 0 && records.every((record) => record?.state === 'closed' && record.basis === 'field')) {
    return { sinceMs: Math.max(...records.map((record) => record?.at ?? 0)), basis: 'valves' };
  }
  return { sinceMs: nowMs, basis: 'ifNow' };
}
