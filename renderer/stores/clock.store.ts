import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

/**
 * The core's clock, as the page knows it: set by `welcome.now` and `status.now`, carried on by the page's monotonic clock,
 * so that ages and deadlines are right where the PC's own clock is wrong. `now` ticks once a second. Written by link/ only.
 */
export const useClock = defineStore('clock', () => {
  const now = shallowRef(Date.now());
  let baseMs = Date.now();
  let baseMonotonicMs = performance.now();

  const coreNow = (): number => baseMs + (performance.now() - baseMonotonicMs);

  /** A message of the core said what time it is. Small steps back are ignored: they are only its travel time. */
  function set(coreMs: number): void {
    const drift = coreMs - coreNow();
    if (drift < 0 && drift > -250) return;
    baseMs = coreMs;
    baseMonotonicMs = performance.now();
    tick();
  }

  function tick(): void {
    now.value = coreNow();
  }

  return { now, coreNow, set, tick };
});
