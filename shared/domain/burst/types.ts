import type { LonLat } from '../../lib/geo.ts';

export const EVIDENCE_KINDS = ['complaints', 'pressureDrop', 'makeupRise', 'returnTemp'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** One thing that speaks for (or, with a negative weight, against) a burst: opens to what is behind it. */
export interface Evidence {
  readonly kind: EvidenceKind;
  /** Complaint ids for `complaints`, station ids for the others. */
  readonly refs: readonly string[];
  /** Share of the confidence, 0 to 1. */
  readonly weight: number;
  readonly text: string;
  /** The measured rows behind it: drop in m of head, rise in t/h, fall in K. Empty for complaints. */
  readonly readings?:
    | readonly {
        readonly ref: string;
        readonly value: number;
        readonly expected?: number | undefined;
        readonly unit: string;
      }[]
    | undefined;
}

/** One pipe that may be it, best first. */
export interface RankedPlace {
  readonly rank: number;
  readonly pipeId: string;
  readonly at: LonLat;
  readonly dnMm: number;
  readonly street?: string | undefined;
  /** 0 to 1; the places of one candidate add up to at most 1. */
  readonly share: number;
  /** Cosine between the drops seen and those simulated for this pipe; missing where pressures said nothing. */
  readonly pressureFit?: number | undefined;
  /** Metres to the weighted median of the callers; missing where nobody called. */
  readonly complaintM?: number | undefined;
  /** Leak that explains the drops best, t/h. */
  readonly leakTPerH?: number | undefined;
}

export const CANDIDATE_GRADES = ['weak', 'likely', 'confirmed'] as const;
/** `confirmed`-grade: sure enough that a red alert is proposed, by `confidence.confirmed` and two kinds of evidence at least. */
export type CandidateGrade = (typeof CANDIDATE_GRADES)[number];

/** A place where something may have burst: proposed by the console, never acted on without a person. */
export interface BurstCandidate {
  readonly id: string;
  /** The best place, or where a person moved it. */
  readonly at: LonLat;
  readonly address?: string | undefined;
  readonly pipeId?: string | undefined;
  readonly dnMm?: number | undefined;
  /** 0 to 1. */
  readonly confidence: number;
  readonly grade: CandidateGrade;
  readonly radiusM: number;
  readonly evidence: readonly Evidence[];
  /** At most ten, best first; empty where neither a pipe nor a model is at hand. */
  readonly places: readonly RankedPlace[];
  readonly firstSeenAt: number;
  /** What a person said of it; a rejected one is no candidate any more. `at` in UTC ms. */
  readonly verdict?:
    | {
        readonly verdict: 'confirmed' | 'moved';
        readonly by: string;
        readonly reason: string;
        readonly at: number;
      }
    | undefined;
}
