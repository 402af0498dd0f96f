const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What a chart shows, UTC ms. `follows`: the right edge is now and goes on with it. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
  readonly follows: boolean;
}

/** The ranges that are one click away. */
export const SPANS = { '30min': 30 * MINUTE_MS, '24h': DAY_MS, '30d': 30 * DAY_MS } as const;
export type Span = keyof typeof SPANS;

/** [eng] No closer than ten samples of a second, no wider than the history is kept. */
const NARROWEST_MS = 10 * SECOND_MS;
const WIDEST_MS = 3 * 366 * DAY_MS;

/** The last `span`, following now. */
export function lastSpan(span: Span, nowMs: number): TimeRange {
  return { from: nowMs - SPANS[span], to: nowMs, follows: true };
}

/** Follows now with the same width; a range that does not follow stays. */
export function followed(range: TimeRange, nowMs: number): TimeRange {
  return range.follows ? { from: range.from + nowMs - range.to, to: nowMs, follows: true } : range;
}

/** `factor` < 1 zooms in around `aroundMs`. The right edge never passes now, and follows it once it touches it. */
export function zoomed(range: TimeRange, factor: number, aroundMs: number, nowMs: number): TimeRange {
  const wanted = (range.to - range.from) * factor;
  const span = Math.min(WIDEST_MS, Math.max(NARROWEST_MS, wanted));
  const share = (aroundMs - range.from) / (range.to - range.from);
  const from = aroundMs - span * share;
  return heldTo({ from, to: from + span, follows: false }, nowMs);
}

/** Moves by a share of the width: -0.5 is half a screen back. */
export function panned(range: TimeRange, share: number, nowMs: number): TimeRange {
  const by = (range.to - range.from) * share;
  return heldTo({ from: range.from + by, to: range.to + by, follows: false }, nowMs);
}

/** Exactly what was drawn with the mouse; undefined where that is too narrow to mean anything. */
export function selected(fromMs: number, toMs: number, nowMs: number): TimeRange | undefined {
  const [from, to] = fromMs < toMs ? [fromMs, toMs] : [toMs, fromMs];
  return to - from < NARROWEST_MS ? undefined : heldTo({ from, to, follows: false }, nowMs);
}

function heldTo(range: TimeRange, nowMs: number): TimeRange {
  if (range.to < nowMs) return range;
  return { from: range.from - (range.to - nowMs), to: nowMs, follows: true };
}

/** `HH:mm:ss`, `HH:mm` or `MM-DD`, as the distance between two marks of the time axis asks for; the day is named where it begins. */
export function timeMarks(marks: readonly number[], stepMs: number): readonly string[] {
  let day = '';
  return marks.map((at) => {
    const date = new Date(at);
    const two = (n: number): string => String(n).padStart(2, '0');
    const today = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    if (stepMs >= DAY_MS) return today;
    const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
    const text = stepMs < MINUTE_MS ? `${clock}:${two(date.getSeconds())}` : clock;
    const isNewDay = today !== day;
    day = today;
    return isNewDay ? `${text}\n${today}` : text;
  });
}
