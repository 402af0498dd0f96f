import { distanceM, fromLocalM, toLocalM, type LonLat } from '../../lib/geo.ts';

/** One caller: where, when (UTC ms) and how much it speaks for a leak (0 to 1). */
export interface WeightedPoint {
  readonly id: string;
  readonly at: LonLat;
  readonly atMs: number;
  readonly weight: number;
}

export interface ClusterParams {
  readonly radiusM: number;
  readonly windowMs: number;
  readonly minPoints: number;
  readonly minWeight: number;
}

/**
 * ST-DBSCAN (Birant and Kut 2007) over weighted points: a core has `minPoints` neighbours (itself counted) within `radiusM` and `windowMs`, or
 * `minWeight` of weight. Deterministic: points are taken by time, then by id. O(n^2), meant for hundreds of complaints.
 */
export function clustersOf(
  points: readonly WeightedPoint[],
  params: ClusterParams,
): readonly (readonly WeightedPoint[])[] {
  const sorted = [...points].sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
  const isTaken = new Set<WeightedPoint>();
  const clusters: WeightedPoint[][] = [];
  for (const seed of sorted) {
    if (isTaken.has(seed)) continue;
    const around = neighboursOf(seed, sorted, params);
    if (!isCore(around, params)) continue;
    const cluster: WeightedPoint[] = [];
    const queue = [...around];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (isTaken.has(next)) continue;
      isTaken.add(next);
      cluster.push(next);
      const reach = neighboursOf(next, sorted, params);
      if (isCore(reach, params)) queue.push(...reach.filter((point) => !isTaken.has(point)));
    }
    clusters.push(cluster.sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1)));
  }
  return clusters;
}

function neighboursOf(
  of: WeightedPoint,
  points: readonly WeightedPoint[],
  params: ClusterParams,
): readonly WeightedPoint[] {
  return points.filter(
    (other) => Math.abs(other.atMs - of.atMs) <= params.windowMs && distanceM(other.at, of.at) <= params.radiusM,
  );
}

function isCore(around: readonly WeightedPoint[], params: ClusterParams): boolean {
  const weight = around.reduce((sum, point) => sum + point.weight, 0);
  return around.length >= params.minPoints || weight >= params.minWeight;
}

const MAX_ROUNDS = 200;
/** Closer than this the search has arrived; also keeps the weights finite on top of a point. In metres. */
const CLOSE_M = 0.01;

/** The point with the least weighted sum of distances (Weiszfeld 1937), which a single far caller cannot drag away. `points` is not empty. */
export function geometricMedian(points: readonly Pick<WeightedPoint, 'at' | 'weight'>[]): LonLat {
  const origin = points[0]?.at ?? [0, 0];
  const local = points.map((point) => ({ m: toLocalM(origin, point.at), weight: point.weight }));
  let [x, y] = meanOf(local.map(({ m, weight }) => ({ m, pull: weight })));
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const pulls = local.map(({ m, weight }) => ({
      m,
      pull: weight / Math.max(CLOSE_M, Math.hypot(m[0] - x, m[1] - y)),
    }));
    const [nextX, nextY] = meanOf(pulls);
    const movedM = Math.hypot(nextX - x, nextY - y);
    [x, y] = [nextX, nextY];
    if (movedM < CLOSE_M) break;
  }
  return fromLocalM(origin, x, y);
}

function meanOf(points: readonly { m: readonly [number, number]; pull: number }[]): [number, number] {
  const total = points.reduce((sum, { pull }) => sum + pull, 0);
  const sum = (axis: 0 | 1): number => points.reduce((all, { m, pull }) => all + m[axis] * pull, 0) / total;
  return [sum(0), sum(1)];
}
