import type { Draft } from '../../commands/drivers.ts';

export const DRIVER_KINDS = ['opcua', 'modbus', 'replay'] as const;
export type DriverKind = (typeof DRIVER_KINDS)[number];

export type Cell = string | number | boolean | undefined;
export type Row = Readonly<Record<string, unknown>>;

/** The kind of a draft; what has none is read as OPC UA. */
export function kindOf(draft: Draft): DriverKind {
  return DRIVER_KINDS.find((kind) => kind === draft['kind']) ?? 'opcua';
}

/** What stands at `stations.path`; undefined where nothing does. */
export function valueAt(draft: Draft, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      draft,
    );
}

/** A draft with another value at `path`; undefined takes the field out. Objects on the way are made, and taken out when they are empty. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  const [key = '', ...rest] = path.split('.');
  const inner = draft[key];
  const { [key]: _before, ...others } = draft;
  if (rest.length === 0) return value === undefined ? others : { ...draft, [key]: value };
  const next = withValue(isDraft(inner) ? inner : {}, rest.join('.'), value);
  return Object.keys(next).length === 0 ? others : { ...draft, [key]: next };
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A driver to begin with, under an id that none has yet. */
export function newDraft(kind: DriverKind, taken: readonly string[]): Draft {
  let n = 1;
  while (taken.includes(`${kind}-${String(n)}`)) n += 1;
  const id = `${kind}-${String(n)}`;
  switch (kind) {
    case 'opcua':
      return { id, kind, endpoint: 'opc.tcp://', stations: { path: ['Stations'] } };
    case 'modbus':
      return { id, kind, host: '', port: 502, table: [] };
    case 'replay':
      return { id, kind, file: '', speed: 1, loop: true };
  }
}

/** `drivers[2].stations.path[0]` as the fields of a form know it: `stations.path[0]`. */
export function fieldOf(path: string | undefined): string {
  return (path ?? '').replace(/^drivers\[\d+\]\.?/, '');
}

/** Whether an error at `errorPath` belongs to the field at `path`: the field itself or something inside it. */
export function isAt(errorPath: string | undefined, path: string): boolean {
  return (
    errorPath !== undefined &&
    (errorPath === path || errorPath.startsWith(`${path}.`) || errorPath.startsWith(`${path}[`))
  );
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text);

/** What was typed as a value of the drivers file: a number where it is one, nothing where it is empty. */
export function typed(text: string): Cell {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return isNumber(trimmed) ? Number(trimmed) : trimmed;
}

/** Rows with one cell changed; an empty cell is taken out of its row. */
export function withCell(rows: readonly Row[], at: number, key: string, value: Cell): readonly Row[] {
  return rows.map((row, i) => {
    if (i !== at) return row;
    const { [key]: _before, ...others } = row;
    return value === undefined ? others : { ...row, [key]: value };
  });
}

/**
 * Rows with a block of cells laid over them, as from a spreadsheet: lines by line breaks, cells by tabs. Rows that are missing are added.
 * @param keys the columns in the order in which they are on screen
 */
export function pasted(
  rows: readonly Row[],
  at: number,
  key: string,
  keys: readonly string[],
  text: string,
): readonly Row[] {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const from = keys.indexOf(key);
  let next: readonly Row[] = rows;
  for (const [i, line] of lines.entries()) {
    if (at + i >= next.length) next = [...next, {}];
    for (const [k, cell] of line.split('\t').entries()) {
      const column = keys[from + k];
      if (column !== undefined) next = withCell(next, at + i, column, typed(cell));
    }
  }
  return next;
}
