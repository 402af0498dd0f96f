import type { AlarmLimit, LimitKind } from '#shared/domain/alarm/types.ts';

const LOWS: readonly LimitKind[] = ['low', 'lowLow'];
const HIGHS: readonly LimitKind[] = ['high', 'highHigh'];

/** Limits that are a level of the value itself: a line can be drawn. */
export function levelLimits(limits: readonly AlarmLimit[]): readonly AlarmLimit[] {
  return limits.filter(({ kind }) => LOWS.includes(kind) || HIGHS.includes(kind));
}

/** Between the highest low and the lowest high: where the value is when all is well. Undefined where no limit says. */
export function normalBand(
  limits: readonly AlarmLimit[],
): { readonly low: number | undefined; readonly high: number | undefined } | undefined {
  const of = (kinds: readonly LimitKind[]): number[] =>
    limits.filter(({ kind }) => kinds.includes(kind)).map(({ limit }) => limit);
  const [lows, highs] = [of(LOWS), of(HIGHS)];
  if (lows.length + highs.length === 0) return undefined;
  return {
    low: lows.length > 0 ? Math.max(...lows) : undefined,
    high: highs.length > 0 ? Math.min(...highs) : undefined,
  };
}
