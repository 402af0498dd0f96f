import type { LonLat } from '#shared/lib/geo.ts';
import { addError, type ProblemList } from './problems.ts';

/** Longest id and longest other text of an import file, in characters. */
const MAX_ID = 100;
const MAX_TEXT = 1000;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Inclusive bounds in the unit of the field. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads the fields of one item and lists what is wrong with them. After a problem it gives an empty value (`''`, `NaN`), so that reading goes on
 * and finds the other problems; nothing read is used once there is an error.
 */
export interface FieldReader {
  readonly where: string;
  text(field: string): string;
  optionalText(field: string): string | undefined;
  number(field: string, range: Range): number;
  optionalNumber(field: string, range: Range): number | undefined;
  oneOf<T extends string>(field: string, words: readonly T[]): T;
  optionalOneOf<T extends string>(field: string, words: readonly T[]): T | undefined;
}

/** Reads the fields of one row or feature; each that is wrong becomes a problem that names `where` and the field. */
export function fieldReader(
  record: Readonly<Record<string, unknown>>,
  where: string,
  problems: ProblemList,
): FieldReader {
  const value = (field: string): unknown => {
    const raw = Object.hasOwn(record, field) ? record[field] : undefined;
    return raw === null || (typeof raw === 'string' && raw.trim() === '') ? undefined : raw;
  };
  const reader: FieldReader = {
    where,
    text(field) {
      const text = reader.optionalText(field);
      if (value(field) === undefined) addError(problems, 'IMP0012', where, field);
      return text ?? '';
    },
    optionalText(field) {
      const raw = value(field);
      if (raw === undefined) return undefined;
      const text = asText(raw);
      if (text !== undefined) return text;
      addError(problems, 'IMP0018', where, field, raw);
      return undefined;
    },
    number(field, range) {
      const number = reader.optionalNumber(field, range);
      if (value(field) === undefined) addError(problems, 'IMP0012', where, field);
      return number ?? Number.NaN;
    },
    optionalNumber(field, range) {
      const raw = value(field);
      if (raw === undefined) return undefined;
      const number = asNumber(raw);
      if (number !== undefined && number >= range.min && number <= range.max) return number;
      addError(problems, 'IMP0013', where, field, raw);
      return undefined;
    },
    oneOf(field, words) {
      const word = reader.optionalOneOf(field, words);
      if (value(field) === undefined) addError(problems, 'IMP0012', where, field);
      return word ?? (words[0] as (typeof words)[number]);
    },
    optionalOneOf(field, words) {
      const raw = value(field);
      if (raw === undefined) return undefined;
      const word = words.find((one) => one === raw);
      if (word === undefined) addError(problems, 'IMP0014', where, `${field} (${words.join(', ')})`, raw);
      return word;
    },
  };
  return reader;
}

/** A finite number, or a plain decimal as text; undefined for everything else (`NaN`, `0x10`, `1,5`). */
export function asNumber(raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw !== 'string' || !DECIMAL.test(raw.trim())) return undefined;
  const number = Number(raw.trim());
  return Number.isFinite(number) ? number : undefined;
}

/** An id as text; lists the problem and gives undefined where there is none that can be used. */
export function readId(raw: unknown, where: string, problems: ProblemList): string | undefined {
  const text = asText(raw);
  if (text !== undefined && text !== '' && text.length <= MAX_ID) return text;
  addError(problems, 'IMP0010', where, 'id', raw);
  return undefined;
}

/** `[lon, lat]` (a height is left out), or undefined with the problem listed. */
export function readLonLat(raw: unknown, where: string, field: string, problems: ProblemList): LonLat | undefined {
  const pair: readonly unknown[] = Array.isArray(raw) ? raw : [];
  const [lon, lat] = [asNumber(pair[0]), asNumber(pair[1])];
  if (lon === undefined || lat === undefined) {
    addError(problems, 'IMP0016', where, field, raw);
    return undefined;
  }
  if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return [lon, lat];
  const swapped = Math.abs(lon) <= 90 && Math.abs(lat) <= 180 ? `${field} (longitude and latitude swapped?)` : field;
  addError(problems, 'IMP0017', where, swapped, [lon, lat]);
  return undefined;
}

function asText(raw: unknown): string | undefined {
  if (typeof raw === 'number' && Number.isFinite(raw)) return String(raw);
  if (typeof raw !== 'string') return undefined;
  const text = raw.normalize('NFC').trim();
  // eslint-disable-next-line no-control-regex -- control characters in names are exactly what is looked for here
  return text.length > MAX_TEXT || /[\u0000-\u001f\u007f]/.test(text) ? undefined : text;
}
