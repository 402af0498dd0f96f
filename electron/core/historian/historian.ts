import type { SampleColumns } from '../telemetry/ring.ts';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import type { HistoryQueries } from '../api/history-queries.ts';
import type { SignalCatalogue } from '../telemetry/signal-catalogue.ts';

/** Samples of one signal, oldest first. Times UTC ms, quality as QUALITY. */
export interface RecordedSamples {
  readonly at: Float64Array;
  readonly values: Float64Array;
  readonly qualities: Uint8Array;
}

/** The history of every signal, kept by a worker thread of its own in `history.db`. */
export interface Historian extends HistoryQueries {
  /** Names the signals that the indexes of the samples stand for; new ones are learnt as the catalogue grows. Once, before the first sample. */
  follow(catalogue: SignalCatalogue): void;
  /**
   * Takes rows `from` to `to` (exclusive) of a batch as the lane has them: copied at once, written within seconds. Rows that are older than what is held
   * are kept too, in their place. Never waits; what did not fit is counted in {@link Historian.dropped}.
   */
  take(batch: SampleColumns, from: number, to: number): void;
  /** Rows lost since the start because the worker was too slow, or the disk full for too long. */
  readonly dropped: number;
  /** Rows taken since the start. */
  readonly taken: number;
  /** Every recorded sample of a signal in a span (the raw tier). Throws HIS0001, HIS0002. */
  recorded(signalId: string, from: number, to: number): Promise<RecordedSamples>;
  /** Puts samples that were missed into their places (read from a server's own history); returns how many were new. */
  fill(signalId: string, samples: RecordedSamples): Promise<number>;
  /** What is wrong with the history at the moment, by code (HIS, DBS). */
  faults(): ConsoleStatus['faults'];
  dispose(): Promise<void>;
}
