import { valueAt, type CurveColumns } from './curve.ts';

/** What a curve says in figures: under the cursor, and over what is in sight. Undefined: nothing good. */
export interface CurveFigures {
  readonly atCursor: ReturnType<typeof valueAt>;
  readonly min: number | undefined;
  readonly mean: number | undefined;
  readonly max: number | undefined;
}

/** @param cursorAt UTC ms */
export function figuresOf(curve: CurveColumns, from: number, to: number, cursorAt: number): CurveFigures {
  let [min, max, sum, count] = [Infinity, -Infinity, 0, 0];
  for (const [k, at] of curve.at.entries()) {
    const mean = curve.mean[k];
    if (at < from || at > to || mean === null || mean === undefined) continue;
    min = Math.min(min, curve.min[k] ?? mean);
    max = Math.max(max, curve.max[k] ?? mean);
    sum += mean;
    count += 1;
  }
  const has = count > 0;
  return {
    atCursor: valueAt(curve, cursorAt),
    min: has ? min : undefined,
    mean: has ? sum / count : undefined,
    max: has ? max : undefined,
  };
}
