import type { Cancel, Clock } from '#shared/lib/clock.ts';

/** A turn later than this is our own fault: this thread had no processor, and could hear nobody. */
const LATE_MS = 300;

/**
 * Looks every `everyMs` whether a peer is silent. `look` is told for how long we were deaf ourselves since the last look, so that a
 * busy console does not take a healthy server for dead.
 */
export function watchSilence(clock: Clock, everyMs: number, look: (deafMs: number) => void): Cancel {
  let lookedAt = clock.monotonic();
  return clock.every(everyMs, () => {
    const now = clock.monotonic();
    const lateMs = now - lookedAt - everyMs;
    lookedAt = now;
    look(lateMs > LATE_MS ? lateMs : 0);
  });
}
