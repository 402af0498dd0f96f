import type { CrewPosition } from '#shared/domain/crew/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { distanceM } from '#shared/lib/geo.ts';
import type { TrackMark } from '../../map/marks.ts';

const MINUTE_MS = 60_000;
const BAND_MS = 10 * MINUTE_MS;
/** How far back a track reaches. */
const KEPT_MS = 3 * BAND_MS;
/** Points nearer than this to the last one say nothing new. */
const APART_M = 8;

interface TrackPoint {
  readonly at: LonLat;
  /** UTC ms at the source. */
  readonly atMs: number;
}

/** Where each crew was, oldest first, by crew id. */
export type Tracks = ReadonlyMap<string, readonly TrackPoint[]>;

/** Adds the newest positions and forgets what is older than half an hour. Positions that came late or did not move change nothing. */
export function extendTracks(tracks: Tracks, positions: Iterable<CrewPosition>, nowMs: number): Tracks {
  const next = new Map<string, readonly TrackPoint[]>();
  for (const { crewId, at, positionAt } of positions) {
    const before = tracks.get(crewId) ?? [];
    const last = before.at(-1);
    const isNews = !last || (positionAt > last.atMs && distanceM(last.at, at) >= APART_M);
    const all = isNews ? [...before, { at, atMs: positionAt }] : before;
    const firstKept = all.findIndex(({ atMs }) => atMs >= nowMs - KEPT_MS);
    if (firstKept === 0) next.set(crewId, all);
    else if (firstKept > 0) next.set(crewId, all.slice(firstKept));
  }
  return next;
}

/** Each track in parts of ten minutes, so that the older can be drawn fainter; the parts join. */
export function trackMarks(tracks: Tracks, nowMs: number): readonly TrackMark[] {
  const marks: TrackMark[] = [];
  for (const [crewId, points] of tracks) {
    for (const band of [0, 1, 2] as const) {
      const path = points
        .filter(({ atMs }, k) => {
          const leaving = points[k + 1]?.atMs ?? atMs;
          return bandOf(nowMs - atMs) === band || bandOf(nowMs - leaving) === band;
        })
        .map(({ at }) => at);
      const first = path[0];
      if (first && path.length > 1) marks.push({ id: `${crewId}:${String(band)}`, at: first, path, band });
    }
  }
  return marks;
}

const bandOf = (ageMs: number): number => Math.floor(Math.max(0, ageMs) / BAND_MS);

/** Length of a way, m. */
export const lengthOf = (points: readonly TrackPoint[]): number =>
  points.reduce((sum, { at }, k) => sum + (k === 0 ? 0 : distanceM((points[k - 1] as TrackPoint).at, at)), 0);
