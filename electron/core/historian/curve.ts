import type { HistoryCurve, HistoryTier } from '#shared/contract/history-api.ts';
import { isUsable, type Rollups } from './rollup.ts';
import { NOT_A_NUMBER, QUALITY_MASK, type Series } from './series.ts';

/** Rows of a curve in the making; see HistoryCurve. */
export class CurveRows {
  readonly at: number[] = [];
  readonly min: (number | null)[] = [];
  readonly max: (number | null)[] = [];
  readonly mean: (number | null)[] = [];
  readonly count: number[] = [];
  readonly quality: number[] = [];

  /** A row for every sample. */
  addSamples(series: Series): void {
    for (let i = 0; i < series.length; i += 1) {
      const flags = series.qualities[i] as number;
      const isGood = (flags & NOT_A_NUMBER) === 0 && isUsable(flags);
      const value = isGood ? (series.values[i] as number) : null;
      this.at.push(series.at[i] as number);
      this.min.push(value);
      this.max.push(value);
      this.mean.push(value);
      this.count.push(isGood ? 1 : 0);
      this.quality.push(flags & QUALITY_MASK);
    }
  }

  /** A row for every slot that is held, of those whose beginning lies in [from, to). */
  addSlots(rollups: Rollups, startAt: number, stepMs: number, from: number, to: number): void {
    for (let slot = 0; slot < rollups.slots; slot += 1) {
      const at = startAt + slot * stepMs;
      if (rollups.isHeld[slot] === 0 || at + stepMs <= from || at >= to) continue;
      const isEmpty = rollups.counts[slot] === 0;
      this.at.push(at);
      this.min.push(isEmpty ? null : (rollups.min[slot] as number));
      this.max.push(isEmpty ? null : (rollups.max[slot] as number));
      this.mean.push(isEmpty ? null : (rollups.mean[slot] as number));
      this.count.push(rollups.counts[slot] as number);
      this.quality.push(rollups.qualities[slot] as number);
    }
  }

  /** Joins neighbours into slots of `stepMs` from `from` on, which keep the extremes. */
  thinnedTo(rollups: Rollups, from: number, stepMs: number): CurveRows {
    rollups.clear();
    for (let i = 0; i < this.at.length; i += 1) {
      const slot = Math.max(0, Math.min(rollups.slots - 1, Math.floor(((this.at[i] as number) - from) / stepMs)));
      rollups.add(
        slot,
        this.min[i] ?? 0,
        this.max[i] ?? 0,
        this.mean[i] ?? 0,
        this.count[i] as number,
        this.quality[i] as number,
      );
    }
    const thinned = new CurveRows();
    thinned.addSlots(rollups, from, stepMs, from, Number.POSITIVE_INFINITY);
    return thinned;
  }

  curve(signalId: string, tier: HistoryTier, gaps: [number, number][]): HistoryCurve {
    const { at, min, max, mean, count, quality } = this;
    return { signalId, tier, at, min, max, mean, count, quality, gaps };
  }
}

/**
 * The spans in [from, to) in which nothing came for longer than `limitMs`: each row speaks for `stepMs` from its time on (0 for a sample), so
 * a gap of a coarse tier is one for certain.
 */
export function gapsOf(
  at: ArrayLike<number>,
  length: number,
  span: { readonly from: number; readonly to: number; readonly stepMs: number; readonly limitMs: number },
): [number, number][] {
  const { from, to, stepMs, limitMs } = span;
  const gaps: [number, number][] = [];
  let silentFrom = from;
  for (let i = 0; i < length; i += 1) {
    const time = at[i] as number;
    if (time - silentFrom > limitMs) gaps.push([silentFrom, time]);
    silentFrom = time + stepMs;
  }
  if (to - silentFrom > limitMs) gaps.push([silentFrom, to]);
  return gaps;
}
