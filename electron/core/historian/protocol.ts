import type { HistoryCurve, HistoryUsage, Sparklines } from '#shared/contract/history-api.ts';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import type { ErrorDetail } from '#shared/lib/coded-error.ts';
import type { HistoryConfig } from './config.ts';
import type { RecordedSamples } from './historian.ts';
import type { ToldSignal } from './signals.ts';

/** Handed to the history's worker when it starts. */
export interface HistoryWorkerData {
  readonly file: string;
  readonly config: HistoryConfig;
  /** Samples: the core pushes, the worker drains. */
  readonly ring: SharedArrayBuffer;
  /** One int32: how many signals the core has told; rows of those not heard yet wait. */
  readonly told: SharedArrayBuffer;
}

/** What may be asked of the worker: a question's fields, and its answer. */
export interface HistoryQuestions {
  read: [
    { readonly signalId: string; readonly from: number; readonly to: number; readonly maxPoints: number },
    HistoryCurve,
  ];
  sparklines: [
    { readonly signalIds: readonly string[]; readonly minutes: number; readonly points: number },
    Sparklines,
  ];
  usage: [{ readonly signalId: string | undefined }, HistoryUsage];
  recorded: [{ readonly signalId: string; readonly from: number; readonly to: number }, RecordedSamples];
  fill: [{ readonly signalId: string; readonly samples: RecordedSamples }, number];
  /** Everything in memory is in the file after it. */
  flush: [Record<string, never>, null];
}
export type QuestionKind = keyof HistoryQuestions;

/** Core -> worker. */
export type ToHistory =
  | { readonly type: 'signals'; readonly from: number; readonly signals: readonly ToldSignal[] }
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly kind: QuestionKind;
      readonly query: HistoryQuestions[QuestionKind][0];
    }
  | { readonly type: 'stop' };

/** Worker -> core. */
export type FromHistory =
  | { readonly type: 'opened' }
  | { readonly type: 'answer'; readonly id: number; readonly value: HistoryQuestions[QuestionKind][1] }
  | { readonly type: 'refused'; readonly id: number; readonly code: string; readonly detail: ErrorDetail }
  | { readonly type: 'faults'; readonly faults: ConsoleStatus['faults']; readonly lost: number };
