import type { TrackPoint } from '#shared/domain/crew/types.ts';
import { distanceM } from '#shared/lib/geo.ts';
import type { TrackMark } from '../../map/marks.ts';

const MINUTE_MS = 60_000;
const BAND_MS = 10 * MINUTE_MS;

/** Where each crew was, oldest point first, by crew id. */
export type Tracks = ReadonlyMap<string, readonly TrackPoint[]>;

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
