import type { Clock } from '#shared/lib/clock.ts';

/** A console's worst case is a receipt every millisecond; ten seconds of twice that is a peer gone wrong [eng]. */
const PER_S = 2_000;
const BURST = 4_000;

/** Counts one peer's messages: false once it has sent more than a console can. */
export class FloodGuard {
  readonly #clock: Clock;
  #left = BURST;
  #at: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#at = clock.monotonic();
  }

  take(): boolean {
    const now = this.#clock.monotonic();
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) / 1_000) * PER_S) - 1;
    this.#at = now;
    return this.#left >= 0;
  }
}
