import type { CurveColumns } from './curve.ts';

type Column = (number | null | undefined)[];

/** Columns as uPlot wants them: one time column, then min, max and mean of each curve. */
export type Aligned = [number[], ...Column[]];

/**
 * Puts curves with times of their own on one time column. Where only another curve has a value a column is `undefined` (drawn through); a missing value and each
 * gap is `null` (not drawn across).
 */
export function alignCurves(curves: readonly CurveColumns[]): Aligned {
  const times = new Set<number>();
  for (const { at, gaps } of curves) {
    for (const time of at) times.add(time);
    for (const [from, to] of gaps) times.add((from + to) / 2);
  }
  const at = [...times].sort((a, b) => a - b);
  const rowOf = new Map(at.map((time, row) => [time, row]));
  const columns: Column[] = [];
  for (const curve of curves) {
    for (const values of [curve.min, curve.max, curve.mean]) {
      const column: Column = new Array<undefined>(at.length).fill(undefined);
      for (const [from, to] of curve.gaps) column[rowOf.get((from + to) / 2) as number] = null;
      for (const [k, time] of curve.at.entries()) column[rowOf.get(time) as number] = values[k] ?? null;
      columns.push(column);
    }
  }
  return [at, ...columns];
}

/** Smallest and largest value between two times, over what belongs to it (limits that should be seen with it). */
export function extent(
  curves: readonly CurveColumns[],
  from: number,
  to: number,
  also: readonly number[] = [],
): readonly [number, number] | undefined {
  let [low, high] = [Infinity, -Infinity];
  const take = (value: number | null | undefined): void => {
    if (value === null || value === undefined || !Number.isFinite(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const { at, min, max } of curves) {
    for (const [k, time] of at.entries()) {
      if (time < from || time > to) continue;
      take(min[k]);
      take(max[k]);
    }
  }
  if (low > high) return undefined;
  const span = high - low;
  // A limit far away would press the curve flat: it is taken in only where it is within three times what the curve covers.
  for (const value of also) {
    if (value > low - 3 * span - Math.abs(low) * 0.05 && value < high + 3 * span + Math.abs(high) * 0.05) take(value);
  }
  const pad = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.05 || 1;
  return [low - pad, high + pad];
}

/** Places of values that stand alone between two holes: no line goes through them, so each is drawn as a point. */
export function loneValues(
  column: readonly (number | null | undefined)[],
  first: number,
  last: number,
): readonly number[] {
  const lone: number[] = [];
  let before: number | null = null;
  let candidate = -1;
  for (let k = first; k <= last; k += 1) {
    const value = column[k];
    if (value === undefined) continue;
    if (value === null) {
      if (candidate >= 0) lone.push(candidate);
      candidate = -1;
    } else candidate = before === null ? k : -1;
    before = value;
  }
  if (candidate >= 0) lone.push(candidate);
  return lone;
}
