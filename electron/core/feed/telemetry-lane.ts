import { encodeTelemetryFrame, type SignalColumns } from '#shared/contract/telemetry-frame.ts';

/** The newest values by signal index, and which of them changed since a revision. */
export interface LatestSource extends SignalColumns {
  readonly revision: number;
  /** Signals changed after `revision`, each once. `among`: those asked for; others may come too where that is cheaper. */
  changedSince(revision: number, out: Uint32Array, among?: Uint32Array): number;
}

/** Signals that a page has on screen, as a list and to look one up. */
interface Wanted {
  readonly isWanted: Uint8Array;
  readonly indexes: Uint32Array;
}

/**
 * What one page has on screen and how far it has been told. Latest wins: a page that is slow or asks rarely gets only the
 * newest value of each signal, never a queue.
 */
export class TelemetryWatch {
  readonly #latest: LatestSource;
  #wanted: Wanted | 'all' | 'none' = 'none';
  #toldRevision = 0;
  #changed = new Uint32Array(0);

  constructor(latest: LatestSource) {
    this.#latest = latest;
  }

  /** Sets what is on screen; the next frame brings every one of these signals, changed or not. */
  watch(signals: 'all' | readonly number[]): void {
    this.#toldRevision = 0;
    if (signals === 'all') {
      this.#wanted = 'all';
      return;
    }
    if (signals.length === 0) {
      this.#wanted = 'none';
      return;
    }
    // No spread: so many arguments end the stack. Indexes beyond the bound of the contract have been refused before.
    const isWanted = new Uint8Array(signals.reduce((most, index) => Math.max(most, index), 0) + 1);
    for (const index of signals) isWanted[index] = 1;
    // Each once, however often the page named it.
    const indexes = new Uint32Array(isWanted.reduce((count, one) => count + one, 0));
    let row = 0;
    for (let index = 0; index < isWanted.length; index += 1) if (isWanted[index] === 1) indexes[row++] = index;
    this.#wanted = { isWanted, indexes };
  }

  /** The frame of everything watched that changed since the last one, or undefined where nothing did. `now` in UTC ms. */
  nextFrame(now: number, monotonicMs: number): ArrayBuffer | undefined {
    if (this.#wanted === 'none') return undefined;
    const latest = this.#latest;
    const revision = latest.revision;
    if (revision === this.#toldRevision) return undefined;
    if (this.#changed.length < latest.values.length) this.#changed = new Uint32Array(latest.values.length);
    const wanted = this.#wanted === 'all' ? undefined : this.#wanted;
    let count = latest.changedSince(this.#toldRevision, this.#changed, wanted?.indexes);
    if (wanted !== undefined) {
      let kept = 0;
      for (let row = 0; row < count; row += 1) {
        const index = this.#changed[row]!;
        if (wanted.isWanted[index] === 1) {
          this.#changed[kept] = index;
          kept += 1;
        }
      }
      count = kept;
    }
    this.#toldRevision = revision;
    return count === 0 ? undefined : encodeTelemetryFrame(latest, this.#changed.subarray(0, count), now, monotonicMs);
  }
}
