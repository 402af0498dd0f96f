import type { HistoryCurve, HistoryTier, Sparklines } from '#shared/contract/history-api.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { ByteReader } from './byte-writer.ts';
import type { HistoryConfig } from './config.ts';
import { CurveRows, gapsOf } from './curve.ts';
import { HourView } from './hour-view.ts';
import type { LiveSamples } from './live-samples.ts';
import { BLOCK_HOURS, BLOCK_MS, groupOf, HOUR_MS, MINUTE_MS, placeOf } from './places.ts';
import { Rollups } from './rollup.ts';
import { readRollups } from './rollup-chunk.ts';
import { countOf, readSamples } from './sample-chunk.ts';
import { Series } from './series.ts';
import { sparklinesOf } from './sparklines.ts';
import { keptFrom, type HistoryStore, type StoredSignal } from './store.ts';

/** Rows of a tier that are read for one that is drawn, before a coarser tier is taken [eng]. */
const OVERREAD = 16;
/** A longer read gives its memory back: eight days at 1 Hz. */
const MAX_KEPT_ROWS = 700_000;
/** Samples an hour that are reckoned with where nothing of the last hours is compacted. */
const FULL_HOUR = 3_600;
const STEP_MS = { raw: 0, minute: MINUTE_MS, hour: HOUR_MS } as const satisfies Record<HistoryTier, number>;

export interface ReaderOptions {
  readonly store: HistoryStore;
  /** Undefined: only what is in the file is seen. */
  readonly live: LiveSamples | undefined;
  readonly pending: ReadonlyMap<number, ReadonlySet<number>>;
  readonly config: HistoryConfig;
  readonly now: () => number;
  readonly find: (signalId: string) => StoredSignal | undefined;
  readonly onBadBlob: (why: unknown) => void;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Reads the history of one open file, what is in memory still included. Errors: HIS0001 unknown signal, HIS0002 empty span. */
export class HistoryReader {
  readonly #options: ReaderOptions;
  readonly #view: HourView;
  readonly #hours = new Rollups(BLOCK_HOURS);
  /** Used again by every read: fresh memory for a day of samples costs as much as the samples. */
  #samples = new Series();

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#view = new HourView(options.store, options.live, options.onBadBlob);
  }

  /** A curve of at most `maxPoints` rows; see HistoryCurve. */
  read(query: Span & { readonly signalId: string; readonly maxPoints: number }): HistoryCurve {
    const { signalId, maxPoints } = query;
    const signal = this.#find(signalId);
    const span = spanOf(query);
    const tier = this.#tierFor(signal.number, span, maxPoints);
    return this.readTier(signal, span, tier, maxPoints);
  }

  /** A curve of one tier, thinned where it has more than `maxPoints` rows. */
  readTier(signal: StoredSignal, span: Span, tier: HistoryTier, maxPoints: number): HistoryCurve {
    const rows = new CurveRows();
    this.addTier(rows, signal.number, span, tier);
    const gaps = gapsOf(rows.at, rows.at.length, {
      from: span.from,
      to: Math.min(span.to, Math.max(span.from, this.#options.now())),
      stepMs: STEP_MS[tier],
      limitMs: signal.staleAfterMs,
    });
    if (rows.at.length <= maxPoints) return rows.curve(signal.id, tier, gaps);
    const stepMs = Math.ceil((span.to - span.from) / maxPoints);
    return rows.thinnedTo(new Rollups(maxPoints), span.from, stepMs).curve(signal.id, tier, gaps);
  }

  /** Appends what a tier holds of a span. */
  addTier(rows: CurveRows, number: number, span: Span, tier: HistoryTier): void {
    if (tier === 'raw') rows.addSamples(this.samples(number, span));
    else if (tier === 'minute') this.#addMinutes(rows, number, span);
    else this.#addHours(rows, number, span);
  }

  /** Every sample of a span in the raw tier, settled. Valid until the next read: copy what is kept. */
  samples(number: number, { from, to }: Span): Series {
    if (this.#samples.at.length > MAX_KEPT_ROWS) this.#samples = new Series();
    const all = this.#samples;
    all.clear();
    const hours = this.#options.pending.get(groupOf(number));
    const [start, end] = this.#hoursWithin({ from, to }, 'raw', hours);
    // As a rule a sample a second, so that the columns need not grow.
    all.reserve(Math.max(0, end - start) * FULL_HOUR);
    const live = this.#view.liveHours(number);
    for (let hour = start; hour < end; hour += 1) {
      const isPending = hours?.has(hour) === true;
      if (isPending || live.has(hour)) {
        this.#view.loadSamples(number, hour, isPending ? this.#view.segmentsOf(number, hour) : []);
        append(all, this.#view.series);
      } else this.#addBlock(all, number, hour);
    }
    cut(all, all.indexAt(from), all.indexAt(to));
    return all;
  }

  /** Mean curves of many signals; a step each some of them, so that others come in between. */
  sparklines(query: {
    readonly signalIds: readonly string[];
    readonly minutes: number;
    readonly points: number;
  }): Generator<void, Sparklines> {
    const { store, pending, now, find } = this.#options;
    return sparklinesOf({ query, now: now(), find, pending, view: this.#view, store });
  }

  find(signalId: string): StoredSignal {
    return this.#find(signalId);
  }

  #find(signalId: string): StoredSignal {
    const signal = this.#options.find(signalId);
    if (signal === undefined) throw new CodedError('HIS0001', { signalId });
    return signal;
  }

  /** The finest tier that reaches back far enough and has at most so many rows for each that is drawn. */
  #tierFor(number: number, span: Span, maxPoints: number): HistoryTier {
    const { config, now } = this.#options;
    const hours = (span.to - span.from) / HOUR_MS;
    const most = maxPoints * OVERREAD;
    const reaches = (tier: 'raw' | 'minute'): boolean => span.from >= keptFrom(now(), config.keepMs[tier]);
    if (reaches('raw') && hours * this.#samplesAnHour(number, span) <= most) return 'raw';
    return reaches('minute') && hours * 60 <= most ? 'minute' : 'hour';
  }

  /** First and one past the last hour of a span in which there can be something: a person may ask for any. */
  #hoursWithin({ from, to }: Span, tier: 'raw' | 'minute', pending: ReadonlySet<number> | undefined): [number, number] {
    const { config, now } = this.#options;
    const kept = placeOf(keptFrom(now(), config.keepMs[tier]));
    const earliest = Math.min(kept, ...(pending ?? []));
    return [Math.max(placeOf(from), earliest), Math.min(placeOf(to - 1), placeOf(now()) + 2) + 1];
  }

  /** As many as in the signal's last compacted hour. */
  #samplesAnHour(number: number, { to }: Span): number {
    const last = placeOf(Math.min(to - 1, this.#options.now()));
    for (let hour = last; hour > last - 4; hour -= 1) {
      const block = this.#options.store.block('raw', hour, number);
      if (block !== undefined) return Math.max(1, countOf(new ByteReader(block)));
    }
    return FULL_HOUR;
  }

  #addBlock(all: Series, number: number, hour: number): void {
    const block = this.#options.store.block('raw', hour, number);
    if (block === undefined) return;
    const { length } = all;
    try {
      readSamples(new ByteReader(block), all, hour * HOUR_MS, undefined);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      all.length = length;
      this.#options.onBadBlob(error);
    }
  }

  #addMinutes(rows: CurveRows, number: number, { from, to }: Span): void {
    const [start, end] = this.#hoursWithin({ from, to }, 'minute', this.#options.pending.get(groupOf(number)));
    const live = this.#view.liveHours(number);
    for (let hour = start; hour < end; hour += 1) {
      this.#loadMinutes(number, hour, live);
      rows.addSlots(this.#view.minutes, hour * HOUR_MS, MINUTE_MS, from, to);
    }
  }

  #addHours(rows: CurveRows, number: number, { from, to }: Span): void {
    const { store, pending, onBadBlob } = this.#options;
    const fresh = pending.get(groupOf(number));
    const live = this.#view.liveHours(number);
    const lastPlace = placeOf(to - 1, BLOCK_MS);
    for (let place = placeOf(from, BLOCK_MS); place <= lastPlace; place += 1) {
      this.#hours.clear();
      const block = store.block('hour', place, number);
      try {
        if (block !== undefined) readRollups(new ByteReader(block), this.#hours);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.#hours.clear();
        onBadBlob(error);
      }
      const startHour = place * BLOCK_HOURS;
      for (const hour of new Set([...(fresh ?? []), ...live])) {
        if (hour < startHour || hour >= startHour + BLOCK_HOURS) continue;
        this.#loadMinutes(number, hour, live);
        if (!this.#view.hasBlock && this.#hours.isHeld[hour - startHour] !== 0) continue;
        this.#hours.drop(hour - startHour);
        this.#hours.addAll(hour - startHour, this.#view.minutes);
      }
      rows.addSlots(this.#hours, place * BLOCK_MS, HOUR_MS, from, to);
    }
  }

  #loadMinutes(number: number, hour: number, live: ReadonlySet<number>): void {
    const isPending = this.#options.pending.get(groupOf(number))?.has(hour) === true;
    if (isPending || live.has(hour)) {
      this.#view.loadMinutes(number, hour, isPending ? this.#view.segmentsOf(number, hour) : []);
    } else this.#view.loadStoredMinutes(number, hour);
  }
}

/** @throws CodedError `HIS0002` where the span is empty */
export function spanOf({ from, to }: Span): Span {
  if (!(to > from)) throw new CodedError('HIS0002', { from, to });
  return { from, to };
}

function append(to: Series, from: Series): void {
  to.reserve(from.length);
  to.at.set(from.at.subarray(0, from.length), to.length);
  to.values.set(from.values.subarray(0, from.length), to.length);
  to.qualities.set(from.qualities.subarray(0, from.length), to.length);
  to.length += from.length;
}

/** Keeps rows `first` to `end` only. */
function cut(series: Series, first: number, end: number): void {
  if (first > 0) for (const column of [series.at, series.values, series.qualities]) column.copyWithin(0, first, end);
  series.length = end - first;
}
