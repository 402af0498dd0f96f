import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { SampleColumns } from '../telemetry/ring.ts';
import { GroupBuffer } from './group-buffer.ts';
import { JournalRows } from './journal-rows.ts';
import { GROUP_SIGNALS, MINUTE_MS } from './places.ts';
import { isUsable } from './rollup.ts';
import { NOT_A_NUMBER } from './series.ts';

/** A group's fresh samples go to a segment this often; the groups take turns. */
export const FLUSH_EVERY_MS = 60_000;

/** What was not taken as it came. */
export interface TakeCounts {
  /** Source time before what the raw tier keeps, or ahead of the console's clock by more than an hour. */
  refused: number;
  /** Counted in the minute tier, but not kept one by one. */
  thinned: number;
  /** Dropped from memory because nothing could be written (disk full). */
  dropped: number;
}

/** Furthest that a source may be ahead of the console's clock, and furthest that live samples may lie back, ms [eng]. */
const MAX_AHEAD_MS = 3_600_000;
const MAX_BACK_MS = 14 * 86_400_000;

interface LiveSamplesOptions {
  readonly rawEveryMs: number;
  readonly rawKeepMs: number;
  /** Monotonic ms. */
  readonly monotonic: () => number;
  /** Asked when a buffer is full: writes it out and empties it; false where it could not. */
  readonly onFull: (buffer: GroupBuffer) => boolean;
  /** Asked when the next row of the journal is full. */
  readonly onJournalFull: () => void;
}

/** The samples that are not in a segment yet, in memory by signal, and those of them that are not in the journal yet. No object a sample. */
export class LiveSamples {
  readonly counts: TakeCounts = { refused: 0, thinned: 0, dropped: 0 };
  readonly pending = new JournalRows();
  /** Number of the journal's row that {@link LiveSamples.pending} becomes. */
  nextSeq = 1;
  readonly #options: LiveSamplesOptions;
  readonly #buffers: (GroupBuffer | undefined)[] = [];

  constructor(options: LiveSamplesOptions) {
    this.#options = options;
  }

  get buffers(): readonly (GroupBuffer | undefined)[] {
    return this.#buffers;
  }

  bufferOf(number: number): GroupBuffer | undefined {
    return this.#buffers[Math.floor(number / GROUP_SIGNALS)];
  }

  /** Takes rows `from` to `to`; `numberOfIndex` gives the signal's number, -1 for one that is not known. */
  take(batch: SampleColumns, from: number, to: number, numberOfIndex: Int32Array, now: number): void {
    const { rawEveryMs, rawKeepMs } = this.#options;
    const toleranceMs = rawEveryMs / 4;
    const earliest = now - Math.min(rawKeepMs, MAX_BACK_MS);
    const latest = now + MAX_AHEAD_MS;
    const { indexes, values, sourceAtMs, qualities } = batch;
    for (let row = from; row < to; row += 1) {
      const number = numberOfIndex[indexes[row] as number] ?? -1;
      const at = Math.round(sourceAtMs[row] as number);
      if (number < 0 || !(at >= earliest && at <= latest)) {
        this.counts.refused += 1;
        continue;
      }
      const value = values[row] as number;
      const isNumber = Number.isFinite(Math.fround(value));
      const quality = isNumber ? Math.min(qualities[row] as number, QUALITY.bad) : QUALITY.bad;
      const buffer = this.#bufferFor(number);
      const slot = number % GROUP_SIGNALS;
      if (at > (buffer.lastAt[slot] as number)) {
        buffer.lastAt[slot] = at;
        if (rawEveryMs > 0) {
          const due = buffer.dueAt[slot] as number;
          if (at < due - toleranceMs) {
            const minuteAt = Math.floor(at / MINUTE_MS) * MINUTE_MS;
            buffer.thin(slot, minuteAt, value, isNumber && isUsable(quality), quality);
            this.counts.thinned += 1;
            continue;
          }
          // In step with a source that is a little early or late; anew from one that paused.
          buffer.dueAt[slot] = (at < due + toleranceMs ? due : at) + rawEveryMs;
        }
      }
      this.#keep(buffer, number, at, isNumber ? value : 0, isNumber ? quality : quality | NOT_A_NUMBER);
    }
  }

  /** Takes back a sample that the journal held. */
  restore(number: number, at: number, value: number, quality: number, seq: number): void {
    const buffer = this.#bufferFor(number);
    const slot = number % GROUP_SIGNALS;
    buffer.lastAt[slot] = Math.max(buffer.lastAt[slot] as number, at);
    buffer.dueAt[slot] = Math.max(buffer.dueAt[slot] as number, at + this.#options.rawEveryMs);
    this.#push(buffer, slot, at, value, quality, seq);
  }

  /** The first row of the journal that is still needed. */
  firstNeededSeq(): number {
    let seq = this.nextSeq;
    for (const buffer of this.#buffers) {
      if (buffer !== undefined && !buffer.isEmpty && buffer.firstSeq < seq) seq = buffer.firstSeq;
    }
    return seq;
  }

  #keep(buffer: GroupBuffer, number: number, at: number, value: number, quality: number): void {
    this.#push(buffer, number % GROUP_SIGNALS, at, value, quality, this.nextSeq);
    if (this.pending.isFull) this.#options.onJournalFull();
    this.pending.push(number, at, value, quality);
  }

  #push(buffer: GroupBuffer, slot: number, at: number, value: number, quality: number, seq: number): void {
    if (buffer.push(slot, at, value, quality, seq)) return;
    if (!this.#options.onFull(buffer)) this.counts.dropped += buffer.dropOldest(slot);
    buffer.push(slot, at, value, quality, seq);
  }

  #bufferFor(number: number): GroupBuffer {
    const group = Math.floor(number / GROUP_SIGNALS);
    const held = this.#buffers[group];
    if (held !== undefined) return held;
    // The groups take turns over the minute, so that no second has much to write.
    const turnMs = (group * 997) % FLUSH_EVERY_MS;
    const made = new GroupBuffer(group, this.#options.monotonic() + turnMs);
    this.#buffers[group] = made;
    return made;
  }
}
