import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { TraceResult, ValveGuess, ValveStep } from '#shared/domain/network/trace-types.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';

/** A valve of the list as it stands: what is asked of it, and what has been ordered and told. */
export interface ValveRow {
  readonly step: ValveStep;
  /** `done`: told from the field that it is closed. */
  readonly state: 'close' | 'verify' | 'done';
  readonly orderedAt?: number | undefined;
  readonly closedAt?: number | undefined;
  readonly closedBy?: string | undefined;
}

/** The list in the order of the walk; with what the alert ordered and the field told. */
export function valveRows(
  trace: Pick<TraceResult, 'steps'>,
  records: ReadonlyMap<string, ValveRecord>,
  alert: Pick<RedAlert, 'steps'> | undefined,
): readonly ValveRow[] {
  return [...trace.steps]
    .sort((a, b) => a.order - b.order)
    .map((step) => {
      const record = records.get(step.valveId);
      const isDone = record?.state === 'closed' && record.basis === 'field';
      const ordered = alert?.steps.filter(({ kind, valveId }) => kind === 'valveOrdered' && valveId === step.valveId);
      return {
        step,
        state: isDone ? 'done' : step.action,
        orderedAt: ordered?.at(-1)?.occurredAt,
        ...(isDone && { closedAt: record.at, closedBy: record.by }),
      };
    });
}

/** Valves that are taken as stuck only for this question. */
export const whatIfIds = (valves: Readonly<Record<string, ValveGuess>>): readonly string[] =>
  Object.entries(valves)
    .filter(([, guess]) => guess.condition === 'stuck')
    .map(([id]) => id);

/** Metres of the whole walk. */
export const walkOf = (trace: Pick<TraceResult, 'steps'>): number =>
  trace.steps.reduce((sum, { walkM }) => sum + walkM, 0);
