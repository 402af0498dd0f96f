export interface TableColumn<Row> {
  readonly key: string;
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Sorts by this instead of the text. */
  readonly sortBy?: (row: Row) => number | string;
  readonly numeric?: boolean;
  /** Width as in `grid-template-columns`. */
  readonly width?: string;
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
  const valueOf = column.sortBy ?? column.text;
  const collator = new Intl.Collator(language, { numeric: true });
  const keyed = found.map((row) => ({ row, value: valueOf(row) }));
  const sign = sort.isDescending ? -1 : 1;
  keyed.sort(
    ({ value: x }, { value: y }) =>
      sign * (typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y))),
  );
  return keyed.map(({ row }) => row);
}
