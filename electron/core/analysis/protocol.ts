import type { BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type {
  AnalysisStatus,
  Calibration,
  ImpactRequest,
  ImpactResult,
  LocaliseRequest,
} from '#shared/domain/burst/impact-types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { TraceRequest, TraceResult, ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Building, Network } from '#shared/domain/network/types.ts';
import type { LiveReports, Readings } from './analysis.ts';

/** What core and the thread of the network model say to each other. */

/** Questions by kind: what is asked, what is answered. */
export interface AnalysisQuestions {
  readonly trace: readonly [TraceRequest, TraceResult];
  readonly impact: readonly [ImpactRequest, ImpactResult];
  readonly localise: readonly [
    { readonly request: LocaliseRequest; readonly reports: LiveReports },
    readonly BurstCandidate[],
  ];
  readonly calibration: readonly [undefined, Calibration | undefined];
}
export type AnalysisQuestionKind = keyof AnalysisQuestions;

export type AnalysisQuestion = {
  readonly [Kind in AnalysisQuestionKind]: {
    readonly type: 'ask';
    readonly id: number;
    readonly kind: Kind;
    readonly query: AnalysisQuestions[Kind][0];
  };
}[AnalysisQuestionKind];

export type ToAnalysis =
  | { readonly type: 'network'; readonly network: Network | null; readonly buildings: readonly Building[] }
  | { readonly type: 'valves'; readonly valves: Readonly<Record<string, ValveGuess>> }
  | { readonly type: 'numbers'; readonly numbers: BurstNumbers }
  | { readonly type: 'readings'; readonly readings: readonly Readings[] }
  | AnalysisQuestion
  | { readonly type: 'stop' };

export type FromAnalysis =
  | { readonly type: 'status'; readonly status: AnalysisStatus }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly type: 'refused';
      readonly id: number;
      readonly code: string;
      readonly detail: Readonly<Record<string, string | number | boolean>>;
    };
