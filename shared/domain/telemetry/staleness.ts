/**
 * Whether a value may no longer be shown as live (TEL-01, TEL-02). The age is that of the last news of the source, in ms on a monotonic
 * clock: core and page ask this one question, so a value that counts as stale in one place is drawn stale in the other.
 */
export function isStale(ageMs: number | undefined, staleAfterMs: number): boolean {
  return ageMs === undefined || !(ageMs <= staleAfterMs);
}
