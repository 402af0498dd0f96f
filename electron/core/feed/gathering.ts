import type { Cancel, Clock } from '#shared/lib/clock.ts';

/**
 * Tells the first change after a quiet time at once, and those that follow within a while together, the newest of each key: a flood is told in a
 * few large pieces, not in thousands.
 */
export class Gathering<T> {
  readonly #clock: Clock;
  readonly #forMs: number;
  readonly #tell: (gathered: readonly T[]) => void;
  readonly #gathered = new Map<string, T>();
  #stop: Cancel | undefined;

  constructor(clock: Clock, forMs: number, tell: (gathered: readonly T[]) => void) {
    this.#clock = clock;
    this.#forMs = forMs;
    this.#tell = tell;
  }

  add(changes: readonly T[], keyOf: (change: T) => string): void {
    for (const change of changes) this.#gathered.set(keyOf(change), change);
    if (this.#stop === undefined) this.flush();
  }

  /** Tells at once what was gathered. */
  flush(): void {
    this.dispose();
    if (this.#gathered.size === 0) return;
    const gathered = [...this.#gathered.values()];
    this.#gathered.clear();
    this.#tell(gathered);
    this.#stop = this.#clock.after(this.#forMs, () => this.flush());
  }

  dispose(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
