import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import { distanceM } from '#shared/lib/geo.ts';
import { complaintsOf } from '../burst/candidate-view.ts';
import { neighboursOf } from '../desk/neighbours.ts';

/** A candidate this near speaks of the same burst, m. */
const SAME_PLACE_M = 300;

/** Whether a candidate speaks of the burst that the alert was declared for. */
export function isOfAlert(
  { at, pipeId }: Pick<BurstCandidate, 'at' | 'pipeId'>,
  alert: Pick<RedAlert, 'place' | 'pipeId'>,
): boolean {
  return (pipeId !== undefined && pipeId === alert.pipeId) || distanceM(at, alert.place.at) <= SAME_PLACE_M;
}

/** Open complaints that the repair order of an alert takes up: those of its candidate, and leak-like ones near its place. */
export function clusterComplaints(
  alert: Pick<RedAlert, 'place' | 'pipeId'>,
  candidates: readonly BurstCandidate[],
  complaints: ReadonlyMap<string, Complaint>,
  nowMs: number,
): readonly string[] {
  const candidate = candidates.find((other) => isOfAlert(other, alert));
  const near = neighboursOf(alert.place.at, complaints.values(), new Set(), nowMs)
    .filter(({ complaint }) => complaint.leakWeight > 0)
    .map(({ complaint }) => complaint.id);
  const ids = new Set([...(candidate ? complaintsOf(candidate) : []), ...near]);
  return [...ids].filter((id) => complaints.get(id)?.status === 'open');
}
