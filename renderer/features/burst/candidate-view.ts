import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { BurstCandidate, Evidence } from '#shared/domain/burst/types.ts';
import { distanceM } from '#shared/lib/geo.ts';

/** What a piece of evidence opens: the things behind it, by kind. */
export interface EvidenceView {
  readonly kind: Evidence['kind'];
  readonly count: number;
  /** Share of the confidence, whole percent. */
  readonly sharePct: number;
  readonly opens: 'complaint' | 'alarm';
  readonly refs: readonly string[];
}

/** Evidence as a list shows it, the strongest first. */
export function evidenceViews(evidence: readonly Evidence[]): readonly EvidenceView[] {
  return [...evidence]
    .sort((a, b) => b.weight - a.weight)
    .map(({ kind, refs, weight }) => ({
      kind,
      count: refs.length,
      sharePct: Math.round(weight * 100),
      opens: kind === 'complaints' ? 'complaint' : 'alarm',
      refs,
    }));
}

/** Whole percent; never 100, since nobody has seen the place yet. */
export const confidencePct = ({ confidence }: Pick<BurstCandidate, 'confidence'>): number =>
  Math.min(99, Math.max(0, Math.round(confidence * 100)));

/** Complaints of the cluster, for the order that is made of it. */
export const complaintsOf = ({ evidence }: Pick<BurstCandidate, 'evidence'>): readonly string[] =>
  evidence.filter(({ kind }) => kind === 'complaints').flatMap(({ refs }) => refs);

/** A candidate's doubt may grow to a district, its alert does not: as wide as a cluster of complaints (DOMAIN.md, layer 6), m. */
const NEAR_M = 300;

/** The real alert that runs for this very place: on the same pipe, or within the candidate's own doubt. */
export const alertAt = (
  { at, pipeId, radiusM }: Pick<BurstCandidate, 'at' | 'pipeId' | 'radiusM'>,
  alerts: Iterable<RedAlert>,
): RedAlert | undefined =>
  [...alerts].find(
    (alert) =>
      alert.status === 'active' &&
      !alert.drill &&
      ((pipeId !== undefined && alert.pipeId === pipeId) || distanceM(at, alert.place.at) <= Math.min(radiusM, NEAR_M)),
  );
