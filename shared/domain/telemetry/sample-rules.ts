import { QUALITY } from './measures.ts';
import type { Quality } from './measures.ts';

/** Clocks further apart than this are wrong; source times further ahead are not believed, ms [eng]. */
export const CLOCK_LIMIT_MS = 5_000;
/** 2000-01-01 UTC: what is dated before it has no time at all (empty time stamps are of 1601 or 1970). */
const EARLIEST_SOURCE_MS = 946_684_800_000;
/** Longest time that a full lane holds its driver up, ms [eng]. */
export const FULL_LANE_WAIT_MS = 1_000;
/** Share of the span by which a value may leave it and still be believed [eng]. */
const SPAN_MARGIN = 0.05;

/** What the source time of a sample says of it beside the one held. */
export const TIMING = { junk: 0, late: 1, sameTime: 2, news: 3 } as const;
export type Timing = (typeof TIMING)[keyof typeof TIMING];

/**
 * Where a sample stands by its source time (TEL-04, TEL-05, TEL-07, TEL-08).
 * @param heldAtMs source time of the value held; 0 where there is none, or where it says nothing of the order (TEL-09)
 * @param latestMs latest source time that is believed: {@link latestBelievedMs}
 */
export function timingOf(sourceAtMs: number, heldAtMs: number, latestMs: number): Timing {
  if (!(sourceAtMs >= EARLIEST_SOURCE_MS) || sourceAtMs === Infinity) return TIMING.junk;
  if (sourceAtMs > heldAtMs) return TIMING.news;
  if (sourceAtMs === heldAtMs) return TIMING.sameTime;
  return heldAtMs > latestMs && sourceAtMs <= latestMs ? TIMING.news : TIMING.late;
}

/** The latest source time that is believed, UTC ms: the server's clock, where it is ahead of ours, and the limit (TEL-13). */
export function latestBelievedMs(nowMs: number, serverSkewMs: number): number {
  return nowMs + Math.max(0, serverSkewMs) + CLOCK_LIMIT_MS;
}

/** How long a value that comes first has lain at its source, ms; never negative (TEL-03). */
export function lainMsOf(sourceAtMs: number, nowMs: number, serverSkewMs: number): number {
  return Math.max(0, nowMs + serverSkewMs - sourceAtMs);
}

/** Bounds within which a value of an instrument with the span `low` to `high` is believed (TEL-12); no span, no bounds. */
export function believedRange(low: number, high: number): { readonly from: number; readonly to: number } {
  const margin = high > low ? SPAN_MARGIN * (high - low) : Infinity;
  return { from: low - margin, to: high + margin };
}

/** Quality of a value by itself and its instrument's span, at best what its driver says (TEL-10, TEL-11, TEL-12). */
export function gradeOf(value: number, claimed: number, low: number, high: number): Quality {
  if (!Number.isFinite(value)) return QUALITY.bad;
  const span = high > low ? high - low : Infinity;
  if (value < low - span || value > high + span) return QUALITY.bad;
  const { from, to } = believedRange(low, high);
  return worse(claimed, value < from || value > to ? QUALITY.uncertain : QUALITY.good);
}

/** The worse of two qualities; a number that stands for none is bad (TEL-10). */
export function worse(a: number, b: number): Quality {
  const worst = Math.max(a, b);
  if (worst === QUALITY.good) return QUALITY.good;
  return worst === QUALITY.uncertain ? QUALITY.uncertain : QUALITY.bad;
}

/** Whether the clock of a server is wrong enough to be shown as a fault (TEL-14). */
export function isClockWrong(serverSkewMs: number | undefined): boolean {
  return serverSkewMs !== undefined && Math.abs(serverSkewMs) > CLOCK_LIMIT_MS;
}

/** Whether a clock was set back between two measurements, so that the order by its times begins anew (TEL-09). */
export function isSetBack(serverSkewMs: number, skewBeforeMs: number): boolean {
  return skewBeforeMs - serverSkewMs > CLOCK_LIMIT_MS;
}

/**
 * What a driver does when the lane is full (TEL-15).
 * @param takings how often the core has taken samples so far
 * @param takingsAtVainWait the same, when the driver last waited in vain
 */
export function whenFull(takings: number, takingsAtVainWait: number | undefined): 'wait' | 'dropOldest' {
  return takings === takingsAtVainWait ? 'dropOldest' : 'wait';
}
