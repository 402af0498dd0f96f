import { isDiskFull } from '#kit/disk-full.ts';
import type { OpenDatabase } from '#kit/open-database.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { Compactor } from './compactor.ts';
import type { HistoryConfig } from './config.ts';
import type { GroupBuffer } from './group-buffer.ts';
import { readJournalRow } from './journal-rows.ts';
import { FLUSH_EVERY_MS, LiveSamples } from './live-samples.ts';
import { BLOCK_MS, HOUR_MS, placeOf } from './places.ts';
import { segmentsOf, type BuiltSegment } from './segment-writer.ts';
import { HistoryStore, keptFrom } from './store.ts';

/** The journal gets a row this often. */
const JOURNAL_EVERY_MS = 1_000;
/** What is in segments is taken out of the journal so many rows at a time. */
const TRIM_EVERY_ROWS = 8;
/** An hour is compacted this long after its end: its last samples are in segments by then. */
const GRACE_MS = 2 * FLUSH_EVERY_MS;
/** How often it is asked which hours are to be compacted, and what is too old. */
const REVIEW_EVERY_MS = 60_000;
/** Compacting and forgetting come in pieces of some 20 ms, this far apart: an hour of 34,000 signals takes two minutes of little load. */
const SLOW_EVERY_MS = 200;
/** On a full disk the next try is after so long. */
const RETRY_MS = 5_000;
/** Most time that writing takes in one turn, so that reads come in between, ms. */
const TURN_MS = 20;
const PURGE_ROWS = 1_000;

/** Writes the history of one open file: journal, segments, blocks; and forgets what is too old. Called in turns, never waits. */
export class HistoryWriter {
  readonly store: HistoryStore;
  readonly live: LiveSamples;
  /** Group and hour of what is not compacted. */
  readonly pending = new Map<number, Set<number>>();
  readonly #database: OpenDatabase;
  readonly #clock: Clock;
  readonly #config: HistoryConfig;
  readonly #compactor: Compactor;
  #queue: (readonly [group: number, hour: number])[] = [];
  #lastJournalAt = 0;
  #lastSlowAt = 0;
  /** Rows of the journal before this are forgotten. */
  #trimmedSeq = 0;
  #reviewAt = 0;
  #retryAt = 0;
  #isPurging = true;

  constructor(options: {
    readonly database: OpenDatabase;
    readonly clock: Clock;
    readonly config: HistoryConfig;
    readonly onBadBlob: (why: unknown) => void;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#config = options.config;
    this.store = new HistoryStore(options.database.sqlite);
    this.#compactor = new Compactor(this.store, options.config, options.onBadBlob);
    this.live = new LiveSamples({
      rawEveryMs: options.config.rawEveryMs,
      rawKeepMs: options.config.keepMs.raw,
      monotonic: () => this.#clock.monotonic(),
      onFull: (buffer) => this.#flush([buffer]),
      onJournalFull: () => this.#writeJournal(),
    });
    for (const [group, hour] of this.store.pending()) this.#mark(group, hour);
    this.#restore();
  }

  /** Whether the last write found no room. */
  get isFull(): boolean {
    return this.#database.isFull();
  }

  /** One turn of work: the journal each second, the groups whose turn it is, then one compaction or one step of forgetting. */
  turn(): void {
    const startedAt = this.#clock.monotonic();
    if (startedAt < this.#retryAt) return;
    if (startedAt - this.#lastJournalAt >= JOURNAL_EVERY_MS) this.#writeJournal();
    for (const buffer of this.live.buffers) {
      if (buffer === undefined || buffer.flushAt > startedAt) continue;
      if (!this.#flush([buffer])) return;
      if (this.#clock.monotonic() - startedAt > TURN_MS) return;
    }
    if (startedAt >= this.#reviewAt) this.#review(startedAt);
    if (startedAt - this.#lastSlowAt < SLOW_EVERY_MS) return;
    this.#lastSlowAt = startedAt;
    if (!this.compactNext() && this.#isPurging) this.#purge();
  }

  /** Writes everything that is in memory to segments. */
  flushAll(): void {
    this.#writeJournal();
    const buffers = this.live.buffers.filter((buffer) => buffer !== undefined);
    // Some at a time, so that a transaction stays small.
    for (let i = 0; i < buffers.length; i += 64) if (!this.#flush(buffers.slice(i, i + 64))) return;
  }

  /** Compacts the next group of an hour that is over; false where there is none. */
  compactNext(): boolean {
    const next = this.#queue.pop();
    if (next === undefined) return false;
    const [group, hour] = next;
    const isDone = this.#write(() => this.#compactor.compact(group, hour, this.#clock.now()));
    if (isDone) this.#unmark(group, hour);
    return isDone;
  }

  /** Asks at the next turn which hours are to be compacted. */
  reviewSoon(): void {
    this.#reviewAt = 0;
  }

  /** Writes out what another writer over a file that is gone had in memory. */
  adopt(live: LiveSamples): void {
    const segments = live.buffers.flatMap((buffer) => (buffer === undefined ? [] : segmentsOf(buffer)));
    this.putSegments(segments);
  }

  /** Stores segments; false where there is no room. */
  putSegments(segments: readonly BuiltSegment[]): boolean {
    const isDone = this.#write(() => {
      for (const { group, hour, points, data } of segments) {
        this.store.putSegment(group, hour, data);
        this.store.addUsage('raw', hour * HOUR_MS, points, data.length);
      }
    });
    if (isDone) for (const { group, hour } of segments) this.#mark(group, hour);
    return isDone;
  }

  #flush(buffers: readonly GroupBuffer[]): boolean {
    if (this.#clock.monotonic() < this.#retryAt) return false;
    if (!this.putSegments(buffers.flatMap((buffer) => segmentsOf(buffer)))) return false;
    for (const buffer of buffers) {
      buffer.clear();
      buffer.flushAt = Math.max(buffer.flushAt, this.#clock.monotonic() - FLUSH_EVERY_MS) + FLUSH_EVERY_MS;
    }
    return true;
  }

  #writeJournal(): void {
    const { live } = this;
    this.#lastJournalAt = this.#clock.monotonic();
    const needed = live.firstNeededSeq();
    const spare = needed - this.#trimmedSeq;
    const trims = spare >= TRIM_EVERY_ROWS || (spare > 0 && live.pending.length === 0);
    if (live.pending.length === 0 && !trims) return;
    const isDone = this.#write(() => {
      if (live.pending.length > 0) this.store.putJournal(live.nextSeq, live.pending.bytes());
      if (trims) this.store.trimJournal(needed);
    });
    if (isDone && trims) this.#trimmedSeq = needed;
    // Where it could not be written, memory has the samples still, and the next segments will.
    if (live.pending.length > 0) live.nextSeq += 1;
    live.pending.clear();
  }

  /** Takes back what was not in a segment when the last process ended. */
  #restore(): void {
    const rows = [...this.store.journal()];
    this.live.nextSeq = (rows.at(-1)?.seq ?? 0) + 1;
    for (const { seq, data } of rows) {
      readJournalRow(data, (number, at, value, quality) => this.live.restore(number, at, value, quality, seq));
    }
  }

  #review(startedAt: number): void {
    this.#reviewAt = startedAt + REVIEW_EVERY_MS;
    this.#isPurging = true;
    const closed = placeOf(this.#clock.now() - GRACE_MS);
    this.#queue = [];
    for (const [group, hours] of this.pending) {
      for (const hour of hours) if (hour < closed) this.#queue.push([group, hour]);
    }
    // The newest first: they are the ones that are looked at.
    this.#queue.sort((a, b) => a[1] - b[1] || b[0] - a[0]);
  }

  #purge(): void {
    const now = this.#clock.now();
    const { keepMs } = this.#config;
    let removed = 0;
    const isDone = this.#write(() => {
      const [raw, minute, hour] = [keptFrom(now, keepMs.raw), keptFrom(now, keepMs.minute), keptFrom(now, keepMs.hour)];
      removed =
        this.store.purge('raw', placeOf(raw), PURGE_ROWS) +
        this.store.purge('minute', placeOf(minute), PURGE_ROWS) +
        this.store.purge('hour', placeOf(hour, BLOCK_MS), PURGE_ROWS);
      if (removed > 0) return;
      this.store.dropUsage('raw', raw);
      this.store.dropUsage('minute', minute);
      this.store.dropUsage('hour', placeOf(hour, BLOCK_MS) * BLOCK_MS);
    });
    this.#isPurging = isDone && removed > 0;
  }

  #write(work: () => void): boolean {
    try {
      this.#database.write(work);
      return true;
    } catch (error) {
      if (codeOf(error) !== 'DBS0002' && !isDiskFull(error)) throw error;
      this.#retryAt = this.#clock.monotonic() + RETRY_MS;
      return false;
    }
  }

  #mark(group: number, hour: number): void {
    const hours = this.pending.get(group) ?? new Set();
    this.pending.set(group, hours.add(hour));
  }

  #unmark(group: number, hour: number): void {
    this.pending.get(group)?.delete(hour);
  }
}
