import { shallowRef, watch } from 'vue';
import { useClock } from '../../stores/clock.store.ts';
import { followed, lastSpan, panned, selected, SPANS, zoomed, type Span, type TimeRange } from './time-range.ts';

/** Small moves (a wheel, a drag) are one step of the way back. */
const STEP_MS = 700;
const STEPS_MAX = 50;

/** What is in sight, how it is changed, and the way back. */
export function useRange(
  first: () => { readonly span: Span; readonly around: number | undefined; readonly start: TimeRange | undefined },
) {
  const clock = useClock();
  /** Whole ms: marks of the time axis fall on whole minutes. */
  const nowMs = (): number => Math.round(clock.coreNow());
  const range = shallowRef<TimeRange>(start());
  const past = shallowRef<readonly TimeRange[]>([]);
  let steppedAt = -Infinity;

  /** The last span, or a span around a time that is longer ago. */
  function start(): TimeRange {
    const { span, around, start: given } = first();
    const now = nowMs();
    if (given) return followed(given, now);
    const last = lastSpan(span, now);
    if (around === undefined || around > last.from + SPANS[span] * 0.05) return last;
    return { from: around - SPANS[span] / 2, to: around + SPANS[span] / 2, follows: false };
  }

  function go(next: TimeRange | undefined, isSmall = false): void {
    if (!next) return;
    const now = performance.now();
    if (!isSmall || now - steppedAt > STEP_MS) past.value = [...past.value, range.value].slice(-STEPS_MAX);
    steppedAt = now;
    range.value = next;
  }

  function back(): void {
    const before = past.value.at(-1);
    if (!before) return;
    past.value = past.value.slice(0, -1);
    range.value = followed(before, nowMs());
  }

  watch(
    () => clock.now,
    () => {
      range.value = followed(range.value, nowMs());
    },
  );

  return {
    range,
    past,
    back,
    toSpan: (span: Span) => go(lastSpan(span, nowMs())),
    toNow: () => {
      const { from, to } = range.value;
      const now = nowMs();
      go({ from: now - (to - from), to: now, follows: true });
    },
    select: (from: number, to: number) => go(selected(from, to, nowMs())),
    zoom: (factor: number, around: number) => go(zoomed(range.value, factor, around, nowMs()), true),
    pan: (share: number) => go(panned(range.value, share, nowMs()), true),
    restart: () => {
      past.value = [];
      range.value = start();
    },
  };
}
