/** Stops a timer. Calling it after the timer has fired does nothing. */
export type Cancel = () => void;

/**
 * The only way domain and core code learn the time.
 * `now` is the wall clock in UTC ms and may jump; `monotonic` is in ms from an arbitrary start and never goes back.
 * Deadlines and timeouts run on `monotonic`; stamps are taken from `now`.
 */
export interface Clock {
  now(): number;
  monotonic(): number;
  /** Runs `task` once after `delayMs` of monotonic time. */
  after(delayMs: number, task: () => void): Cancel;
  /** Runs `task` every `periodMs` of monotonic time, first after one period. */
  every(periodMs: number, task: () => void): Cancel;
}

/** Source of new identifiers (injected, so that tests and simulations are repeatable). */
export type NewId = () => string;
