import type { CrewTrack, TrackPoint } from '#shared/domain/crew/types.ts';
import { distanceM } from '#shared/lib/geo.ts';
import type { TrackMark } from '../../map/marks.ts';

/** Where each crew was, oldest point first, by crew id. */
export type Tracks = Pick<ReadonlyMap<string, readonly TrackPoint[]>, 'get' | 'has'>;

/** The tracks as the map draws them. @param nowMs UTC ms */
export const trackMarks = (tracks: readonly CrewTrack[], nowMs: number): readonly TrackMark[] =>
  tracks.flatMap(({ crewId, points }) => {
    const last = points.at(-1);
    return last && points.length > 1 ? [{ id: crewId, at: last.at, points, nowMs }] : [];
  });

/** Length of a way, m. */
export const lengthOf = (points: readonly TrackPoint[]): number =>
  points.reduce((sum, { at }, k) => sum + (k === 0 ? 0 : distanceM((points[k - 1] as TrackPoint).at, at)), 0);
