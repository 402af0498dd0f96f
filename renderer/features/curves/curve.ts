import type { HistoryCurve, HistoryTier } from '#shared/contract/history-api.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';

/** What is to be drawn: a signal, as it was `earlierMs` ago (0: now). */
export interface CurveSpec {
  readonly signalId: string;
  readonly earlierMs: number;
}

/** One curve of a chart in columns, its times moved to where it is drawn. Null: no good value. */
export interface CurveColumns {
  readonly spec: CurveSpec;
  readonly tier: HistoryTier;
  readonly at: readonly number[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly mean: readonly (number | null)[];
  readonly quality: readonly number[];
  readonly gaps: readonly (readonly [number, number])[];
}

/** Names a curve within a chart. */
export const keyOfSpec = ({ signalId, earlierMs }: CurveSpec): string => `${signalId}@${String(earlierMs)}`;

/** What the core read, put where it is drawn: a curve of yesterday lies over today. */
export function columnsOf(spec: CurveSpec, curve: HistoryCurve): CurveColumns {
  const shift = spec.earlierMs;
  return {
    spec,
    tier: curve.tier,
    at: curve.at.map((at) => at + shift),
    min: curve.min,
    max: curve.max,
    mean: curve.mean,
    quality: curve.quality,
    gaps: curve.gaps.map(([from, to]) => [from + shift, to + shift] as const),
  };
}

/** Live values that came after the history was read, oldest first. */
export interface Tail {
  readonly at: number[];
  readonly value: (number | null)[];
  readonly quality: number[];
}

/** Adds a live sample to a tail when it is newer than what is there; says whether it was. A bad value leaves a hole. */
export function extendTail(
  tail: Tail,
  afterMs: number,
  sample: { atMs: number; value: number; quality: number },
): boolean {
  if (sample.quality === QUALITY.none || !(sample.atMs > (tail.at.at(-1) ?? afterMs))) return false;
  tail.at.push(sample.atMs);
  tail.value.push(sample.quality === QUALITY.bad || !Number.isFinite(sample.value) ? null : sample.value);
  tail.quality.push(sample.quality);
  return true;
}

/** A curve with its live tail. A tail that begins later than `staleAfterMs` after the curve ends leaves a gap. */
export function withTail(curve: CurveColumns, tail: Tail, staleAfterMs: number): CurveColumns {
  const last = curve.at.at(-1);
  const k = last === undefined ? 0 : tail.at.findIndex((at) => at > last);
  if (k < 0 || tail.at.length === 0) return curve;
  const at = tail.at.slice(k);
  const value = tail.value.slice(k);
  // What the history calls a gap up to now ends where the live values begin.
  const first = at[0] as number;
  const gaps = curve.gaps.filter(([from]) => from < first).map(([from, to]) => [from, Math.min(to, first)] as const);
  for (const [i, next] of at.entries()) {
    const before = i === 0 ? last : at[i - 1];
    const isLong = before !== undefined && next - before > staleAfterMs + bucketMs(curve);
    if (isLong && !gaps.some(([, to]) => to === next)) gaps.push([before, next]);
  }
  return {
    ...curve,
    at: [...curve.at, ...at],
    min: [...curve.min, ...value],
    max: [...curve.max, ...value],
    mean: [...curve.mean, ...value],
    quality: [...curve.quality, ...tail.quality.slice(k)],
    gaps,
  };
}

/** Width of one point of the curve, ms: a bucket stands for the time to the next. */
export function bucketMs({ at }: Pick<CurveColumns, 'at'>): number {
  const last = at.length - 1;
  return last > 0 ? ((at[last] as number) - (at[0] as number)) / last : 0;
}

/** Where the newest value is too old to be live, from when on: drawn hatched. */
export function staleFrom(curve: CurveColumns, staleAfterMs: number, nowMs: number): number | undefined {
  const last = curve.at.at(-1);
  if (last === undefined || curve.spec.earlierMs !== 0) return undefined;
  const end = last + (curve.tier === 'raw' ? 0 : bucketMs(curve));
  return nowMs - end > staleAfterMs ? end : undefined;
}

/** Times of the values that were left out because they were bad. */
export function badTimes({ at, quality, mean }: CurveColumns): readonly number[] {
  return at.filter((_, k) => quality[k] === QUALITY.bad || mean[k] === null);
}

/** Whether there is anything to draw. */
export const hasValues = ({ mean }: CurveColumns): boolean => mean.some((value) => value !== null);

/** Index of the value that stands at a time: the last one that is not later; -1 before the first. */
export function indexAt(at: readonly number[], ms: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] as number) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What a curve says at a time. Undefined before its first value, in a gap, and long after its last value. */
export function valueAt(
  curve: CurveColumns,
  ms: number,
):
  | { readonly mean: number | null; readonly min: number | null; readonly max: number | null; readonly quality: number }
  | undefined {
  const k = indexAt(curve.at, ms);
  if (k < 0 || curve.gaps.some(([from, to]) => ms > from && ms < to)) return undefined;
  if (k === curve.at.length - 1 && ms - (curve.at[k] as number) > Math.max(60_000, 2 * bucketMs(curve)))
    return undefined;
  return {
    mean: curve.mean[k] ?? null,
    min: curve.min[k] ?? null,
    max: curve.max[k] ?? null,
    quality: curve.quality[k] ?? QUALITY.none,
  };
}
