import { indexAt } from './curve.ts';
import type { TimeRange } from './time-range.ts';

/** What a key does to a chart. */
export type ChartAct =
  | { readonly do: 'cursor'; readonly at: number }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'pan'; readonly share: number }
  | { readonly do: 'back' };

/** What the keys move over: times of the first curve, of what happened, what is in sight, where the cursor is. */
export interface ChartPlace {
  readonly at: readonly number[];
  readonly happenings: readonly number[];
  readonly range: TimeRange;
  readonly cursorAt: number | undefined;
}

const MANY = 10;

/** Arrows move the cursor by one value (Shift: ten), Home and End to the edges, `[` and `]` to what happened, PageUp and PageDown move the time, + and - zoom, Backspace goes back. */
export function cursorKey(
  {
    key,
    shiftKey,
    ctrlKey,
    altKey,
    metaKey,
  }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>,
  place: ChartPlace,
): ChartAct | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  const { range } = place;
  const at = place.at.filter((time) => time >= range.from && time <= range.to);
  const here = place.cursorAt ?? range.to;
  const cursor = (time: number | undefined): ChartAct | undefined =>
    time === undefined ? undefined : { do: 'cursor', at: time };
  const step = (by: number): ChartAct | undefined => {
    const last = at.length - 1;
    const k = indexAt(at, here) + by + (by < 0 && at[indexAt(at, here)] !== here ? 1 : 0);
    return cursor(at[Math.min(last, Math.max(0, k))]);
  };
  switch (key) {
    case 'ArrowLeft':
      return step(shiftKey ? -MANY : -1);
    case 'ArrowRight':
      return step(shiftKey ? MANY : 1);
    case 'Home':
      return cursor(at[0]);
    case 'End':
      return cursor(at.at(-1));
    case '[':
      return cursor(place.happenings.findLast((time) => time < here));
    case ']':
      return cursor(place.happenings.find((time) => time > here));
    case 'PageUp':
      return { do: 'pan', share: -0.5 };
    case 'PageDown':
      return { do: 'pan', share: 0.5 };
    case '+':
    case '=':
      return { do: 'zoom', factor: 0.5 };
    case '-':
      return { do: 'zoom', factor: 2 };
    case 'Backspace':
      return { do: 'back' };
    default:
      return undefined;
  }
}
