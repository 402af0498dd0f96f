import type { SignalColumns } from '#shared/contract/telemetry-frame.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { isStale } from '#shared/domain/telemetry/staleness.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { SampleColumns } from './ring.ts';
import type { SignalCatalogue } from './signal-catalogue.ts';

/** Samples that were not taken as they came, since the start. */
export interface SampleFaults {
  /** Older than the value held, or without a source time: thrown away. */
  late: number;
  /** The same value at the same source time again: not news, so its age goes on (a frozen source grows stale). */
  duplicate: number;
  /** Source time ahead of the console's clock by more than the skew limit: kept, at most uncertain. */
  future: number;
  /** NaN or infinite: kept as bad. */
  notANumber: number;
  /** Index that no signal has: thrown away. */
  unknown: number;
}

/** How fresh the signals are. Ages run on the monotonic clock from reception. */
export interface Freshness {
  readonly known: number;
  readonly live: number;
  readonly stale: number;
  /** Age of the oldest value held, ms; 0 where no signal has a value. */
  readonly oldestAgeMs: number;
}

interface LatestTableOptions {
  readonly clock: Clock;
  readonly catalogue: SignalCatalogue;
  /** Source times further ahead than this are uncertain. Default 5 s. */
  readonly maxSkewMs?: number;
}

/** The newest sample of every signal, in columns by signal index. Latest wins by source time. */
export class LatestTable implements SignalColumns {
  readonly faults: SampleFaults = { late: 0, duplicate: 0, future: 0, notANumber: 0, unknown: 0 };
  readonly #clock: Clock;
  readonly #catalogue: SignalCatalogue;
  readonly #maxSkewMs: number;
  #values = new Float64Array(0);
  #sourceAtMs = new Float64Array(0);
  #receivedMonotonicMs = new Float64Array(0);
  #revisions = new Float64Array(0);
  #qualities = new Uint8Array(0);
  #revision = 0;

  constructor(options: LatestTableOptions) {
    this.#clock = options.clock;
    this.#catalogue = options.catalogue;
    this.#maxSkewMs = options.maxSkewMs ?? 5_000;
  }

  // The columns are exchanged when the catalogue grows: read them through the table, do not keep them.
  get values(): Float64Array {
    return this.#values;
  }
  get sourceAtMs(): Float64Array {
    return this.#sourceAtMs;
  }
  /** On the monotonic clock: when the value came that has this source time. */
  get receivedAtMs(): Float64Array {
    return this.#receivedMonotonicMs;
  }
  get qualities(): Uint8Array {
    return this.#qualities;
  }
  /** Counts batches that changed something; for {@link changedSince}. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * Takes the first `count` rows of `batch`. Late and duplicate rows and rows of unknown signals are squeezed out of the batch and the
   * qualities of the others put right, in place, so that the batch then holds exactly what was taken.
   * @returns how many rows were taken
   */
  apply(batch: SampleColumns, count: number): number {
    if (count === 0) return 0;
    this.#grow();
    const now = this.#clock.now();
    const monotonic = this.#clock.monotonic();
    const latestAllowed = now + this.#maxSkewMs;
    const revision = this.#revision + 1;
    const known = this.#catalogue.size;
    let taken = 0;
    for (let row = 0; row < count; row += 1) {
      const index = batch.indexes[row] as number;
      if (index >= known) {
        this.faults.unknown += 1;
        continue;
      }
      const sourceAtMs = batch.sourceAtMs[row] as number;
      const value = batch.values[row] as number;
      let quality = batch.qualities[row] as number;
      const held = this.#qualities[index] !== QUALITY.none;
      // A value whose time lay in the future must not shut out the true ones that follow once the server's clock is right.
      const heldAtMs = Math.min(this.#sourceAtMs[index] as number, latestAllowed);
      if (!Number.isFinite(sourceAtMs) || sourceAtMs <= 0 || (held && sourceAtMs < heldAtMs)) {
        this.faults.late += 1;
        continue;
      }
      if (sourceAtMs > latestAllowed) {
        this.faults.future += 1;
        if (quality === QUALITY.good) quality = QUALITY.uncertain;
      }
      if (!Number.isFinite(value)) {
        this.faults.notANumber += 1;
        quality = QUALITY.bad;
      }
      // At the same source time a corrected value is taken, but it is as old as the one before: a source whose clock stands still falls stale.
      const isSameTime = held && sourceAtMs === this.#sourceAtMs[index];
      if (isSameTime && this.#isHeld(index, value, quality)) {
        this.faults.duplicate += 1;
        continue;
      }
      this.#values[index] = value;
      this.#sourceAtMs[index] = sourceAtMs;
      // What comes first may have lain at the source for long (after our start, or its own): it is news once its source time moves on.
      const lainMs = held ? 0 : Math.max(0, now - sourceAtMs);
      if (!isSameTime) this.#receivedMonotonicMs[index] = monotonic - lainMs;
      this.#qualities[index] = quality;
      this.#revisions[index] = revision;
      batch.indexes[taken] = index;
      batch.values[taken] = value;
      batch.sourceAtMs[taken] = sourceAtMs;
      batch.qualities[taken] = quality;
      taken += 1;
    }
    if (taken > 0) this.#revision = revision;
    return taken;
  }

  /**
   * Indexes of the signals taken after `revision`, into `out`; 0 gives every signal that has a value.
   * @returns how many, at most `out.length` (make it `catalogue.size` long)
   */
  changedSince(revision: number, out: Uint32Array): number {
    const revisions = this.#revisions;
    let count = 0;
    for (let index = 0; index < revisions.length && count < out.length; index += 1) {
      if ((revisions[index] as number) > revision) {
        out[count] = index;
        count += 1;
      }
    }
    return count;
  }

  /** Monotonic ms since the signal's value came; undefined where it has none. */
  ageMs(index: number): number | undefined {
    const held = this.#qualities[index];
    if (held === undefined || held === QUALITY.none) return undefined;
    return this.#clock.monotonic() - (this.#receivedMonotonicMs[index] as number);
  }

  /** Counts live and stale signals by each one's own `staleAfterMs`; a signal that never had a value is stale. */
  freshness(): Freshness {
    this.#grow();
    let live = 0;
    let oldestAgeMs = 0;
    for (const signal of this.#catalogue.list()) {
      const ageMs = this.ageMs(signal.index);
      if (ageMs === undefined) continue;
      if (!isStale(ageMs, signal.staleAfterMs)) live += 1;
      oldestAgeMs = Math.max(oldestAgeMs, ageMs);
    }
    const known = this.#catalogue.size;
    return { known, live, stale: known - live, oldestAgeMs: Math.round(oldestAgeMs) };
  }

  #isHeld(index: number, value: number, quality: number): boolean {
    return this.#qualities[index] === quality && Object.is(this.#values[index], value);
  }

  #grow(): void {
    const size = this.#catalogue.size;
    const old = this.#values.length;
    if (size <= old) return;
    const length = Math.max(1024, 2 ** Math.ceil(Math.log2(size)));
    this.#values = grown(this.#values, length).fill(Number.NaN, old);
    this.#sourceAtMs = grown(this.#sourceAtMs, length);
    this.#receivedMonotonicMs = grown(this.#receivedMonotonicMs, length);
    this.#revisions = grown(this.#revisions, length);
    const qualities = new Uint8Array(length).fill(QUALITY.none);
    qualities.set(this.#qualities);
    this.#qualities = qualities;
  }
}

function grown(from: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
