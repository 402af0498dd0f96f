import type { SignalInfo } from '#shared/contract/console-api.ts';
import { QUALITY, type Measure, type Quality } from '#shared/domain/telemetry/measures.ts';
import { isStale } from '#shared/domain/telemetry/staleness.ts';
import type { LatestTable } from '../../stores/latest-table.ts';

/** One signal's newest value, judged: what may be shown, and how. */
export interface Reading {
  readonly value: number;
  readonly quality: Quality;
  /** Since the core got it, ms; infinite where there never was one. */
  readonly ageMs: number;
  /** Older than its limit, or without a value: drawn hatched, with its age. */
  readonly isStale: boolean;
  readonly isBad: boolean;
}

/** @param monotonicMs the page's `performance.now()` */
export function readSignal(latest: LatestTable, signal: SignalInfo, monotonicMs: number): Reading {
  const quality = latest.quality(signal.index);
  const ageMs = latest.ageMs(signal.index, monotonicMs);
  return {
    value: latest.value(signal.index),
    quality,
    ageMs,
    isStale: quality === QUALITY.none || isStale(ageMs, signal.staleAfterMs),
    isBad: quality === QUALITY.bad,
  };
}

/** How a measure that is only on or off reads; undefined for one that is a number, or where there is no value. */
export function switchWord(value: number, measure: Measure): 'on' | 'off' | undefined {
  if (measure !== 'circulationPumpOn' || !Number.isFinite(value)) return undefined;
  return value >= 0.5 ? 'on' : 'off';
}
