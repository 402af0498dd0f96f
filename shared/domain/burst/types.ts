import type { LonLat } from '../../lib/geo.ts';

/** One thing that speaks for a burst: opens to the complaint, the alarm or the station behind it. */
export interface Evidence {
  readonly kind: 'complaints' | 'pressureDrop' | 'makeupRise';
  readonly refs: readonly string[];
  /** Share of the confidence, 0 to 1. */
  readonly weight: number;
  readonly text: string;
}

/** A place where something may have burst: proposed by the console, never acted on without a person. */
export interface BurstCandidate {
  readonly id: string;
  readonly at: LonLat;
  readonly address?: string | undefined;
  readonly pipeId?: string | undefined;
  readonly dnMm?: number | undefined;
  /** 0 to 1. */
  readonly confidence: number;
  readonly radiusM: number;
  readonly evidence: readonly Evidence[];
  readonly firstSeenAt: number;
}
