import type { Clock } from '#shared/lib/clock.ts';

/** A clock that stands still until it is told to go on; timers run in the order of their time. Both times start at 0. */
export interface TestClock extends Clock {
  /** Lets `ms` pass on both clocks and runs what falls due on the way. */
  advance(ms: number): void;
  /** Lets `ms` pass as for a process that is stopped: `first` comes, then what fell due runs once each, late, and periods go on from there. */
  standStill(ms: number, first?: () => void): void;
}

export function createTestClock(): TestClock {
  let now = 0;
  const timers = new Set<{ at: number; readonly task: () => void; readonly periodMs: number | undefined }>();
  const set = (delayMs: number, task: () => void, periodMs: number | undefined) => {
    const timer = { at: now + delayMs, task, periodMs };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    now: () => now,
    monotonic: () => now,
    after: (delayMs, task) => set(delayMs, task, undefined),
    every: (periodMs, task) => set(periodMs, task, periodMs),
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        now = next.at;
        if (next.periodMs === undefined) timers.delete(next);
        else next.at += next.periodMs;
        next.task();
      }
      now = end;
    },
    standStill(ms, first) {
      now += ms;
      first?.();
      for (const timer of timers) if (timer.at < now) timer.at = now;
      this.advance(0);
    },
  };
}
