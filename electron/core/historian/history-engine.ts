import type { Notice, OpenDatabase } from '#kit/open-database.ts';
import { isDamage } from '#kit/open-database.ts';
import { setAside } from '#kit/set-aside.ts';
import type { HistoryCurve, HistoryUsage, Sparklines } from '#shared/contract/history-api.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { SampleColumns } from '../telemetry/ring.ts';
import type { HistoryConfig } from './config.ts';
import type { RecordedSamples } from './historian.ts';
import { HistoryReader, spanOf } from './history-reader.ts';
import { HistoryWriter } from './history-writer.ts';
import { openHistory } from './open-history.ts';
import { groupOf, GROUP_SIGNALS, HOUR_MS, placeOf } from './places.ts';
import { segmentsOfSeries } from './segment-writer.ts';
import { NOT_A_NUMBER, QUALITY_MASK, Series } from './series.ts';
import { Signals, type ToldSignal } from './signals.ts';
import { keptFrom } from './store.ts';
import { usageOf, usageOfSignal } from './usage.ts';

interface EngineOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly config: HistoryConfig;
  /** Told of what a person should know: HIS0003, HIS0004, HIS0008. */
  readonly onNotice: (notice: Notice) => void;
}

/** A query that takes its time: each step ends after some milliseconds, so that writing goes on between them. */
export type Stepwise<T> = Generator<void, T>;

const MAX_AHEAD_MS = HOUR_MS;

/**
 * The whole history over one file, without threads: what its worker runs. A file that turns out damaged while it is used is set aside and
 * begun anew; what memory holds goes into the new one.
 */
export class HistoryEngine {
  readonly #options: EngineOptions;
  readonly #signals = new Signals();
  #database: OpenDatabase;
  #writer: HistoryWriter;
  #reader: HistoryReader;
  #wasFull = false;
  #badBlobs = 0;

  /** Errors: those of `openDatabase`. */
  constructor(options: EngineOptions) {
    this.#options = options;
    this.#database = this.#open();
    [this.#writer, this.#reader] = this.#build();
    this.#signals.load(this.#writer.store);
  }

  /** Signals told so far; rows of higher indexes must wait. */
  get told(): number {
    return this.#signals.told;
  }

  /** What was not taken as it came, since the file was opened. */
  get counts() {
    return { ...this.#writer.live.counts, badBlobs: this.#badBlobs, isFull: this.#writer.isFull };
  }

  /** Makes the signals with indexes from `from` on known. */
  tell(from: number, signals: readonly ToldSignal[]): void {
    const changed = this.#signals.tell(from, signals);
    this.#guard(() =>
      this.#database.sqlite.transaction(() => {
        for (const signal of changed) this.#writer.store.putSignal(signal);
      })(),
    );
  }

  take(batch: SampleColumns, from: number, to: number): void {
    this.#guard(() => this.#writer.live.take(batch, from, to, this.#signals.numberOfIndex, this.#options.clock.now()));
  }

  /** One turn of writing; call it some ten times a second. */
  turn(): void {
    this.#guard(() => this.#writer.turn());
    const { isFull } = this.#writer;
    if (isFull && !this.#wasFull) this.#notice('HIS0003', { file: this.#options.file });
    this.#wasFull = isFull;
  }

  /** Writes what memory holds to segments. */
  flush(): void {
    this.#guard(() => this.#writer.flushAll());
  }

  /** Compacts every hour that is over. */
  compactAll(): void {
    this.#writer.reviewSoon();
    this.turn();
    while (this.#writer.compactNext());
  }

  read(query: {
    readonly signalId: string;
    readonly from: number;
    readonly to: number;
    readonly maxPoints: number;
  }): HistoryCurve {
    return this.#guard(() => this.#reader.read(query));
  }

  /** The raw tier as it is; see Historian. */
  recorded(signalId: string, from: number, to: number): RecordedSamples {
    const signal = this.#reader.find(signalId);
    const { at, values, qualities, length } = this.#guard(() =>
      this.#reader.samples(signal.number, spanOf({ from, to })),
    );
    const plain = qualities.slice(0, length);
    for (let i = 0; i < length; i += 1) plain[i] = (plain[i] as number) & QUALITY_MASK;
    return { at: at.slice(0, length), values: values.slice(0, length), qualities: plain };
  }

  sparklines(query: {
    readonly signalIds: readonly string[];
    readonly minutes: number;
    readonly points: number;
  }): Stepwise<Sparklines> {
    return this.#reader.sparklines(query);
  }

  *usage(signalId: string | undefined): Stepwise<HistoryUsage> {
    const { config } = this.#options;
    const { store } = this.#writer;
    if (signalId === undefined) return usageOf(store, config, this.#signals.all().length);
    return yield* usageOfSignal(store, config, this.#reader.find(signalId).number);
  }

  /** Puts samples into their places that are not held yet; see Historian. */
  *fill(signalId: string, samples: RecordedSamples): Stepwise<number> {
    const { clock, config } = this.#options;
    const { number } = this.#reader.find(signalId);
    const earliest = keptFrom(clock.now(), config.keepMs.hour);
    const latest = clock.now() + MAX_AHEAD_MS;
    const given = new Series();
    for (let i = 0; i < samples.at.length; i += 1) {
      const at = Math.round(samples.at[i] as number);
      const value = samples.values[i] as number;
      const isNumber = Number.isFinite(Math.fround(value));
      const quality = Math.min(samples.qualities[i] as number, 2);
      if (at >= earliest && at <= latest)
        given.push(at, isNumber ? value : Number.NaN, isNumber ? quality : 2 | NOT_A_NUMBER);
    }
    given.settle();
    let filled = 0;
    for (let first = 0; first < given.length;) {
      const hour = placeOf(given.at[first] as number);
      const end = given.indexAt((hour + 1) * HOUR_MS);
      filled += this.#guard(() => this.#fillHour(number, hour, given, first, end));
      first = end;
      yield;
    }
    this.#writer.reviewSoon();
    return filled;
  }

  /** Writes out what is in memory and closes the file. */
  dispose(): void {
    if (!this.#database.sqlite.open) return;
    this.flush();
    this.#database.dispose();
  }

  #fillHour(number: number, hour: number, given: Series, first: number, end: number): number {
    const held = this.#reader.samples(number, { from: hour * HOUR_MS, to: (hour + 1) * HOUR_MS });
    const missing = new Series();
    for (let i = first; i < end; i += 1) {
      const at = given.at[i] as number;
      if (held.at[held.indexAt(at)] === at && held.indexAt(at) < held.length) continue;
      missing.push(at, given.values[i] as number, given.qualities[i] as number);
    }
    if (missing.length === 0) return 0;
    return this.#writer.putSegments(segmentsOfSeries(groupOf(number), number % GROUP_SIGNALS, missing))
      ? missing.length
      : 0;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#startAnew();
      return work();
    }
  }

  /** The damaged file goes aside; signals keep their numbers, and what memory holds is written to the new file. */
  #startAnew(): void {
    const { file, clock } = this.#options;
    const { live } = this.#writer;
    this.#database.dispose();
    const { asideFile } = setAside(file, [], clock.now());
    this.#notice('HIS0004', { file, asideFile });
    this.#database = this.#open();
    [this.#writer, this.#reader] = this.#build();
    for (const signal of this.#signals.all()) this.#writer.store.putSignal(signal);
    this.#writer.adopt(live);
  }

  #open(): OpenDatabase {
    const { file, clock, onNotice } = this.#options;
    return openHistory(file, clock, onNotice);
  }

  #build(): [HistoryWriter, HistoryReader] {
    const { clock, config } = this.#options;
    const onBadBlob = (why: unknown): void => {
      if (this.#badBlobs === 0) this.#notice('HIS0008', { file: this.#options.file, why: String(why) });
      this.#badBlobs += 1;
    };
    const writer = new HistoryWriter({ database: this.#database, clock, config, onBadBlob });
    const reader = new HistoryReader({
      store: writer.store,
      live: writer.live,
      pending: writer.pending,
      config,
      now: () => clock.now(),
      find: (signalId) => this.#signals.find(signalId),
      onBadBlob,
    });
    return [writer, reader];
  }

  #notice(code: string, detail: Notice['detail']): void {
    this.#options.onNotice({ code, detail, at: this.#options.clock.now() });
  }
}
