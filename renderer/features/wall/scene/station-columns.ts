import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { isStale } from '#shared/domain/telemetry/staleness.ts';
import { columnsOf } from './columns.ts';
import type { LiveMessage, StationsMessage } from './messages.ts';

/** What of a station must be drawn again. */
export const DIRTY = { live: 1, spark: 2, whole: 4 } as const;

/** Stale or of bad quality: drawn on hatched ground, and never as if live. */
export const isDoubtful = ({ isStale: stale, quality }: StationColumns, slot: number): boolean =>
  stale[slot] === 1 || quality[slot] === QUALITY.bad;

const NO_STATIONS: StationsMessage = {
  t: 'stations',
  names: [],
  lows: new Float64Array(0),
  highs: new Float64Array(0),
  normalFrom: new Float32Array(0),
  normalTo: new Float32Array(0),
  staleAfterMs: new Float64Array(0),
};

/** Everything known of every station, by slot, and what of it is not on the screen yet. Ages go on by themselves between the updates. */
export class StationColumns {
  readonly fixed: StationsMessage;
  readonly count: number;
  readonly main: Float64Array;
  readonly second: Float64Array;
  readonly quality: Uint8Array;
  readonly secondQuality: Uint8Array;
  readonly isStale: Uint8Array;
  readonly dirty: Uint8Array;
  marks: Uint16Array;
  /** When the value came, on the clock of {@link takeLive}. */
  readonly #gotAtMs: Float64Array;
  /** Age as shown: whole seconds. */
  readonly #shownAge: Float64Array;

  constructor(fixed: StationsMessage = NO_STATIONS) {
    const count = fixed.names.length;
    this.fixed = fixed;
    this.count = count;
    this.main = new Float64Array(count).fill(Number.NaN);
    this.second = new Float64Array(count).fill(Number.NaN);
    this.quality = new Uint8Array(count).fill(QUALITY.none);
    this.secondQuality = new Uint8Array(count).fill(QUALITY.none);
    this.isStale = new Uint8Array(count).fill(1);
    this.dirty = new Uint8Array(count).fill(DIRTY.whole);
    this.marks = new Uint16Array(count);
    this.#gotAtMs = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    this.#shownAge = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  }

  /** Takes newest values; `onGood` gets those that are fresh and good. @param nowMs a monotonic clock of the painter's own */
  takeLive(message: LiveMessage, nowMs: number, onGood: (slot: number, value: number) => void): void {
    // Values of another list of stations: the next message has the right ones.
    if (message.count !== this.count) return;
    const live = columnsOf(message.buffer, message.count);
    for (let slot = 0; slot < this.count; slot += 1) {
      const value = live.main[slot] as number;
      const second = live.second[slot] as number;
      const quality = live.quality[slot] as number;
      const gotAtMs = nowMs - (live.agesMs[slot] as number);
      const isNews = gotAtMs > (this.#gotAtMs[slot] as number) + 1;
      this.#gotAtMs[slot] = gotAtMs;
      if (isNews && quality === QUALITY.good && Number.isFinite(value)) onGood(slot, value);
      if (quality !== this.quality[slot]) this.#soil(slot, DIRTY.whole);
      else if (value !== this.main[slot] || second !== this.second[slot]) this.#soil(slot, DIRTY.live);
      this.main[slot] = value;
      this.second[slot] = second;
      this.quality[slot] = quality;
      this.secondQuality[slot] = live.secondQuality[slot] as number;
    }
    this.judgeAges(nowMs);
  }

  /** Finds what went stale or shows another age than before. @returns whether anything must be drawn */
  judgeAges(nowMs: number): boolean {
    let isAny = false;
    for (let slot = 0; slot < this.count; slot += 1) {
      const ageMs = nowMs - (this.#gotAtMs[slot] as number);
      const limit = this.fixed.staleAfterMs[slot] as number;
      const stale = this.quality[slot] === QUALITY.none || isStale(ageMs, limit) ? 1 : 0;
      const shown = Math.floor(ageMs / 1000);
      if (stale !== this.isStale[slot]) this.#soil(slot, DIRTY.whole);
      else if (shown !== this.#shownAge[slot]) this.#soil(slot, stale ? DIRTY.whole : DIRTY.live);
      else continue;
      this.isStale[slot] = stale;
      this.#shownAge[slot] = shown;
      isAny = true;
    }
    return isAny;
  }

  ageMs(slot: number, nowMs: number): number {
    return nowMs - (this.#gotAtMs[slot] as number);
  }

  /** Takes new marks; what differs is drawn whole. */
  takeMarks(marks: Uint16Array): void {
    if (marks.length !== this.count) return;
    for (let slot = 0; slot < this.count; slot += 1) {
      if (marks[slot] !== this.marks[slot]) this.#soil(slot, DIRTY.whole);
    }
    this.marks = marks;
  }

  soil(slot: number, what: number): void {
    if (slot >= 0 && slot < this.count) this.#soil(slot, what);
  }

  /** The value's place in the span, 0 to 1; NaN without a value. */
  share(slot: number): number {
    const low = this.fixed.lows[slot] as number;
    const high = this.fixed.highs[slot] as number;
    return Math.min(1, Math.max(0, ((this.main[slot] as number) - low) / (high - low)));
  }

  #soil(slot: number, what: number): void {
    this.dirty[slot] = (this.dirty[slot] as number) | what;
  }
}
