import type { BurstCandidate, Evidence } from '#shared/domain/burst/types.ts';
import type { BurstVerdict } from '#shared/domain/burst-verdict/types.ts';

/** One thing behind a piece of evidence. */
export interface EvidenceRow {
  readonly ref: string;
  /** `1.8 m`, against what the best place would give: `1.9 m`. */
  readonly value?: string | undefined;
  readonly expected?: string | undefined;
}

/** What a piece of evidence opens: the things behind it, by kind. */
export interface EvidenceView {
  readonly kind: Evidence['kind'];
  readonly count: number;
  /** Share of the confidence, whole percent; negative: it speaks against. */
  readonly sharePct: number;
  readonly opens: 'complaint' | 'plant';
  readonly rows: readonly EvidenceRow[];
}

/** Evidence as a list shows it, the strongest first; within it the greatest reading first. */
export function evidenceViews(evidence: readonly Evidence[]): readonly EvidenceView[] {
  return [...evidence]
    .sort((a, b) => b.weight - a.weight)
    .map(({ kind, refs, weight, readings }) => ({
      kind,
      count: refs.length,
      sharePct: Math.round(weight * 100),
      opens: kind === 'complaints' ? 'complaint' : 'plant',
      rows: rowsOf(refs, readings ?? []),
    }));
}

function rowsOf(refs: readonly string[], readings: NonNullable<Evidence['readings']>): readonly EvidenceRow[] {
  const measured = [...readings].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const told = new Set(measured.map(({ ref }) => ref));
  return [
    ...measured.map(({ ref, value, expected, unit }) => ({
      ref,
      value: reading(value, unit),
      expected: expected === undefined ? undefined : reading(expected, unit),
    })),
    ...refs.filter((ref) => !told.has(ref)).map((ref) => ({ ref })),
  ];
}

const reading = (value: number, unit: string): string => `${value.toFixed(Math.abs(value) < 10 ? 2 : 0)} ${unit}`;

/** Whole percent; never 100, since nobody has seen the place yet. */
export const confidencePct = ({ confidence }: Pick<BurstCandidate, 'confidence'>): number =>
  Math.min(99, Math.max(0, Math.round(confidence * 100)));

/** Complaints of the cluster, for the order that is made of it. */
export const complaintsOf = ({ evidence }: Pick<BurstCandidate, 'evidence'>): readonly string[] =>
  evidence.filter(({ kind }) => kind === 'complaints').flatMap(({ refs }) => refs);

/** What was rejected, the newest first: it can be seen why it does not come back. */
export const rejectedOf = (verdicts: Iterable<BurstVerdict>, atMost: number): readonly BurstVerdict[] =>
  [...verdicts]
    .filter(({ verdict }) => verdict === 'rejected')
    .sort((a, b) => b.decidedAt - a.decidedAt)
    .slice(0, atMost);
