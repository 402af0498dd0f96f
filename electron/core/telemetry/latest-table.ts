import type { SignalColumns } from '#shared/contract/telemetry-frame.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import {
  believedRange,
  gradeOf,
  lainMsOf,
  latestBelievedMs,
  TIMING,
  timingOf,
  worse,
  type Timing,
} from '#shared/domain/telemetry/sample-rules.ts';
import { isStale } from '#shared/domain/telemetry/staleness.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { ChangeLog } from './change-log.ts';
import { createSampleColumns, type SampleColumns } from './ring.ts';
import type { SignalCatalogue } from './signal-catalogue.ts';

/** Samples that were not taken as they came, since the start. */
export interface SampleFaults {
  /** Older than the value held: kept for history alone (TEL-04). */
  late: number;
  /** The same value at the same source time again: not news, so its age goes on (TEL-06). */
  duplicate: number;
  /** Source time ahead of its server's clock by more than the clock limit: kept, at most uncertain (TEL-13). */
  future: number;
  /** NaN or infinite: kept as bad (TEL-11). */
  notANumber: number;
  /** Outside the instrument's span: kept as uncertain or bad (TEL-12). */
  outOfRange: number;
  /** Of no signal, or without a source time: thrown away (TEL-05). */
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
}

/** The newest sample of every signal, in columns by signal index. Latest wins by source time (SPEC of `shared/domain/telemetry`). */
export class LatestTable implements SignalColumns {
  readonly faults: SampleFaults = { late: 0, duplicate: 0, future: 0, notANumber: 0, outOfRange: 0, unknown: 0 };
  readonly #clock: Clock;
  readonly #catalogue: SignalCatalogue;
  readonly #log = new ChangeLog();
  #late = createSampleColumns(0);
  #values = new Float64Array(0);
  #sourceAtMs = new Float64Array(0);
  /** 1 where the source time held says nothing of the order: its server's clock was set back. */
  #isOrderless = new Uint8Array(0);
  #receivedMonotonicMs = new Float64Array(0);
  #revisions = new Float64Array(0);
  #believedFrom = new Float64Array(0);
  #believedTo = new Float64Array(0);
  #qualities = new Uint8Array(0);
  #revision = 0;
  #catalogueRevision = -1;
  #kept = 0;
  #hasOrderless = false;

  constructor(options: LatestTableOptions) {
    this.#clock = options.clock;
    this.#catalogue = options.catalogue;
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
  /** Rows of the last batch that are worth keeping: those that were taken and, behind them, the late ones. */
  get kept(): number {
    return this.#kept;
  }

  /**
   * Takes the first `count` rows of `batch` and puts them in order in place: rows [0, taken) are those that were taken, in their order
   * and with their qualities put right; rows [taken, {@link kept}) came late and are for history only. Duplicates and junk are gone.
   * @param serverSkewMs clock of the server the batch is from against ours, 0 where it is not known
   * @returns how many rows were taken
   */
  apply(batch: SampleColumns, count: number, serverSkewMs = 0): number {
    this.#kept = 0;
    if (count === 0) return 0;
    this.#followCatalogue();
    this.#log.reserve(count);
    const now = this.#clock.now();
    const monotonic = this.#clock.monotonic();
    const latestMs = latestBelievedMs(now, serverSkewMs);
    const revision = this.#revision + 1;
    const known = this.#catalogue.size;
    const { faults } = this;
    const log = this.#log;
    const hasOrderless = this.#hasOrderless;
    const [values, sources, received] = [this.#values, this.#sourceAtMs, this.#receivedMonotonicMs];
    const [revisions, froms, tos, qualities] = [this.#revisions, this.#believedFrom, this.#believedTo, this.#qualities];
    const { indexes: rowIndexes, values: rowValues, sourceAtMs: rowSources, qualities: rowQualities } = batch;
    let taken = 0;
    let late = 0;
    for (let row = 0; row < count; row += 1) {
      const index = rowIndexes[row] as number;
      if (index >= known) {
        faults.unknown += 1;
        continue;
      }
      const sourceAtMs = rowSources[row] as number;
      const value = rowValues[row] as number;
      let timing: Timing = timingOf(sourceAtMs, sources[index] as number, latestMs);
      if (timing !== TIMING.news && timing !== TIMING.junk && this.#isOrderless[index] === 1) timing = TIMING.news;
      if (timing === TIMING.junk) {
        faults.unknown += 1;
        continue;
      }
      let quality = rowQualities[row] as number;
      // One look for what is nearly always so; NaN fails it too.
      const isPlain =
        value >= (froms[index] as number) &&
        value <= (tos[index] as number) &&
        sourceAtMs <= latestMs &&
        quality <= QUALITY.bad;
      if (!isPlain) quality = this.#grade(index, value, quality, sourceAtMs > latestMs);
      if (timing === TIMING.late) {
        faults.late += 1;
        this.#keepLate(late, count, index, value, sourceAtMs, quality);
        late += 1;
        continue;
      }
      if (timing === TIMING.sameTime) {
        // At the same source time a corrected value is taken, but it is as old as the one before.
        if (qualities[index] === quality && Object.is(values[index], value)) {
          faults.duplicate += 1;
          continue;
        }
      } else {
        const isFirst = qualities[index] === QUALITY.none;
        received[index] = isFirst ? monotonic - lainMsOf(sourceAtMs, now, serverSkewMs) : monotonic;
        sources[index] = sourceAtMs;
        if (hasOrderless) this.#isOrderless[index] = 0;
      }
      values[index] = value;
      qualities[index] = quality;
      if (revisions[index] !== revision) {
        revisions[index] = revision;
        log.add(index, revision);
      }
      if (taken !== row) {
        batch.indexes[taken] = index;
        batch.values[taken] = value;
        batch.sourceAtMs[taken] = sourceAtMs;
      }
      if (taken !== row || !isPlain) batch.qualities[taken] = quality;
      taken += 1;
    }
    if (taken > 0) this.#revision = revision;
    for (let row = 0; row < late; row += 1) copyRow(this.#late, row, batch, taken + row);
    this.#kept = taken + late;
    return taken;
  }

  /** The clock of a driver's server was set back: what is held from it makes no later sample late (TEL-09). */
  forgetOrder(driver: string): void {
    this.#followCatalogue();
    for (const signal of this.#catalogue.list()) if (signal.driver === driver) this.#isOrderless[signal.index] = 1;
    this.#hasOrderless = true;
  }

  /**
   * Indexes of the signals taken after `revision`, each once, into `out`; 0 gives every signal that has a value.
   * @param among the signals that are asked for: where they are fewer than what changed, only they are looked at; otherwise others come too
   * @returns how many, at most `out.length` (make it as long as the columns)
   */
  changedSince(revision: number, out: Uint32Array, among?: Uint32Array): number {
    const changes = this.#log.since(revision) ?? this.#revisions.length;
    if (among !== undefined && among.length < changes) return this.#changedAmong(among, revision, out);
    if (changes < this.#revisions.length) return this.#log.changedSince(revision, this.#revisions, out);
    let count = 0;
    for (let index = 0; index < this.#revisions.length && count < out.length; index += 1) {
      if ((this.#revisions[index] as number) > revision) {
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
    this.#followCatalogue();
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

  #changedAmong(among: Uint32Array, revision: number, out: Uint32Array): number {
    let count = 0;
    for (let row = 0; row < among.length && count < out.length; row += 1) {
      const index = among[row] as number;
      if ((this.#revisions[index] ?? 0) > revision) {
        out[count] = index;
        count += 1;
      }
    }
    return count;
  }

  /** The quality of a sample that is not plain, and its place in the counts. */
  #grade(index: number, value: number, claimed: number, isFuture: boolean): number {
    const { low, high } = this.#catalogue.at(index) ?? { low: 0, high: 0 };
    if (isFuture) this.faults.future += 1;
    if (!Number.isFinite(value)) this.faults.notANumber += 1;
    else if (value < (this.#believedFrom[index] as number) || value > (this.#believedTo[index] as number)) {
      this.faults.outOfRange += 1;
    }
    return worse(gradeOf(value, claimed, low, high), isFuture ? QUALITY.uncertain : QUALITY.good);
  }

  /** Late rows wait beside the batch, since its places are still to be read. */
  #keepLate(row: number, most: number, index: number, value: number, sourceAtMs: number, quality: number): void {
    if (this.#late.indexes.length < most) {
      const wider = createSampleColumns(most);
      for (let kept = 0; kept < row; kept += 1) copyRow(this.#late, kept, wider, kept);
      this.#late = wider;
    }
    this.#late.indexes[row] = index;
    this.#late.values[row] = value;
    this.#late.sourceAtMs[row] = sourceAtMs;
    this.#late.qualities[row] = quality;
  }

  #followCatalogue(): void {
    if (this.#catalogue.revision === this.#catalogueRevision) return;
    this.#catalogueRevision = this.#catalogue.revision;
    this.#grow();
    for (const { index, low, high } of this.#catalogue.list()) {
      const { from, to } = believedRange(low, high);
      this.#believedFrom[index] = from;
      this.#believedTo[index] = to;
    }
  }

  #grow(): void {
    const size = this.#catalogue.size;
    const old = this.#values.length;
    if (size <= old) return;
    const length = Math.max(1024, 2 ** Math.ceil(Math.log2(size)));
    this.#values = grown(this.#values, length).fill(Number.NaN, old);
    this.#sourceAtMs = grown(this.#sourceAtMs, length);
    const isOrderless = new Uint8Array(length);
    isOrderless.set(this.#isOrderless);
    this.#isOrderless = isOrderless;
    this.#receivedMonotonicMs = grown(this.#receivedMonotonicMs, length);
    this.#revisions = grown(this.#revisions, length);
    this.#believedFrom = grown(this.#believedFrom, length);
    this.#believedTo = grown(this.#believedTo, length);
    const qualities = new Uint8Array(length).fill(QUALITY.none);
    qualities.set(this.#qualities);
    this.#qualities = qualities;
    this.#log.resize(length, this.#revision);
  }
}

function copyRow(from: SampleColumns, at: number, to: SampleColumns, row: number): void {
  to.indexes[row] = from.indexes[at] as number;
  to.values[row] = from.values[at] as number;
  to.sourceAtMs[row] = from.sourceAtMs[at] as number;
  to.qualities[row] = from.qualities[at] as number;
}

function grown(from: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
