import { fromLocalM, toLocalM, type LonLat } from '../../lib/geo.ts';
import type { Pipe } from '../network/types.ts';

export interface Snapped {
  readonly pipe: Pipe;
  readonly at: LonLat;
  readonly distanceM: number;
}

/** The nearest point on any pipe within `withinM` of `point`; of equally near pipes the one of the smaller id. O(segments). */
export function nearestPipe(point: LonLat, pipes: readonly Pipe[], withinM: number): Snapped | undefined {
  let best: Snapped | undefined;
  for (const pipe of pipes) {
    let from = pipe.path[0];
    for (const to of pipe.path.slice(1)) {
      if (from !== undefined) {
        const [x, y] = nearestOnSegment(toLocalM(point, from), toLocalM(point, to));
        const distanceM = Math.hypot(x, y);
        const isNearer =
          best === undefined || distanceM < best.distanceM || (distanceM === best.distanceM && pipe.id < best.pipe.id);
        if (distanceM <= withinM && isNearer) best = { pipe, at: fromLocalM(point, x, y), distanceM };
      }
      from = to;
    }
  }
  return best;
}

/** The point of the segment a-b that is nearest to the origin; metres. */
function nearestOnSegment(
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): readonly [number, number] {
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / squared));
  return [ax + dx * along, ay + dy * along];
}
