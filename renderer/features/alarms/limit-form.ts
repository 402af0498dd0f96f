import { limitFault } from '#shared/domain/alarm-limit/limit-fault.ts';
import { LIMIT_KINDS, type AlarmLimit, type LimitKind, type Priority } from '#shared/domain/alarm/types.ts';
import { signalIdOf, type Measure } from '#shared/domain/telemetry/measures.ts';

/** A limit as a person types it: figures as text, times in seconds. Empty: not given. */
export interface LimitForm {
  stationId: string;
  measure: Measure;
  kind: LimitKind;
  priority: Priority;
  limit: string;
  deadband: string;
  onDelayS: string;
  offDelayS: string;
  windowS: string;
  referenceSignalId: string;
  referenceValue: string;
}

/** Kinds a person can set; `fault` is of the console itself. */
export const SETTABLE_KINDS = LIMIT_KINDS.filter((kind) => kind !== 'fault');

/** Which fields a kind has beside delays and priority. */
export function fieldsOf(kind: LimitKind): {
  readonly level: boolean;
  readonly window: boolean;
  readonly reference: boolean;
} {
  return {
    level: kind !== 'badQuality',
    window: kind === 'fall' || kind === 'rise' || kind === 'stuck',
    reference: kind === 'deviationLow' || kind === 'deviationHigh',
  };
}

const text = (value: number | undefined): string => (value === undefined ? '' : String(value));

export function formOf(limit: AlarmLimit, measure: Measure): LimitForm {
  return {
    stationId: limit.stationId,
    measure,
    kind: limit.kind,
    priority: limit.priority,
    limit: text(limit.limit),
    deadband: text(limit.deadband),
    onDelayS: text(limit.onDelayMs / 1000),
    offDelayS: text(limit.offDelayMs / 1000),
    windowS: text(limit.windowMs === undefined ? undefined : limit.windowMs / 1000),
    referenceSignalId: limit.referenceSignalId ?? '',
    referenceValue: text(limit.referenceValue),
  };
}

/** A day: nobody waits longer for an alarm. */
const MOST_MS = 86_400_000;

/** The limit that was typed, or the field that cannot be as it is. */
export function limitOf(
  form: LimitForm,
): { readonly ok: true; readonly limit: AlarmLimit } | { readonly ok: false; readonly field: keyof AlarmLimit } {
  const has = fieldsOf(form.kind);
  const number = (typed: string): number => (typed.trim() === '' ? Number.NaN : Number(typed));
  const ms = (typed: string): number => Math.round(number(typed) * 1000);
  const given = (typed: string): number | undefined => (typed.trim() === '' ? undefined : number(typed));
  const windowMs = has.window ? ms(form.windowS) : undefined;
  const limit: AlarmLimit = {
    signalId: signalIdOf(form.stationId, form.measure),
    stationId: form.stationId,
    kind: form.kind,
    priority: form.priority,
    limit: has.level ? number(form.limit) : 0,
    deadband: has.level ? number(form.deadband) : 0,
    onDelayMs: ms(form.onDelayS),
    offDelayMs: ms(form.offDelayS),
    ...(windowMs !== undefined && { windowMs }),
    ...(has.reference && form.referenceSignalId !== '' && { referenceSignalId: form.referenceSignalId }),
    ...(has.reference && form.referenceSignalId === '' && { referenceValue: given(form.referenceValue) }),
  };
  const isTime = (value: number): boolean => value >= 0 && value <= MOST_MS;
  if (form.stationId.trim() === '') return { ok: false, field: 'stationId' };
  if (!isTime(limit.onDelayMs)) return { ok: false, field: 'onDelayMs' };
  if (!isTime(limit.offDelayMs)) return { ok: false, field: 'offDelayMs' };
  if (windowMs !== undefined && !(windowMs >= 1000 && windowMs <= MOST_MS)) return { ok: false, field: 'windowMs' };
  if (Number.isNaN(limit.referenceValue)) return { ok: false, field: 'referenceValue' };
  const field = limitFault(limit);
  return field === undefined ? { ok: true, limit } : { ok: false, field };
}
