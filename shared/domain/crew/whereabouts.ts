import type { LonLat } from '../../lib/geo.ts';
import { distanceM, toLocalM } from '../../lib/geo.ts';
import { CREWS_KEPT, TRACK_MAX_POINTS } from './limits.ts';
import type { CrewPosition, CrewTrack, TrackPoint } from './types.ts';

/** How far back a track reaches [eng]. */
export const TRACK_KEPT_MS = 30 * 60_000;
/** Points nearer than this to the last one say nothing new: a van that stands, as its receiver sees it [eng]. */
const APART_M = 8;
/** A track may be drawn so far beside what was told: half the width of a street [eng]. */
const OFF_M = 5;
/** A moving crew leaves a point at least this often, so that the age of each part can be told [eng]. */
const APART_MS = 30_000;
/** Nothing on a road is faster (252 km/h): a position farther off is the receiver's mistake, or another place altogether [eng]. */
const MAX_M_PER_S = 70;
/** Told between two settled points at most: a source that tells a thousand places a second fills no memory [eng]. */
const MAX_TAIL = 60;

interface Way {
  position: CrewPosition | undefined;
  /** Settled points, oldest first. */
  points: TrackPoint[];
  /** Told since the last settled one; all of them lie on the straight line from it to the newest. */
  tail: TrackPoint[];
  /** When the crew was last told where its track ends, or nearer to it than a point of its own is worth; UTC ms. */
  lastSeenMs: number;
  /** Too far off to be believed before a second one says the same. */
  doubt: TrackPoint | undefined;
}

/** Where crews are and were: the newest position of each and a thinned track (SPEC.md CRW-10 to CRW-13). Bounded whatever is told. */
export class Whereabouts {
  readonly #ways = new Map<string, Way>();

  /** Takes what was told and returns what of it is news. @param nowMs UTC ms */
  take(told: readonly CrewPosition[], nowMs: number): readonly CrewPosition[] {
    const news: CrewPosition[] = [];
    for (const { positionAt, ...rest } of told) {
      if (!isOnEarth(rest.at) || !Number.isFinite(positionAt)) continue;
      const position = { ...rest, positionAt: Math.min(positionAt, nowMs) };
      const way = this.#ways.get(position.crewId) ?? newWay();
      const knownAt = way.position?.positionAt ?? -Infinity;
      if (knownAt > position.positionAt && knownAt <= nowMs) continue;
      way.position = position;
      extend(way, { at: position.at, atMs: position.positionAt });
      // The one heard last comes last.
      this.#ways.delete(position.crewId);
      this.#ways.set(position.crewId, way);
      news.push(position);
    }
    this.#limit();
    return news;
  }

  /**
   * Adds what another has kept, what lies before and after what is known here, and returns what of it is news. To be called before {@link take}.
   * @param nowMs UTC ms
   */
  join(tracks: readonly CrewTrack[], nowMs: number): readonly CrewTrack[] {
    const news: CrewTrack[] = [];
    for (const { crewId, points } of tracks) {
      const way = this.#ways.get(crewId) ?? newWay();
      settle(way);
      const first = way.points[0]?.atMs ?? Infinity;
      const last = way.points.at(-1)?.atMs ?? Infinity;
      const sound = points.filter(({ at, atMs }) => isOnEarth(at) && atMs <= nowMs);
      const before = sound.filter(({ atMs }) => atMs < first);
      const after = sound.filter(({ atMs }) => atMs > last);
      way.points = [...before, ...way.points, ...after].slice(-TRACK_MAX_POINTS);
      if (way.points.length > 0) this.#ways.set(crewId, way);
      if (before.length + after.length > 0)
        news.push({ crewId, points: [...before, ...after].slice(-TRACK_MAX_POINTS) });
    }
    this.#limit();
    return news;
  }

  /** The newest position of each crew. */
  positions(): readonly CrewPosition[] {
    return [...this.#ways.values()].flatMap(({ position }) => position ?? []);
  }

  /** The last half hour of each crew that has one, oldest point first. @param nowMs UTC ms */
  tracks(nowMs: number): readonly CrewTrack[] {
    return [...this.#ways.keys()].flatMap((crewId) => {
      const points = this.track(crewId, nowMs);
      return points ? [{ crewId, points }] : [];
    });
  }

  /** The last half hour of one crew, oldest point first; undefined: none. @param nowMs UTC ms */
  track(crewId: string, nowMs: number): readonly TrackPoint[] | undefined {
    const { points = [], tail = [] } = this.#ways.get(crewId) ?? {};
    const kept = [...points, ...tail.slice(-1)].filter(({ atMs }) => atMs >= nowMs - TRACK_KEPT_MS && atMs <= nowMs);
    return kept.length > 0 ? kept : undefined;
  }

  #limit(): void {
    for (const crewId of this.#ways.keys()) {
      if (this.#ways.size <= CREWS_KEPT) return;
      this.#ways.delete(crewId);
    }
  }
}

const newWay = (): Way => ({ position: undefined, points: [], tail: [], lastSeenMs: -Infinity, doubt: undefined });

const isOnEarth = ([lon, lat]: LonLat): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;

function extend(way: Way, here: TrackPoint): void {
  // A clock that was set back: what it said before lies ahead now.
  if ((lastOf(way)?.atMs ?? here.atMs) > here.atMs) {
    way.tail = way.tail.filter(({ atMs }) => atMs < here.atMs);
    way.points = way.points.filter(({ atMs }) => atMs < here.atMs);
  }
  const last = lastOf(way);
  if (!last) {
    way.points = [here];
    way.lastSeenMs = here.atMs;
    return;
  }
  if (here.atMs === last.atMs) return;
  const { doubt } = way;
  // A van that stood for an hour has not had an hour for the way.
  const seenMs = Math.min(here.atMs, Math.max(last.atMs, way.lastSeenMs));
  if (isReachable({ at: last.at, atMs: seenMs }, here)) {
    if (distanceM(last.at, here.at) >= APART_M) grow(way, here);
  } else if (doubt && isReachable(doubt, here)) {
    way.points = [doubt];
    way.tail = [here];
  } else {
    way.doubt = here;
    return;
  }
  way.doubt = undefined;
  way.lastSeenMs = here.atMs;
}

/** Adds a point; the one before it is settled when the straight line past it would stray, or after a while. */
function grow(way: Way, here: TrackPoint): void {
  const anchor = way.points.at(-1);
  const isDue = anchor && here.atMs - anchor.atMs > APART_MS;
  if (anchor && (isDue || way.tail.length >= MAX_TAIL || strays(way.tail, anchor.at, here.at))) settle(way);
  way.tail.push(here);
  const firstKept = way.points.findIndex(({ atMs }) => atMs >= here.atMs - TRACK_KEPT_MS);
  way.points.splice(0, firstKept < 0 ? way.points.length - 1 : firstKept);
}

function settle(way: Way): void {
  const last = way.tail.at(-1);
  if (!last) return;
  way.points.push(last);
  way.tail = [];
  if (way.points.length >= TRACK_MAX_POINTS) way.points.shift();
}

const lastOf = ({ points, tail }: Way): TrackPoint | undefined => tail.at(-1) ?? points.at(-1);

/** Within a second anything may have been rounded: that much is granted. */
const isReachable = (from: TrackPoint, to: TrackPoint): boolean =>
  distanceM(from.at, to.at) <= (MAX_M_PER_S * Math.max(1_000, Math.abs(to.atMs - from.atMs))) / 1_000;

/** Does one of the points lie beside the straight line between two places? */
function strays(points: readonly TrackPoint[], from: LonLat, to: LonLat): boolean {
  const [dx, dy] = toLocalM(from, to);
  const length = dx * dx + dy * dy;
  return points.some(({ at }) => {
    const [x, y] = toLocalM(from, at);
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / length));
    return Math.hypot(x - share * dx, y - share * dy) > OFF_M;
  });
}
