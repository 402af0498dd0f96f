import type { FileCell } from './file-cell.ts';

export interface TableColumn<Row> {
  readonly key: string;
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Sorts by this instead of the text. */
  readonly sortBy?: (row: Row) => number | string;
  readonly numeric?: boolean;
  /** Width as in `grid-template-columns`. */
  readonly width?: string;
  /** What a file gets instead of the text: numbers in `unit`, times as `Date`. Without it a numeric column gives the number that its text is. */
  readonly file?: (row: Row) => FileCell;
  /** Decimals of the number that `file` gives of a row, undefined where nobody knows. */
  readonly decimals?: (row: Row) => number | undefined;
  /** Unit of the numbers, for the heading in a file. */
  readonly unit?: string;
  /** Not on screen: what a file needs beside it, such as the unit where each row has its own. */
  readonly inFileOnly?: boolean;
}

/** The rows that a table shows: those in which every word of the filter is found in some column, sorted by one column. */
export function tableRowsOf<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  filter: string,
  sort: { readonly key: string; readonly isDescending: boolean } | undefined,
  language: string,
): readonly Row[] {
  const words = filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const textOf = (row: Row): string =>
    columns
      .map(({ text }) => text(row))
      .join(' ')
      .toLowerCase();
  const found =
    words.length === 0
      ? rows
      : rows.filter((row) => {
          const text = textOf(row);
          return words.every((word) => text.includes(word));
        });
  const column = columns.find(({ key }) => key === sort?.key);
  if (!column || !sort) return found;
  const valueOf = column.sortBy ?? (column.numeric ? numberIn(column) : column.text);
  const collator = new Intl.Collator(language, { numeric: true });
  const keyed = found.map((row) => ({ row, value: valueOf(row) }));
  const sign = sort.isDescending ? -1 : 1;
  keyed.sort(
    ({ value: x }, { value: y }) =>
      sign * (typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y))),
  );
  return keyed.map(({ row }) => row);
}

/** Figures sort as what they are worth (`0.12` before `0.5`, `-3` before `2`), what is none of them first. */
function numberIn<Row>({ text }: TableColumn<Row>): (row: Row) => number {
  return (row) => {
    const value = Number.parseFloat(text(row));
    return Number.isNaN(value) ? -Number.MAX_VALUE : value;
  };
}
