import { ByteReader } from './byte-writer.ts';
import { Extras } from './extras.ts';
import type { LiveSamples } from './live-samples.ts';
import { groupOf, GROUP_SIGNALS, HOUR_MS, MINUTE_MS, MINUTES, placeOf } from './places.ts';
import { rollUp, Rollups } from './rollup.ts';
import { readRollups } from './rollup-chunk.ts';
import { readSamples } from './sample-chunk.ts';
import { readSegment } from './segment.ts';
import { Series } from './series.ts';
import type { HistoryStore } from './store.ts';

/** Everything held of one signal in one hour: its compacted block, the segments not yet compacted and the samples in memory, as one. */
export class HourView {
  readonly series = new Series();
  readonly extras = new Extras();
  readonly minutes = new Rollups(MINUTES);
  /** Whether the last {@link HourView.loadSamples} found a compacted raw block. */
  hasBlock = false;
  /** Called for a blob that cannot be read; what it held is left out. */
  readonly onBadBlob: (why: unknown) => void;
  readonly #store: HistoryStore;
  readonly #live: LiveSamples | undefined;
  readonly #tail = new Series();
  readonly #stored = new Rollups(MINUTES);

  /** Without `live` only what is in blocks and segments is seen. */
  constructor(store: HistoryStore, live: LiveSamples | undefined, onBadBlob: (why: unknown) => void) {
    this.#store = store;
    this.#live = live;
    this.onBadBlob = onBadBlob;
  }

  /** Loads samples and extras, settled. `segments` are those of the signal's group and this hour. */
  loadSamples(number: number, hour: number, segments: readonly Uint8Array[]): void {
    const { series, extras } = this;
    const slot = number % GROUP_SIGNALS;
    const startAt = hour * HOUR_MS;
    series.clear();
    extras.clear();
    const block = this.#store.block('raw', hour, number);
    this.hasBlock = block !== undefined;
    if (block !== undefined) this.#try(() => readSamples(new ByteReader(block), series, startAt, extras));
    for (const data of segments) this.#try(() => readSegment(data, slot, series, startAt, extras));
    this.#addLive(number, startAt, startAt + HOUR_MS);
    series.settle();
  }

  /** Loads the minutes: those of the samples, or what is stored where the samples are gone already. */
  loadMinutes(number: number, hour: number, segments: readonly Uint8Array[]): void {
    this.loadSamples(number, hour, segments);
    rollUp(this.minutes, this.series, this.extras, hour * HOUR_MS, MINUTE_MS);
    if (this.hasBlock || !this.#loadStored(number, hour)) return;
    for (let minute = 0; minute < MINUTES; minute += 1) {
      if (this.#stored.isHeld[minute] !== 0) this.minutes.copySlot(minute, this.#stored, minute);
    }
  }

  /** Loads the minutes as they are stored, for an hour to which nothing has come since it was compacted. */
  loadStoredMinutes(number: number, hour: number): void {
    this.minutes.clear();
    const block = this.#store.block('minute', hour, number);
    if (block !== undefined) this.#try(() => void readRollups(new ByteReader(block), this.minutes));
  }

  /** The hours of which memory holds something of the signal. */
  liveHours(number: number): ReadonlySet<number> {
    const hours = new Set<number>();
    for (const at of this.#loadTail(number)?.at ?? []) hours.add(placeOf(at));
    for (let i = 0; i < this.#tail.length; i += 1) hours.add(placeOf(this.#tail.at[i] as number));
    return hours;
  }

  /** The segments of a signal's group in an hour. */
  segmentsOf(number: number, hour: number): readonly Uint8Array[] {
    return this.#store.segments(groupOf(number), hour);
  }

  #addLive(number: number, startAt: number, endAt: number): void {
    const tail = this.#tail;
    const extras = this.#loadTail(number);
    if (extras !== undefined) this.extras.addFrom(extras, startAt, endAt);
    const end = tail.indexAt(endAt);
    for (let i = tail.indexAt(startAt); i < end; i += 1) {
      this.series.push(tail.at[i] as number, tail.values[i] as number, tail.qualities[i] as number);
    }
  }

  /** Loads what memory holds of the signal, settled, and returns the extras of it. */
  #loadTail(number: number): Extras | undefined {
    this.#tail.clear();
    const buffer = this.#live?.bufferOf(number);
    if (buffer === undefined || buffer.isEmpty) return undefined;
    buffer.copyTo(number % GROUP_SIGNALS, this.#tail);
    this.#tail.settle();
    return buffer.extras[number % GROUP_SIGNALS];
  }

  #loadStored(number: number, hour: number): boolean {
    const block = this.#store.block('minute', hour, number);
    if (block === undefined) return false;
    this.#stored.clear();
    this.#try(() => void readRollups(new ByteReader(block), this.#stored));
    return true;
  }

  #try(read: () => void): void {
    const { length } = this.series;
    try {
      read();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.series.length = length;
      this.onBadBlob(error);
    }
  }
}
