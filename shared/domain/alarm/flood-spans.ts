/** EEMUA 191: more than 10 alarms in 10 minutes are a flood, which lasts until fewer than 5 came in 10 minutes [std]. */
export const FLOOD = { spanMs: 600_000, beginsAbove: 10, endsBelow: 5 } as const;

/** A flood among raises in the order of their time: the raises `first` to `last`, both included. */
export interface FloodSpan {
  readonly first: number;
  readonly last: number;
  /** Time of its first raise, UTC ms. */
  readonly from: number;
  /** When it ended, undefined while it lasts at the end of the look. */
  readonly to: number | undefined;
}

/** @param times of the raises, rising, UTC ms; those after `untilMs` are not looked at */
export function floodSpans(times: Float64Array, untilMs: number): readonly FloodSpan[] {
  const spans: FloodSpan[] = [];
  let oldest = 0;
  let first = -1;
  let firstFree = 0;
  /** Lets raises grow old until `atMs`, `known` of which were seen. */
  const grow = (atMs: number, known: number): void => {
    for (; oldest < known; oldest += 1) {
      const goneAt = (times[oldest] as number) + FLOOD.spanMs;
      if (goneAt > atMs) return;
      if (first < 0 || known - oldest - 1 >= FLOOD.endsBelow) continue;
      spans.push({ first, last: known - 1, from: times[first] as number, to: goneAt });
      first = -1;
      firstFree = known;
    }
  };
  let known = 0;
  for (; known < times.length && (times[known] as number) <= untilMs; known += 1) {
    grow(times[known] as number, known);
    if (first < 0 && known - oldest + 1 > FLOOD.beginsAbove) first = Math.max(oldest, firstFree);
  }
  grow(untilMs, known);
  if (first >= 0) spans.push({ first, last: known - 1, from: times[first] as number, to: undefined });
  return spans;
}
