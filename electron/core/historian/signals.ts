import type { HistoryStore, StoredSignal } from './store.ts';

/** A signal as the core's catalogue tells it. Its place in the list told is its index on the lane. */
export interface ToldSignal {
  readonly signalId: string;
  readonly staleAfterMs: number;
}

/** Signal id <-> number. A number is given once and stays over restarts; indexes are those of this run. */
export class Signals {
  #numberOfIndex = new Int32Array(0);
  #told = 0;
  #known: StoredSignal[] = [];
  readonly #byId = new Map<string, StoredSignal>();

  load(store: HistoryStore): void {
    for (const signal of store.signals()) this.#hold(signal);
  }

  /** Signals told so far in this run; rows with a higher index are of signals not yet told. */
  get told(): number {
    return this.#told;
  }

  /** Index -> number, by index; read it anew after {@link Signals.tell}. */
  get numberOfIndex(): Int32Array {
    return this.#numberOfIndex;
  }

  find(signalId: string): StoredSignal | undefined {
    return this.#byId.get(signalId);
  }

  all(): readonly StoredSignal[] {
    return this.#known;
  }

  /**
   * Takes the signals from index `from` on; those that are new get the next numbers.
   * @returns what is to be stored: new signals, and those whose limit of age has changed
   */
  tell(from: number, signals: readonly ToldSignal[]): readonly StoredSignal[] {
    const end = from + signals.length;
    if (end > this.#numberOfIndex.length) {
      const grown = new Int32Array(Math.max(1_024, end * 2)).fill(-1);
      grown.set(this.#numberOfIndex);
      this.#numberOfIndex = grown;
    }
    this.#told = Math.max(this.#told, end);
    return signals.flatMap(({ signalId, staleAfterMs }, i) => {
      const held = this.#byId.get(signalId);
      const signal = { number: held?.number ?? this.#known.length, id: signalId, staleAfterMs };
      this.#numberOfIndex[from + i] = signal.number;
      if (held?.staleAfterMs === staleAfterMs) return [];
      this.#hold(signal);
      return [signal];
    });
  }

  #hold(signal: StoredSignal): void {
    this.#known[signal.number] = signal;
    this.#byId.set(signal.id, signal);
  }
}
