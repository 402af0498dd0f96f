import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';

/** A candidate's doubt may grow to a district, its alert does not: as wide as a cluster of complaints (DOMAIN.md, layer 6), m. */
const NEAR_M = 300;
/** [eng] A place of the candidate that has this share may well be the one that was declared. */
const LIKELY_SHARE = 0.05;

/** What red alerts mean for a candidate. Several may run at once (ALT-01), but one burst has one. */
export interface AlertsHere {
  /** The real alert that runs for this very place: nothing is left to declare. */
  readonly running?: RedAlert | undefined;
  /** A drill that runs at this place: a real burst is still declared. */
  readonly drill?: RedAlert | undefined;
  /** The real alert of this place that ended last, after the candidate had come up. */
  readonly ended?: RedAlert | undefined;
  /** Real alerts that run for other places. */
  readonly elsewhere: readonly RedAlert[];
}

/** Where an alert is, or is about to be. */
interface Spot {
  readonly at: LonLat;
  readonly pipeId?: string | undefined;
}

type Spoken = Pick<BurstCandidate, 'id' | 'at' | 'pipeId' | 'radiusM' | 'places'>;
type Placed = Pick<RedAlert, 'place' | 'pipeId' | 'candidateId'>;

const isAt = (alert: Placed, { at, pipeId }: Spot, withinM: number): boolean =>
  (pipeId !== undefined && alert.pipeId === pipeId) || distanceM(at, alert.place.at) <= withinM;

const isRunning = ({ status, drill }: RedAlert): boolean => status === 'active' && !drill;

/**
 * Whether an alert is about the burst that a candidate speaks of: declared for it, wherever its place has moved since (ALT-17), or declared
 * otherwise, but on its pipe, within its doubt, or on a pipe that it takes to be likely.
 */
export function isOfAlert(candidate: Spoken, alert: Placed): boolean {
  if (alert.candidateId === candidate.id) return true;
  return (
    isAt(alert, candidate, Math.min(candidate.radiusM, NEAR_M)) ||
    candidate.places.some(({ pipeId, share }) => share >= LIKELY_SHARE && pipeId === alert.pipeId)
  );
}

/** The candidate that an alert is about, the one that it was declared for before any other. */
export const candidateOf = (alert: Placed, candidates: readonly BurstCandidate[]): BurstCandidate | undefined =>
  candidates.find(({ id }) => id === alert.candidateId) ?? candidates.find((candidate) => isOfAlert(candidate, alert));

/** How far a candidate has moved from where its alert was declared, m; undefined while it is no other place. */
export function movedM({ at }: Pick<BurstCandidate, 'at'>, alert: Placed): number | undefined {
  const apart = distanceM(at, alert.place.at);
  return apart > NEAR_M ? apart : undefined;
}

/** The alerts as this candidate sees them. */
export function alertsOf(
  candidate: Spoken & Pick<BurstCandidate, 'firstSeenAt'>,
  alerts: Iterable<RedAlert>,
): AlertsHere {
  const { firstSeenAt } = candidate;
  const all = [...alerts];
  const here = all.filter((alert) => isOfAlert(candidate, alert));
  return {
    running: here.find(isRunning),
    drill: here.find(({ status, drill }) => status === 'active' && drill),
    ended: here
      .filter(({ status, drill, declaredAt }) => status === 'ended' && !drill && declaredAt >= firstSeenAt)
      .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0],
    elsewhere: all.filter((alert) => isRunning(alert) && !here.includes(alert)),
  };
}

/** The real alert that runs where another is about to be declared: on the same pipe, or nearer than complaints of one burst lie. */
export const alertAtPlace = (place: Spot, alerts: Iterable<RedAlert>): RedAlert | undefined =>
  [...alerts].find((alert) => isRunning(alert) && isAt(alert, place, NEAR_M));
