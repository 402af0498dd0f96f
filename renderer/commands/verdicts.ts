import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { BurstVerdictCommands, CandidateSnapshot } from '#shared/domain/burst-verdict/types.ts';
import { refOf, submit } from './submit.ts';
import type { Submission } from './submissions.ts';

/** Says that it has burst there; from then on the red alert is offered with everything filled in. */
export function confirmCandidate(candidate: BurstCandidate, reason: string): Promise<Submission> {
  return submit(refOf('burstVerdict', candidate.id), 'confirmCandidate', { reason, seen: snapshotOf(candidate) });
}

/** Says that it has not; it does not come back for the same evidence. */
export function rejectCandidate(candidate: BurstCandidate, reason: string): Promise<Submission> {
  return submit(refOf('burstVerdict', candidate.id), 'rejectCandidate', { reason, seen: snapshotOf(candidate) });
}

/** Says where it is instead. */
export function moveCandidate(
  candidate: BurstCandidate,
  reason: string,
  to: BurstVerdictCommands['moveCandidate']['to'],
): Promise<Submission> {
  return submit(refOf('burstVerdict', candidate.id), 'moveCandidate', { reason, seen: snapshotOf(candidate), to });
}

/** What was on screen when it was decided. */
function snapshotOf({ at, confidence, firstSeenAt, pipeId, evidence }: BurstCandidate): CandidateSnapshot {
  return {
    at,
    confidence,
    firstSeenAt,
    ...(pipeId !== undefined && { pipeId }),
    evidence: evidence.flatMap(({ kind, refs }) => refs.map((ref) => `${kind}:${ref}`)),
  };
}
