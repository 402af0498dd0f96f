import Flatbush from 'flatbush';
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
  /** Of the rectangle around all pipes, at least 1 km2. */
  readonly areaM2: number;
  /** Segments of pipe k are `firstSegment[k]` to `firstSegment[k + 1]`; four numbers each: from east, north, to east, north. */
  readonly firstSegment: Int32Array;
  readonly segments: Float64Array;
  /** Boxes of the pipes, for looking near a point; undefined where no pipe has a path. */
  readonly boxes: PipeBoxes | undefined;
}

interface PipeBoxes {
  readonly tree: Flatbush;
  /** By box: the pipe. */
  readonly pipe: Int32Array;
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
  // A single point is a segment of no length.
  for (const [k, { path }] of pipes.entries())
    firstSegment[k + 1] = (firstSegment[k] as number) + (path.length === 1 ? 1 : Math.max(0, path.length - 1));
  const segments = new Float64Array(4 * (firstSegment[pipes.length] as number));
  const midEastM = new Float64Array(pipes.length);
  const midNorthM = new Float64Array(pipes.length);
  for (const [k, { path }] of pipes.entries()) {
    const first = firstSegment[k] as number;
    for (const [n, point] of path.entries()) {
      const [x, y] = toLocalM(origin, point);
      if (n > 0) segments.set([x, y], 4 * (first + n) - 2);
      if (n < path.length - 1 || n === 0) segments.set([x, y], 4 * (first + n));
      if (path.length === 1) segments.set([x, y], 4 * first + 2);
    }
    [midEastM[k], midNorthM[k]] = halfway(segments, firstSegment[k] as number, firstSegment[k + 1] as number);
  }
  const [width, height] = [extent(midEastM), extent(midNorthM)];
  return {
    pipes,
    index: new Map(pipes.map((pipe, k) => [pipe.id, k])),
    origin,
    midEastM,
    midNorthM,
    areaM2: Math.max(LEAST_AREA_M2, width * height),
    firstSegment,
    segments,
    boxes: boxesOf(segments, firstSegment),
  };
}

function boxesOf(segments: Float64Array, firstSegment: Int32Array): PipeBoxes | undefined {
  const withPath = Array.from({ length: firstSegment.length - 1 }, (_, k) => k).filter(
    (k) => (firstSegment[k] as number) < (firstSegment[k + 1] as number),
  );
  if (withPath.length === 0) return undefined;
  const tree = new Flatbush(withPath.length);
  for (const k of withPath) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let n = 4 * (firstSegment[k] as number); n < 4 * (firstSegment[k + 1] as number); n += 2) {
      const [x, y] = [segments[n] as number, segments[n + 1] as number];
      [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
    }
    tree.add(west, south, east, north);
  }
  tree.finish();
  return { tree, pipe: Int32Array.from(withPath) };
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

/** Pipes whose box comes within `withinM` of `point`, in their order: all that are so near, and some that are not. By the index, without looking at the others. */
export function pipesAround({ boxes, origin }: PipeGeometry, point: LonLat, withinM: number): readonly number[] {
  if (boxes === undefined) return [];
  const [x, y] = toLocalM(origin, point);
  return boxes.tree
    .search(x - withinM, y - withinM, x + withinM, y + withinM)
    .map((box) => boxes.pipe[box] as number)
    .sort((a, b) => a - b);
}

/** Pipes within `withinM` of `point` and how far each is, m, in the order of the pipes. */
export function pipesWithin(
  geometry: PipeGeometry,
  point: LonLat,
  withinM: number,
): readonly { readonly pipe: number; readonly distanceM: number }[] {
  const [x, y] = toLocalM(geometry.origin, point);
  return pipesAround(geometry, point, withinM).flatMap((pipe) => {
    const { distanceM } = nearest(geometry, pipe, x, y);
    return distanceM <= withinM ? { pipe, distanceM } : [];
  });
}

/** Distance of every pipe to `point` in metres, in the order of the pipes. O(pipes). */
export function distancesM(geometry: PipeGeometry, point: LonLat): Float64Array {
  const [x, y] = toLocalM(geometry.origin, point);
  const found = new Float64Array(geometry.pipes.length);
  for (let k = 0; k < found.length; k += 1) found[k] = nearest(geometry, k, x, y).distanceM;
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
