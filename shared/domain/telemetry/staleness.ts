/** [eng] A signal read once a second is stale after ten missed readings, the virtual city's and most stations' case. */
export const STALE_AFTER_MS = 10_000;

/** Age of a value in ms by its source time; 0 where the source's clock is ahead of ours (TEL-01). NaN where there is no source time. */
export function ageOf(sourceAtMs: number, nowMs: number): number {
  return Math.max(0, nowMs - sourceAtMs);
}

/**
 * Whether a value may no longer be shown as live (TEL-02, TEL-03, TEL-04). A source clock that runs ahead by more than the limit counts as stale:
 * such a value would otherwise look fresh long after its source fell silent.
 */
export function isStale(sourceAtMs: number, nowMs: number, staleAfterMs: number = STALE_AFTER_MS): boolean {
  return !(Math.abs(nowMs - sourceAtMs) <= staleAfterMs);
}
