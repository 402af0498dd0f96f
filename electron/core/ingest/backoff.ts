import type { Cancel, Clock } from '#shared/lib/clock.ts';

/** Delays that double from `firstMs` to `mostMs` until told that all is well. One attempt is scheduled at a time. */
export class Backoff {
  readonly #clock: Clock;
  readonly #firstMs: number;
  readonly #mostMs: number;
  #nextMs: number;
  #cancel: Cancel | undefined;

  constructor(clock: Clock, firstMs: number, mostMs: number) {
    this.#clock = clock;
    this.#firstMs = firstMs;
    this.#mostMs = mostMs;
    this.#nextMs = firstMs;
  }

  /** Runs `attempt` after the current delay and doubles the delay of the one after it. */
  schedule(attempt: () => void): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(this.#nextMs, attempt);
    this.#nextMs = Math.min(this.#mostMs, this.#nextMs * 2);
  }

  /** The peer is well: the next failure starts from the first delay again. */
  reset(): void {
    this.#nextMs = this.#firstMs;
  }

  dispose(): void {
    this.#cancel?.();
  }
}
