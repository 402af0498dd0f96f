import type { Row, SheetData } from 'write-excel-file/universal';
import { isFigure, roundedNumber, type FileCell } from './file-cell.ts';

/** Most characters a cell of a workbook may hold; with more Excel calls the file damaged. */
const CELL_CHARS = 32_767;
const SHEET_NAME_CHARS = 31;
/** Words that would become a formula, a number or a date once somebody edits the cell: those get the format "text". */
const LOOKS_RUN = /^\s*[=+\-@\d＝＋－＠]/;
const NARROWEST = 6;
const WIDEST = 60;
/** More decimals than any instrument here has. */
const DECIMALS = 6;
const TIME_FORMAT = 'yyyy-mm-dd hh:mm:ss';

interface XlsxSheet {
  readonly data: SheetData;
  readonly options: {
    readonly sheet: string;
    readonly columns: { width: number }[];
    readonly stickyRowsCount: number;
    readonly orientation: 'landscape';
  };
}

/** A name that Excel takes for a sheet: 31 characters, none of `[]/\:*?`, no apostrophe at its ends, and not `History`, which it keeps for itself. */
export function sheetNameOf(name: string): string {
  const safe = [...name.replace(/[[\]/\\:*?]+/g, '_').replace(/^'+|'+$/g, '_')];
  let fitting = '';
  for (const character of safe) {
    if (fitting.length + character.length > SHEET_NAME_CHARS) break;
    fitting += character;
  }
  const trimmed = fitting.trim();
  return trimmed === '' || trimmed.toLowerCase() === 'history' ? `${trimmed}_` : trimmed;
}

/** A table as a sheet: bold heading that stays in sight, numbers as numbers, times as dates of this PC's zone, words as words and never a formula. */
export function xlsxSheet(name: string, head: readonly string[], rows: readonly (readonly FileCell[])[]): XlsxSheet {
  const formats = head.map((_title, k) => numberFormat(rows, k));
  return {
    data: [
      head.map((value) => ({ value, type: String, fontWeight: 'bold' as const, backgroundColor: '#e8e8e8' })),
      ...rows.map((row): Row => row.map((cell, k) => cellOf(cell, formats[k] ?? '0'))),
    ],
    options: {
      sheet: sheetNameOf(name),
      columns: head.map((title, k) => ({ width: widthOf(title, rows, k) })),
      stickyRowsCount: 1,
      orientation: 'landscape',
    },
  };
}

function cellOf(cell: FileCell, numberForm: string): Row[number] {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'number') return { value: cell, type: Number, format: numberForm };
  if (isFigure(cell)) return { value: cell.value, type: Number, format: formatOf(cell.decimals) };
  if (cell instanceof Date) return { value: asUtc(cell), type: Date, format: TIME_FORMAT };
  const value = cell.slice(0, CELL_CHARS);
  return LOOKS_RUN.test(value) ? { value, type: String, format: '@' } : { value, type: String };
}

/** A workbook knows no time zones: its days and hours are those that the wall clock shows here. */
function asUtc(at: Date): Date {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
}

/** As many decimals as the number of the column with the most. */
function numberFormat(rows: readonly (readonly FileCell[])[], column: number): string {
  let decimals = 0;
  for (const row of rows) {
    const cell = row[column];
    if (typeof cell !== 'number' || Number.isInteger(cell)) continue;
    decimals = Math.max(decimals, (String(roundedNumber(cell)).split('.')[1] ?? '').length);
    if (decimals >= DECIMALS) break;
  }
  return formatOf(decimals);
}

function formatOf(decimals: number): string {
  return decimals === 0 ? '0' : `0.${'0'.repeat(Math.min(DECIMALS, decimals))}`;
}

/** What a person sees in the cell. */
function shownOf(cell: FileCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(roundedNumber(cell));
  if (cell instanceof Date) return TIME_FORMAT;
  return isFigure(cell) ? cell.value.toFixed(cell.decimals) : cell;
}

/** Characters a column is wide; a Chinese one takes the room of two. The first rows stand for all. */
function widthOf(title: string, rows: readonly (readonly FileCell[])[], column: number): number {
  let width = charsOf(title) + 2;
  for (const row of rows.slice(0, 500)) {
    width = Math.max(width, charsOf(shownOf(row[column] ?? null)) + 1);
  }
  return Math.min(WIDEST, Math.max(NARROWEST, width));
}

function charsOf(text: string): number {
  let chars = 0;
  for (const character of text) chars += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  return chars;
}
