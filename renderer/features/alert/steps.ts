import type { StepKind } from '#shared/domain/alert/types.ts';

/** Steps that a person records, each with the key that begins it. */
export const STEP_KEYS = [
  { kind: 'note', key: 'T' },
  { kind: 'valveOrdered', key: 'V' },
  { kind: 'valveClosed', key: 'C' },
  { kind: 'noticeSent', key: 'M' },
  { kind: 'crewArrived', key: 'W' },
  { kind: 'isolated', key: 'I' },
  { kind: 'repaired', key: 'R' },
  { kind: 'refilled', key: 'F' },
  { kind: 'restored', key: 'G' },
] as const satisfies readonly { readonly kind: StepKind; readonly key: string }[];

/** A valve is named by its id or its name as written on its plate; undefined where nothing or several fit. */
export function valveNamed(
  text: string,
  valves: readonly { readonly id: string; readonly name?: string | undefined }[],
): string | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  const exact = valves.find(({ id, name }) => id.toLowerCase() === wanted || name?.toLowerCase() === wanted);
  if (exact) return exact.id;
  const fitting = valves.filter(({ id, name }) => `${id} ${name ?? ''}`.toLowerCase().includes(wanted));
  return fitting.length === 1 ? fitting[0]?.id : undefined;
}

/** Steps about one valve. */
export const isAboutValve = (kind: StepKind): boolean => kind === 'valveOrdered' || kind === 'valveClosed';
