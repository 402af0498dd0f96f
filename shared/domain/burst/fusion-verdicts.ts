import { distanceM } from '../../lib/geo.ts';
import type { Alarm } from '../alarm/types.ts';
import type { BurstVerdict } from '../burst-verdict/types.ts';
import type { Pipe } from '../network/types.ts';
import type { Report } from './localise-callers.ts';
import type { PressureFinding } from './localise-types.ts';
import type { BurstCandidate, EvidenceKind } from './types.ts';

interface Judged {
  readonly complaints: readonly Report[];
  readonly alarms: readonly Alarm[];
  readonly pressure?: PressureFinding | undefined;
  readonly verdicts?: readonly BurstVerdict[] | undefined;
}

const refsOf = (verdict: BurstVerdict, kind: EvidenceKind): readonly string[] =>
  verdict.evidence.flatMap((ref) => (ref.startsWith(`${kind}:`) ? [ref.slice(kind.length + 1)] : []));

/**
 * VER-03: what a person rejected is out of the game: its complaints for good, the pressures and make-up of its stations as far as they had fallen or
 * risen by then. New complaints, a new fall or a new alarm count again, and have to be a candidate by themselves.
 */
export function withoutRejected({
  complaints,
  alarms,
  pressure,
  verdicts = [],
}: Judged): Pick<Judged, 'complaints' | 'alarms' | 'pressure'> {
  const rejected = verdicts.filter(({ verdict }) => verdict === 'rejected');
  if (rejected.length === 0) return { complaints, alarms, pressure };
  const callers = new Set(rejected.flatMap((verdict) => refsOf(verdict, 'complaints')));
  const rejectedAt = new Map<string, number>();
  for (const verdict of rejected) {
    for (const stationId of [...refsOf(verdict, 'pressureDrop'), ...refsOf(verdict, 'makeupRise')])
      rejectedAt.set(stationId, Math.max(rejectedAt.get(stationId) ?? 0, verdict.decidedAt));
  }
  const isOldFall = rejected.some(
    (verdict) => refsOf(verdict, 'pressureDrop').length > 0 && (pressure?.startedAt ?? Infinity) <= verdict.decidedAt,
  );
  return {
    complaints: complaints.filter(({ id }) => !callers.has(id)),
    alarms: alarms.filter(({ stationId, raisedAt }) => raisedAt > (rejectedAt.get(stationId) ?? -Infinity)),
    pressure: isOldFall ? undefined : pressure,
  };
}

/**
 * VER-04, VER-05: candidates as a person left them: confirmed ones are marked, moved ones stand where they were moved, on the pipe that was
 * named. A verdict holds for the candidate of its id, or for one that rests on a complaint it was made on.
 */
export function markVerdicts(
  candidates: readonly BurstCandidate[],
  verdicts: readonly BurstVerdict[],
  pipes: readonly Pipe[],
): readonly BurstCandidate[] {
  const standing = verdicts.flatMap((one) => (one.verdict === 'rejected' ? [] : [{ ...one, verdict: one.verdict }]));
  return candidates.map((candidate) => {
    const verdict = standing.find((one) => one.id === candidate.id) ?? standing.find((one) => isAbout(one, candidate));
    if (verdict === undefined) return candidate;
    const { by, reason, decidedAt } = verdict;
    const marked = { ...candidate, verdict: { verdict: verdict.verdict, by, reason, at: decidedAt } };
    if (verdict.at === undefined || (verdict.verdict === 'confirmed' && !wasMoved(verdict))) return marked;
    const pipe = pipes.find(({ id }) => id === verdict.pipeId);
    return {
      ...marked,
      at: verdict.at,
      pipeId: pipe?.id,
      dnMm: pipe?.dnMm,
      address: pipe === undefined ? candidate.address : pipe.street,
    };
  });
}

/** Confirmed after it had been moved: it stays where it was moved. */
const wasMoved = ({ history }: BurstVerdict): boolean => history.some(({ verdict }) => verdict === 'moved');

const isAbout = (verdict: BurstVerdict, { evidence }: BurstCandidate): boolean => {
  const callers = new Set(refsOf(verdict, 'complaints'));
  return evidence.some(({ kind, refs }) => kind === 'complaints' && refs.some((ref) => callers.has(ref)));
};

/** A confidence that moved by less than this while the same kinds of evidence speak is shown as it was [eng]. */
const STEADY = 0.05;

/** Zones that lie nearer to each other than this are the same while both rest on pressures, m. */
const SAME_ZONE_M = 1500;

/**
 * BUR-10: a candidate keeps its id while evidence grows: the one it had in the last look, when both share a complaint, or when both rest on
 * pressures and their zones meet. BUR-21: its confidence, and with it the grade, follows in steps and does not flicker.
 */
export function keepIds(
  found: readonly BurstCandidate[],
  before: readonly BurstCandidate[],
): readonly BurstCandidate[] {
  const taken = new Set<string>();
  return found.map((candidate) => {
    const same = before.find((old) => !taken.has(old.id) && isSame(old, candidate));
    const own = taken.has(candidate.id) ? `${candidate.id}:${String(taken.size)}` : candidate.id;
    const id = same?.id ?? own;
    taken.add(id);
    const { confidence, grade } = same !== undefined && isSteady(same, candidate) ? same : candidate;
    const firstSeenAt = Math.min(candidate.firstSeenAt, same?.firstSeenAt ?? Infinity);
    return { ...candidate, id, confidence, grade, firstSeenAt };
  });
}

function isSteady(a: BurstCandidate, b: BurstCandidate): boolean {
  const kinds = ({ evidence }: BurstCandidate): string => evidence.map(({ kind }) => kind).join();
  return kinds(a) === kinds(b) && Math.abs(a.confidence - b.confidence) < STEADY;
}

function isSame(a: BurstCandidate, b: BurstCandidate): boolean {
  const refs = (of: BurstCandidate, kind: EvidenceKind): readonly string[] =>
    of.evidence.filter((one) => one.kind === kind).flatMap((one) => one.refs);
  const shares = (kind: EvidenceKind): boolean => {
    const known = new Set(refs(a, kind));
    return refs(b, kind).some((ref) => known.has(ref));
  };
  if (a.id === b.id || shares('complaints')) return true;
  return shares('pressureDrop') && distanceM(a.at, b.at) <= Math.max(SAME_ZONE_M, a.radiusM, b.radiusM);
}
