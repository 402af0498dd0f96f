import { BURST_PARAMS, type BurstParamKey } from '#shared/domain/burst-settings/catalogue.ts';

/** What is wrong with a number as it is typed, before anything is sent; `range` is what BUR0002 says, `plan` BUR0004. */
export type ParamProblem = 'notNumber' | 'range' | 'plan';

/** A number as typed, in the unit of its key. */
export function readParam(key: BurstParamKey, text: string): number | Exclude<ParamProblem, 'plan'> {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) return 'notNumber';
  const { min, max } = BURST_PARAMS[key];
  return value >= min && value <= max ? value : 'range';
}

/** What `setBurstParams` is given for a number: null is the default. */
export const valueToSet = (key: BurstParamKey, value: number): number | null =>
  value === BURST_PARAMS[key].value ? null : value;

/** Counts (callers, stations, households) go by whole ones, anything else by the second digit of its default. */
function stepOf(key: BurstParamKey): number {
  const { value, unit, min } = BURST_PARAMS[key];
  const byDigit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return unit === '' && min >= 1 ? Math.max(1, byDigit) : byDigit;
}

/** The text one step up or down from what is typed, within the range; from the default where no number is typed. */
export function steppedParam(key: BurstParamKey, text: string, by: 1 | -1): string {
  const { value: standard, min, max } = BURST_PARAMS[key];
  const typed = text.trim() === '' ? Number.NaN : Number(text);
  const next = (Number.isFinite(typed) ? typed : standard) + by * stepOf(key);
  return String(Number(Math.min(max, Math.max(min, next)).toPrecision(6)));
}
