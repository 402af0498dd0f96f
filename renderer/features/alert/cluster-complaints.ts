import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import { candidateOf } from '../burst/alerts-here.ts';
import { complaintsOf } from '../burst/candidate-view.ts';
import { neighboursOf } from '../desk/neighbours.ts';

/** Open complaints that the repair order of an alert takes up: those of its candidate, and leak-like ones near its place. */
export function clusterComplaints(
  alert: Pick<RedAlert, 'place' | 'pipeId' | 'candidateId'>,
  candidates: readonly BurstCandidate[],
  complaints: ReadonlyMap<string, Complaint>,
  nowMs: number,
): readonly string[] {
  const candidate = candidateOf(alert, candidates);
  const near = neighboursOf(alert.place.at, complaints.values(), new Set(), nowMs)
    .filter(({ complaint }) => complaint.leakWeight > 0)
    .map(({ complaint }) => complaint.id);
  const ids = new Set([...(candidate ? complaintsOf(candidate) : []), ...near]);
  return [...ids].filter((id) => complaints.get(id)?.status === 'open');
}
