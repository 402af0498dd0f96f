import type { FileCell } from './file-cell.ts';
import type { TableColumn } from './table-rows.ts';

/** So many rows are made into cells at once; between two slices the page is drawn and heard. */
const SLICE = 2_000;

/** What a numeric column shows where there is no value. */
const NONE = new Set(['', '—']);
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/** What a file gets of a row in a column; numbers that are none leave the cell empty. */
export function fileCellOf<Row>(column: TableColumn<Row>, row: Row): FileCell {
  const given = column.file ? column.file(row) : cellOfText(column, column.text(row));
  if (typeof given !== 'number') return given;
  if (!Number.isFinite(given)) return null;
  const decimals = column.decimals?.(row);
  return decimals === undefined ? given : { value: given, decimals };
}

function cellOfText<Row>({ numeric, unit }: TableColumn<Row>, text: string): FileCell {
  if (NONE.has(text)) return null;
  if (!numeric) return text;
  const bare = unit !== undefined && text.endsWith(unit) ? text.slice(0, -unit.length).trimEnd() : text;
  return PLAIN_NUMBER.test(bare) ? Number(bare) : text;
}

/** Heading of a column in a file: its title with the unit of its numbers, unless the title says it. */
export function fileTitleOf<Row>({ title, unit }: TableColumn<Row>): string {
  return unit === undefined || unit === '' || title.endsWith(unit) ? title : `${title} (${unit})`;
}

/**
 * The rows as cells, slice by slice, so that 100,000 of them do not hold the page up.
 * Throws the reason of `signal` once it is aborted.
 */
export async function* slicesOf<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  signal: AbortSignal,
): AsyncGenerator<readonly (readonly FileCell[])[]> {
  for (let from = 0; from < rows.length; from += SLICE) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    yield rows.slice(from, from + SLICE).map((row) => columns.map((column) => fileCellOf(column, row)));
  }
}

const two = (n: number): string => String(n).padStart(2, '0');
const dayOf = (at: Date): string => `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

/** `2026-01-15 14:32:05` in the time zone of this PC. */
export function timeText(at: Date): string {
  return `${dayOf(at)} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** `Alarm journal 2026-01-15_143205.xlsx`: the table's name without what a file system refuses, and when it was written. */
export function fileNameOf(name: string, at: Date, extension: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what must go
  const safe = name.replace(/[<>:"/\\|?*\u0000-\u001f]+/g, '_').trim();
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  return `${safe} ${dayOf(at)}_${time}.${extension}`;
}
