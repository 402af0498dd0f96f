import { computed } from 'vue';
import { useClock } from '../../stores/clock.store.ts';

const MINUTE_MS = 60_000;

/** The begin of the present minute of the core's clock, UTC ms: for what need not be judged each second. */
export function useMinute() {
  const time = useClock();
  return computed(() => Math.floor(time.now / MINUTE_MS) * MINUTE_MS);
}
