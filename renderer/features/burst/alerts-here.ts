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

const isAt = (alert: RedAlert, { at, pipeId }: Spot, withinM: number): boolean =>
  (pipeId !== undefined && alert.pipeId === pipeId) || distanceM(at, alert.place.at) <= withinM;

const isRunning = ({ status, drill }: RedAlert): boolean => status === 'active' && !drill;

/** The alerts as this candidate sees them: on its pipe, within its own doubt, or on a pipe that it takes to be likely. */
export function alertsOf(
  candidate: Pick<BurstCandidate, 'at' | 'pipeId' | 'radiusM' | 'places' | 'firstSeenAt'>,
  alerts: Iterable<RedAlert>,
): AlertsHere {
  const { radiusM, places, firstSeenAt } = candidate;
  const likely = new Set(places.filter(({ share }) => share >= LIKELY_SHARE).map(({ pipeId }) => pipeId));
  const all = [...alerts];
  const here = all.filter(
    (alert) =>
      isAt(alert, candidate, Math.min(radiusM, NEAR_M)) || (alert.pipeId !== undefined && likely.has(alert.pipeId)),
  );
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
