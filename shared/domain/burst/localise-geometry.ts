import { fromLocalM, toLocalM, type LonLat } from '../../lib/geo.ts';
import type { Pipe } from '../network/types.ts';

/** All pipes of a network on one local plane, in metres east and north of `origin`: made once, asked often. */
export interface PipeGeometry {
  readonly pipes: readonly Pipe[];
  readonly index: ReadonlyMap<string, number>;
  readonly origin: LonLat;
  /** By pipe: halfway along its path. */
  readonly midEastM: Float64Array;
  readonly midNorthM: Float64Array;
  /** By pipe: no point of it is farther from its middle, m. */
  readonly reachM: Float64Array;
  /** Of the rectangle around all pipes, at least 1 km2. */
  readonly areaM2: number;
  /** Segments of pipe k are `firstSegment[k]` to `firstSegment[k + 1]`; four numbers each: from east, north, to east, north. */
  readonly firstSegment: Int32Array;
  readonly segments: Float64Array;
}

const LEAST_AREA_M2 = 1e6;
const known = new WeakMap<readonly Pipe[], PipeGeometry>();

/** The geometry of these pipes; the same array of pipes is worked out once. O(points). */
export function pipeGeometry(pipes: readonly Pipe[]): PipeGeometry {
  const made = known.get(pipes) ?? makeGeometry(pipes);
  known.set(pipes, made);
  return made;
}

function makeGeometry(pipes: readonly Pipe[]): PipeGeometry {
  const origin: LonLat = pipes.find((pipe) => pipe.path.length > 0)?.path[0] ?? [0, 0];
  const firstSegment = new Int32Array(pipes.length + 1);
  const segments: number[] = [];
  const midEastM = new Float64Array(pipes.length);
  const midNorthM = new Float64Array(pipes.length);
  const reachM = new Float64Array(pipes.length);
  for (const [k, { path }] of pipes.entries()) {
    const points = path.map((point) => toLocalM(origin, point));
    const pairs = points.length === 1 ? [[points[0], points[0]]] : points.slice(1).map((to, n) => [points[n], to]);
    for (const [from = [0, 0], to = [0, 0]] of pairs) segments.push(...from, ...to);
    firstSegment[k + 1] = segments.length / 4;
    const [east, north] = halfway(segments, firstSegment[k] as number, firstSegment[k + 1] as number);
    [midEastM[k], midNorthM[k]] = [east, north];
    reachM[k] = points.reduce((far, [x, y]) => Math.max(far, Math.hypot(x - east, y - north)), 0);
  }
  const [width, height] = [extent(midEastM), extent(midNorthM)];
  return {
    pipes,
    index: new Map(pipes.map((pipe, k) => [pipe.id, k])),
    origin,
    midEastM,
    midNorthM,
    reachM,
    areaM2: Math.max(LEAST_AREA_M2, width * height),
    firstSegment,
    segments: Float64Array.from(segments),
  };
}

function extent(values: Float64Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high > low ? high - low : 0;
}

/** The point halfway along the segments; NaN where there are none. */
function halfway(segments: ArrayLike<number>, first: number, end: number): [number, number] {
  const lengthOf = (s: number): number => {
    const [ax, ay, bx, by] = corners(segments, s);
    return Math.hypot(bx - ax, by - ay);
  };
  let total = 0;
  for (let s = first; s < end; s += 1) total += lengthOf(s);
  let left = total / 2;
  for (let s = first; s < end; s += 1) {
    const length = lengthOf(s);
    const [ax, ay, bx, by] = corners(segments, s);
    if (left <= length) {
      const share = length === 0 ? 0 : left / length;
      return [ax + (bx - ax) * share, ay + (by - ay) * share];
    }
    left -= length;
  }
  return [Number.NaN, Number.NaN];
}

const corners = (segments: ArrayLike<number>, s: number): readonly [number, number, number, number] => [
  segments[s * 4] as number,
  segments[s * 4 + 1] as number,
  segments[s * 4 + 2] as number,
  segments[s * 4 + 3] as number,
];

/** The point of pipe `k` that is nearest to `point`, and how far it is in metres (Infinity for a pipe without a path). */
export function nearestOnPipe(geometry: PipeGeometry, k: number, point: LonLat): { at: LonLat; distanceM: number } {
  const [x, y] = toLocalM(geometry.origin, point);
  const { east, north, distanceM } = nearest(geometry, k, x, y);
  return { at: fromLocalM(geometry.origin, east, north), distanceM };
}

/** Distance of every pipe to `point` in metres, in the order of the pipes; Infinity for those farther than `withinM`. O(pipes). */
export function distancesM(geometry: PipeGeometry, point: LonLat, withinM = Infinity): Float64Array {
  const { midEastM, midNorthM, reachM } = geometry;
  const [x, y] = toLocalM(geometry.origin, point);
  const found = new Float64Array(geometry.pipes.length).fill(Infinity);
  for (let k = 0; k < found.length; k += 1) {
    const leastM = Math.hypot((midEastM[k] as number) - x, (midNorthM[k] as number) - y) - (reachM[k] as number);
    if (!(leastM <= withinM)) continue;
    const { distanceM } = nearest(geometry, k, x, y);
    if (distanceM <= withinM) found[k] = distanceM;
  }
  return found;
}

/** Halfway along pipe `k`. */
export function middleOf(geometry: PipeGeometry, k: number): LonLat {
  return fromLocalM(geometry.origin, geometry.midEastM[k] as number, geometry.midNorthM[k] as number);
}

function nearest(geometry: PipeGeometry, k: number, x: number, y: number) {
  let best = { east: 0, north: 0, distanceM: Infinity };
  for (let s = geometry.firstSegment[k] as number; s < (geometry.firstSegment[k + 1] as number); s += 1) {
    const [ax, ay, bx, by] = corners(geometry.segments, s);
    const [dx, dy] = [bx - ax, by - ay];
    const squared = dx * dx + dy * dy;
    const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared));
    const [east, north] = [ax + dx * along, ay + dy * along];
    const distanceM = Math.hypot(east - x, north - y);
    if (distanceM < best.distanceM) best = { east, north, distanceM };
  }
  return best;
}
