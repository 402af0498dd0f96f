/** Spread of the last receipts, in ms from sending to receipt; undefined before the first. */
export interface LatencyStats {
  readonly count: number;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

const KEPT = 512;

/** Keeps the last latencies and how many there were in all. */
export function createLatency(): { add(ms: number): void; stats(): LatencyStats } {
  const kept: number[] = [];
  let count = 0;
  return {
    add(ms) {
      kept[count % KEPT] = ms;
      count += 1;
    },
    stats() {
      const sorted = [...kept].sort((a, b) => a - b);
      const at = (share: number): number | undefined =>
        sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
      return { count, p50Ms: at(0.5), p99Ms: at(0.99) };
    },
  };
}
