import type { Clock } from '#shared/lib/clock.ts';
import { Pace } from '#shared/lib/pace.ts';

/**
 * Tells the first change after a quiet time at once, and those that follow within a while together, the newest of each key: a flood is told in a
 * few large pieces, not in thousands.
 */
export class Gathering<T> {
  readonly #pace: Pace;
  readonly #gathered = new Map<string, T>();

  constructor(clock: Clock, forMs: number, tell: (gathered: readonly T[]) => void) {
    this.#pace = new Pace(clock, () => {
      if (this.#gathered.size === 0) return undefined;
      const gathered = [...this.#gathered.values()];
      this.#gathered.clear();
      tell(gathered);
      return forMs;
    });
  }

  add(changes: readonly T[], keyOf: (change: T) => string): void {
    for (const change of changes) this.#gathered.set(keyOf(change), change);
    this.#pace.wake();
  }

  /** Tells at once what was gathered. */
  flush(): void {
    this.#pace.stepNow();
  }

  dispose(): void {
    this.#pace.dispose();
  }
}
