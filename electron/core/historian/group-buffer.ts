import { Extras } from './extras.ts';
import { GROUP_SIGNALS } from './places.ts';
import { NOT_A_NUMBER, type Series } from './series.ts';

/** Fresh samples of one signal held in memory: a minute at 1 Hz, with room for those that come late or early [eng]. */
export const SLOT_ROWS = 80;

/** The fresh samples of 64 signals, as they came, until they are written to a segment. */
export class GroupBuffer {
  readonly group: number;
  readonly counts = new Uint16Array(GROUP_SIGNALS);
  /** Newest source time of each slot, and from when on its next sample is kept. */
  readonly lastAt = new Float64Array(GROUP_SIGNALS).fill(Number.NEGATIVE_INFINITY);
  readonly dueAt = new Float64Array(GROUP_SIGNALS).fill(Number.NEGATIVE_INFINITY);
  readonly extras: (Extras | undefined)[] = Array<undefined>(GROUP_SIGNALS).fill(undefined);
  /** Monotonic ms of the next writing to a segment. */
  flushAt: number;
  /** The journal's row with the oldest of these samples. */
  firstSeq = 0;
  rows = 0;
  readonly #times = new Int32Array(GROUP_SIGNALS * SLOT_ROWS);
  readonly #values = new Float32Array(GROUP_SIGNALS * SLOT_ROWS);
  readonly #qualities = new Uint8Array(GROUP_SIGNALS * SLOT_ROWS);
  #baseAt = 0;
  #thinned = 0;

  constructor(group: number, flushAt: number) {
    this.group = group;
    this.flushAt = flushAt;
  }

  get isEmpty(): boolean {
    return this.rows === 0 && this.#thinned === 0;
  }

  /** Appends a sample; false where the slot is full. Times within three weeks of each other. */
  push(slot: number, at: number, value: number, quality: number, seq: number): boolean {
    const count = this.counts[slot] as number;
    if (count === SLOT_ROWS) return false;
    if (this.isEmpty) this.firstSeq = seq;
    if (this.rows === 0) this.#baseAt = at;
    // A second's samples of neighbours lie side by side.
    const row = count * GROUP_SIGNALS + slot;
    this.#times[row] = at - this.#baseAt;
    this.#values[row] = value;
    this.#qualities[row] = quality;
    this.counts[slot] = count + 1;
    this.rows += 1;
    return true;
  }

  /** Counts a sample that is not kept by itself. `quality` as QUALITY. */
  thin(slot: number, minuteAt: number, value: number, isUsable: boolean, quality: number): void {
    const extras = (this.extras[slot] ??= new Extras());
    if (isUsable) extras.add(minuteAt, 1, value, value, value, quality);
    else extras.add(minuteAt, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, quality);
    this.#thinned += 1;
  }

  /** Appends a slot's samples to a series, in the order in which they came. */
  copyTo(slot: number, series: Series): void {
    const count = this.counts[slot] as number;
    series.reserve(count);
    const { at, values, qualities, length } = series;
    for (let i = 0, row = slot; i < count; i += 1, row += GROUP_SIGNALS) {
      const quality = this.#qualities[row] as number;
      at[length + i] = this.#baseAt + (this.#times[row] as number);
      values[length + i] = quality < NOT_A_NUMBER ? (this.#values[row] as number) : Number.NaN;
      qualities[length + i] = quality;
    }
    series.length = length + count;
  }

  /** Forgets the older half of a slot's samples to make room; returns how many. */
  dropOldest(slot: number): number {
    const dropped = SLOT_ROWS / 2;
    for (let row = slot; row < (SLOT_ROWS - dropped) * GROUP_SIGNALS; row += GROUP_SIGNALS) {
      const from = row + dropped * GROUP_SIGNALS;
      this.#times[row] = this.#times[from] as number;
      this.#values[row] = this.#values[from] as number;
      this.#qualities[row] = this.#qualities[from] as number;
    }
    this.counts[slot] = SLOT_ROWS - dropped;
    this.rows -= dropped;
    return dropped;
  }

  clear(): void {
    this.counts.fill(0);
    this.rows = 0;
    this.#thinned = 0;
    for (const extras of this.extras) extras?.clear();
  }
}
