import { fromLocalM, toLocalM, type LonLat } from '../../lib/geo.ts';
import type { Pipe } from '../network/types.ts';
import { pipeGeometry, pipesAround } from './localise-geometry.ts';

export interface Snapped {
  readonly pipe: Pipe;
  readonly at: LonLat;
  readonly distanceM: number;
}

/** Fewer pipes are looked at one by one, which is quicker than to index them. */
const FEW = 50;
/** The plane of the index is true to scale at one place of the network only: so much wider is looked, as a share and in m. */
const WIDER = 1.02;
const WIDER_M = 10;

/** The nearest point on any pipe within `withinM` of `point`; of equally near pipes the one of the smaller id. The same array of pipes is indexed once. */
export function nearestPipe(point: LonLat, pipes: readonly Pipe[], withinM: number): Snapped | undefined {
  let best: Snapped | undefined;
  for (const pipe of pipesNear(point, pipes, withinM)) {
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

function pipesNear(point: LonLat, pipes: readonly Pipe[], withinM: number): readonly Pipe[] {
  if (pipes.length <= FEW || !Number.isFinite(withinM)) return pipes;
  return pipesAround(pipeGeometry(pipes), point, withinM * WIDER + WIDER_M).map((k) => pipes[k] as Pipe);
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
