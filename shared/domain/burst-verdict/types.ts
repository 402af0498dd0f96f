import type { LonLat } from '../../lib/geo.ts';
import type { BurstCandidate } from '../burst/types.ts';

export type Verdict = 'confirmed' | 'rejected' | 'moved';

/** What a person said of a burst candidate. Id: the candidate's. */
export interface BurstVerdict {
  readonly id: string;
  readonly verdict: Verdict;
  /** Where it is, once moved or confirmed. */
  readonly at?: LonLat | undefined;
  readonly pipeId?: string | undefined;
  readonly by: string;
  readonly decidedAt: number;
  readonly reason: string;
  /** Evidence that the person had before him: the same does not bring a rejected candidate back. `kind:ref`. */
  readonly evidence: readonly string[];
  /** Newest first. */
  readonly history: readonly {
    readonly verdict: Verdict;
    readonly by: string;
    readonly at: number;
    readonly reason: string;
  }[];
}

/** What was on screen when it was decided: kept in the log, since candidates are not. */
export type CandidateSnapshot = Pick<BurstCandidate, 'at' | 'confidence' | 'firstSeenAt'> & {
  readonly pipeId?: string | undefined;
  /** `kind:ref` of all its evidence. */
  readonly evidence: readonly string[];
};

export type BurstVerdictCommands = {
  /** Intents of a dispatcher or shift lead, each with a reason (VER0001). A later one takes an earlier one back. */
  confirmCandidate: { readonly reason: string; readonly seen: CandidateSnapshot };
  rejectCandidate: { readonly reason: string; readonly seen: CandidateSnapshot };
  moveCandidate: {
    readonly reason: string;
    readonly seen: CandidateSnapshot;
    readonly to: { readonly at: LonLat; readonly pipeId?: string | undefined };
  };
};

export type BurstVerdictEvents = {
  candidateConfirmed: BurstVerdictCommands['confirmCandidate'];
  candidateRejected: BurstVerdictCommands['rejectCandidate'];
  candidateMoved: BurstVerdictCommands['moveCandidate'];
};
