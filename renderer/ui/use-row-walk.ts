import { useKeys } from './use-keys.ts';

export interface RowWalk<Row> {
  /** The list as it is shown. */
  readonly rows: () => readonly Row[];
  /** Whether one stands on this row; where that is none, the first step leads to the first. */
  readonly isHere: (row: Row) => boolean;
  readonly stand: (row: Row) => void;
  /** Brings the row at this place into sight. */
  readonly reveal: (index: number) => void;
}

/** Arrow keys walk the rows of a list while the calling component lives. @returns the step itself: by 0 to where one stands, or to the first row */
export function useRowWalk<Row>({ rows, isHere, stand, reveal }: RowWalk<Row>): (by: number) => void {
  function move(by: number): void {
    const list = rows();
    const to = Math.min(list.length - 1, Math.max(0, list.findIndex(isHere) + by));
    const row = list[to];
    if (row === undefined) return;
    stand(row);
    reveal(to);
  }
  useKeys([
    {
      key: 'ArrowDown',
      label: 'keys.next',
      run: () => {
        move(1);
      },
    },
    {
      key: 'ArrowUp',
      label: 'keys.previous',
      run: () => {
        move(-1);
      },
    },
  ]);
  return move;
}
