import type { Measure } from '#shared/domain/telemetry/measures.ts';
import { signalIdOf } from '#shared/domain/telemetry/measures.ts';

/** What a driver knows of a signal before it has an index. Range in `unit`, the unit of MEASURES. */
export interface SignalDescription {
  readonly stationId: string;
  readonly measure: Measure;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly staleAfterMs: number;
  readonly driver: string;
}

export interface Signal extends SignalDescription {
  readonly index: number;
  readonly signalId: string;
}

/**
 * Signal id <-> index. Append-only within a process: an index never changes its meaning, so it can stand for the signal in
 * rings, tables and frames. Indexes differ from run to run; only signal ids are kept anywhere.
 */
export class SignalCatalogue {
  readonly #signals: Signal[] = [];
  readonly #indexes = new Map<string, number>();
  #revision = 0;

  /** Grows when a signal is added or described differently. */
  get revision(): number {
    return this.#revision;
  }

  get size(): number {
    return this.#signals.length;
  }

  /** Index of the signal, new or known. A known signal keeps its index and takes the new range, age limit and driver. */
  register(description: SignalDescription): number {
    const signalId = signalIdOf(description.stationId, description.measure);
    const index = this.#indexes.get(signalId) ?? this.#signals.length;
    this.#indexes.set(signalId, index);
    if (!isSame(this.#signals[index], description)) {
      this.#signals[index] = { ...description, index, signalId };
      this.#revision += 1;
    }
    return index;
  }

  indexOf(signalId: string): number | undefined {
    return this.#indexes.get(signalId);
  }

  at(index: number): Signal | undefined {
    return this.#signals[index];
  }

  /** All signals in index order. Copy, if it is kept: the catalogue grows. */
  list(): readonly Signal[] {
    return this.#signals;
  }
}

function isSame(known: Signal | undefined, description: SignalDescription): boolean {
  return (
    known !== undefined &&
    known.unit === description.unit &&
    known.low === description.low &&
    known.high === description.high &&
    known.staleAfterMs === description.staleAfterMs &&
    known.driver === description.driver
  );
}
