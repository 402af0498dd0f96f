import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import type { ActiveRow } from './active-rows.ts';

/** Still hands hold the list no longer than this. */
const HOLD_MS = 4_000;

/**
 * Keeps the lines of a list where they are while the pointer is at work in it: a button must not slide away under the hand. An alarm of high
 * priority that comes in ends the hold at once: it is never kept back.
 */
export function useHeldRows(live: Readonly<Ref<readonly ActiveRow[]>>) {
  const held = shallowRef<readonly ActiveRow[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function release(): void {
    clearTimeout(timer);
    held.value = undefined;
  }

  function hold(): void {
    held.value ??= live.value;
    clearTimeout(timer);
    timer = setTimeout(release, HOLD_MS);
  }

  watch(live, (rows) => {
    if (held.value && hasNewHigh(rows, held.value)) release();
  });
  onScopeDispose(() => {
    clearTimeout(timer);
  });

  return {
    rows: computed(() => held.value ?? live.value),
    /** Lines that wait to be shown. */
    waiting: computed(() => (held.value ? Math.max(0, live.value.length - held.value.length) : 0)),
    hold,
    release,
  };
}

function hasNewHigh(rows: readonly ActiveRow[], before: readonly ActiveRow[]): boolean {
  const known = new Set(highOf(before));
  return highOf(rows).some((key) => !known.has(key));
}

/** High priority stands on top, so it ends with the first of another. */
function highOf(rows: readonly ActiveRow[]): readonly string[] {
  const end = rows.findIndex((row) => row.kind === 'group' || row.alarm.priority !== 'high');
  return rows.slice(0, end < 0 ? rows.length : end).map(({ key }) => key);
}
