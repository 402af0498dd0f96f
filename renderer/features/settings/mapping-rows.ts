import { MEASURE_NAMES } from '#shared/domain/telemetry/measures.ts';
import type { Draft } from '../../commands/drivers.ts';
import { valueAt, withValue, type Row } from './draft.ts';

/** Parts of a draft as rows of a table, and back. `unit` of a measure is called `unitOfMeasure` in rows: a Modbus unit is another thing. */

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const listAt = (draft: Draft, path: string): readonly unknown[] => {
  const value = valueAt(draft, path);
  return Array.isArray(value) ? value : [];
};

function renamed(row: Row, from: string, to: string): Row {
  const { [from]: value, ...others } = row;
  return value === undefined ? others : { ...others, [to]: value };
}

/** Rows of the Modbus table as they are. */
export const tableRows = (draft: Draft): readonly Row[] => listAt(draft, 'table').filter(isObject);
export const withTableRows = (draft: Draft, rows: readonly Row[]): Draft => withValue(draft, 'table', rows);

/** Measures of a Modbus block: a name, a gap, or a name with its place. */
export function blockRows(draft: Draft): readonly Row[] {
  return listAt(draft, 'measures').map((item) => {
    if (typeof item === 'string') return { measure: item };
    return isObject(item) ? renamed(item, 'unit', 'unitOfMeasure') : {};
  });
}

export function withBlockRows(draft: Draft, rows: readonly Row[]): Draft {
  const measures = rows.map((row) => {
    const keys = Object.keys(row);
    if (row['measure'] === undefined) return null;
    return keys.length === 1 ? row['measure'] : renamed(row, 'unitOfMeasure', 'unit');
  });
  return withValue(draft, 'measures', measures.length === 0 ? undefined : measures);
}

/** Polling groups; `1, 5-8` for the units. */
export function groupRows(draft: Draft): readonly Row[] {
  return listAt(draft, 'groups')
    .filter(isObject)
    .map((group) => ({
      ...group,
      units: Array.isArray(group['units']) ? group['units'].join(', ') : String(group['units'] ?? ''),
    }));
}

export function withGroupRows(draft: Draft, rows: readonly Row[]): Draft {
  return withValue(
    draft,
    'groups',
    rows.map((row) => ({ ...row, units: unitsOf(String(row['units'] ?? '')) })),
  );
}

/** `1, 5-8` as 1, 5, 6, 7, 8. What is no unit stays as it was typed, so that the core can say so. */
export function unitsOf(text: string): readonly (number | string)[] {
  return text
    .split(/[,，\s]+/)
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [, first, last] = /^(\d{1,3})-(\d{1,3})$/.exec(part) ?? [];
      if (first === undefined || last === undefined) return [/^\d{1,3}$/.test(part) ? Number(part) : part];
      return Array.from({ length: Math.max(0, Number(last) - Number(first) + 1) }, (_, i) => Number(first) + i);
    });
}

/** Every measure with its name on the OPC UA server, where it has another one than ours. */
export function measureRows(draft: Draft): readonly Row[] {
  const mapped = valueAt(draft, 'measures');
  return MEASURE_NAMES.map((measure) => {
    const item = isObject(mapped) ? mapped[measure] : undefined;
    if (typeof item === 'string') return { measure, name: item };
    return isObject(item) ? { measure, ...renamed(item, 'unit', 'unitOfMeasure') } : { measure };
  });
}

export function withMeasureRows(draft: Draft, rows: readonly Row[]): Draft {
  const entries = rows.flatMap(({ measure, ...row }) => {
    const { name, ...conversion } = renamed(row, 'unitOfMeasure', 'unit');
    if (name === undefined && Object.keys(conversion).length === 0) return [];
    const isPlain = Object.keys(conversion).length === 0;
    return [[String(measure), isPlain ? name : { name: name ?? measure, ...conversion }] as const];
  });
  return withValue(draft, 'measures', Object.fromEntries(entries));
}
