import type { Cancel, Clock } from './clock.ts';

/**
 * Takes a step at once when it is woken after a quiet time, and then one after the other, each after the pause that the last one asked for;
 * a step that asks for none ends it until it is woken again.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #step: () => number | undefined;
  #stop: Cancel | undefined;

  /** @param step does what there is to do and returns how long to wait before the next, ms; undefined: there was nothing */
  constructor(clock: Clock, step: () => number | undefined) {
    this.#clock = clock;
    this.#step = step;
  }

  /** There is something to do; it waits for the pause of the last step. */
  wake(): void {
    if (this.#stop === undefined) this.stepNow();
  }

  /** Takes the next step without waiting for the pause. */
  stepNow(): void {
    this.dispose();
    const pauseMs = this.#step();
    if (pauseMs !== undefined) this.#stop = this.#clock.after(pauseMs, () => this.stepNow());
  }

  dispose(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
