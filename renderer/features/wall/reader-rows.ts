import type { WallRow } from './use-wall-rows.ts';
import type { WallStation } from './wall-model.ts';

/** Rows of a new list are written so many at a time, those of a known one so that each is written every 5 s (50 slices of 100 ms). */
const FIRST_SLICE = 40;
const SLICES = 50;

const COLUMNS: readonly { readonly key?: string; readonly text: (row: WallRow) => string }[] = [
  { text: ({ station }) => station.name },
  { text: ({ station }) => station.id },
  { text: ({ station }) => station.area },
  { key: 'value', text: ({ value }) => value },
  { key: 'second', text: ({ second }) => second },
  { key: 'age', text: ({ age }) => age },
  { key: 'state', text: ({ state }) => state },
];

interface ReaderRow {
  readonly element: HTMLElement;
  readonly texts: readonly Text[];
  stationId: string;
}

/**
 * Rows of a table that are made and written a few at a time, straight in the document. Until each is that of the present list `body` says so
 * with `aria-busy`.
 */
export function createReaderRows(body: HTMLElement, rowOf: (station: WallStation) => WallRow) {
  const rows: ReaderRow[] = [];
  let stations: readonly WallStation[] = [];
  let next = 0;
  /** Rows that are written at the pace of a new list. */
  let pending = 0;
  /** Rows that are still those of an earlier list, or not there yet. */
  let foreign = 0;

  function newRow(): ReaderRow {
    const element = document.createElement('div');
    element.setAttribute('role', 'row');
    const texts = COLUMNS.map(({ key }) => {
      const cell = document.createElement('span');
      cell.setAttribute('role', 'cell');
      if (key !== undefined) cell.dataset['column'] = key;
      const text = document.createTextNode('');
      cell.append(text);
      element.append(cell);
      return text;
    });
    body.append(element);
    return { element, texts, stationId: '' };
  }

  function write(index: number): void {
    const station = stations[index];
    if (!station) return;
    const row = rows[index] ?? newRow();
    rows[index] = row;
    if (row.stationId !== station.id) {
      row.stationId = station.id;
      foreign -= 1;
      row.element.dataset['station'] = station.id;
      row.element.dataset['testid'] = `wall-cell-${station.id}`;
    }
    const words = rowOf(station);
    COLUMNS.forEach(({ text }, column) => {
      const node = row.texts[column];
      const word = text(words);
      if (node && node.data !== word) node.data = word;
    });
  }

  function writeSlice(): void {
    if (stations.length === 0 || document.hidden) return;
    const count = pending > 0 ? FIRST_SLICE : Math.ceil(stations.length / SLICES);
    for (let turn = 0; turn < Math.min(count, stations.length); turn += 1) {
      write(next);
      next = (next + 1) % stations.length;
      pending = Math.max(0, pending - 1);
    }
    tell();
  }

  function tell(): void {
    const isBusy = String(foreign > 0);
    if (body.getAttribute('aria-busy') !== isBusy) body.setAttribute('aria-busy', isBusy);
  }

  return {
    writeSlice,
    /**
     * From now on these stations; rows that are too many go at once, the others follow slice by slice. Writing goes on where it was: in a flood
     * the list is handed over anew several times a second, and would never come to its end from the first row each time.
     */
    show(list: readonly WallStation[]): void {
      stations = list;
      for (const { element } of rows.splice(list.length)) element.remove();
      next = rows.length < list.length ? Math.min(next, rows.length) : next % Math.max(1, list.length);
      pending = list.length;
      foreign = list.filter(({ id }, index) => rows[index]?.stationId !== id).length;
      tell();
      writeSlice();
    },
  };
}
