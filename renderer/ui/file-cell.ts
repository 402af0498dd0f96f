/** A measured number with the decimals of its instrument: a workbook keeps the number and shows so many of them. */
export interface Figure {
  readonly value: number;
  readonly decimals: number;
}

/** A cell of a file: a number, a time, words; null is an empty cell. */
export type FileCell = string | number | Date | Figure | null;

/** [eng] Significant digits of a number in a file: more than any transmitter here tells apart. */
const DIGITS = 6;

export function isFigure(cell: FileCell): cell is Figure {
  return typeof cell === 'object' && cell !== null && 'decimals' in cell;
}

/** `53.1592` of `53.15924733807313`: six significant digits; whole numbers stay as they are, and six digits before the point are never rounded away. */
export function roundedNumber(value: number): number {
  if (Number.isInteger(value)) return value;
  return Math.abs(value) >= 10 ** DIGITS ? Math.round(value) : Number(value.toPrecision(DIGITS));
}
