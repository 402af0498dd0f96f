import { isFigure, roundedNumber, type FileCell } from './file-cell.ts';
import { timeText } from './table-file.ts';

/** Begins a CSV, so that Excel reads the Chinese. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Lines of CSV (RFC 4180). Numbers without the tail of a binary fraction (`roundedNumber`). Words that a spreadsheet would run are quoted as text; times are those of this PC's zone. */
export function csvLines(rows: readonly (readonly FileCell[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(cell: FileCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(roundedNumber(cell));
  if (isFigure(cell)) return String(roundedNumber(cell.value));
  const text = cell instanceof Date ? timeText(cell) : cell;
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  // Full width as well: a spreadsheet of a Chinese system takes both for the start of a formula.
  const safe = !isNumber && /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
