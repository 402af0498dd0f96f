import type { Clock } from '#shared/lib/clock.ts';

/**
 * Tells how long this process stood still: stopped, swapped out, or its one thread taken. Ask at every turn; `atMostMs` is the longest time that
 * lies between two of them by rights.
 * @returns ms since the last turn where that is more, else 0
 */
export function watchStandstill(clock: Clock, atMostMs: number): () => number {
  let turnedAt = clock.monotonic();
  return () => {
    const now = clock.monotonic();
    const sinceMs = now - turnedAt;
    turnedAt = now;
    return sinceMs > atMostMs ? sinceMs : 0;
  };
}
