import { timeText } from './table-file.ts';
import type { FileCell } from './table-rows.ts';

/** Begins a CSV, so that Excel reads the Chinese. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Lines of CSV (RFC 4180). Words that a spreadsheet would run are quoted as text; times are those of this PC's zone. */
export function csvLines(rows: readonly (readonly FileCell[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(cell: FileCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = cell instanceof Date ? timeText(cell) : cell;
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  // Full width as well: a spreadsheet of a Chinese system takes both for the start of a formula.
  const safe = !isNumber && /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
