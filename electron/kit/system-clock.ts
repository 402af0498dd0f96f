import { performance } from 'node:perf_hooks';
import type { Cancel, Clock } from '#shared/lib/clock.ts';

/** The clock of the machine. The only place, beside entry files, where Node's own timers and times are read. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs: number, task: () => void): Cancel {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
  every(periodMs: number, task: () => void): Cancel {
    const timer = setInterval(task, periodMs);
    return () => clearInterval(timer);
  },
};
