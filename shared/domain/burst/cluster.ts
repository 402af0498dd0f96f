import { fromLocalM, toLocalM, type LonLat } from '../../lib/geo.ts';

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

/** A point on the local plane, with what the search remembers of it. */
interface Spot {
  readonly point: WeightedPoint;
  readonly eastM: number;
  readonly northM: number;
  isTaken: boolean;
}

/**
 * ST-DBSCAN (Birant and Kut 2007) over weighted points: a core has `minPoints` neighbours (itself counted) within `radiusM` and `windowMs`, or
 * `minWeight` of weight. Deterministic: points are taken by time, then by id. O(n^2), 2,000 points take some 50 ms.
 */
export function clustersOf(
  points: readonly WeightedPoint[],
  params: ClusterParams,
): readonly (readonly WeightedPoint[])[] {
  const sorted = [...points].sort(byTime);
  const origin = sorted[0]?.at ?? [0, 0];
  const spots = sorted.map((point): Spot => {
    const [eastM, northM] = toLocalM(origin, point.at);
    return { point, eastM, northM, isTaken: false };
  });
  const clusters: WeightedPoint[][] = [];
  for (const seed of spots) {
    if (seed.isTaken || !isCore(neighboursOf(seed, spots, params), params)) continue;
    seed.isTaken = true;
    const members = [seed];
    for (let at = 0; at < members.length; at += 1) {
      const around = neighboursOf(members[at] ?? seed, spots, params);
      if (!isCore(around, params)) continue;
      for (const spot of around) {
        if (spot.isTaken) continue;
        spot.isTaken = true;
        members.push(spot);
      }
    }
    clusters.push(members.map((spot) => spot.point).sort(byTime));
  }
  return clusters;
}

const byTime = (a: WeightedPoint, b: WeightedPoint): number => a.atMs - b.atMs || (a.id < b.id ? -1 : 1);

function neighboursOf(of: Spot, spots: readonly Spot[], params: ClusterParams): readonly Spot[] {
  const squared = params.radiusM * params.radiusM;
  return spots.filter((other) => {
    if (Math.abs(other.point.atMs - of.point.atMs) > params.windowMs) return false;
    const eastM = other.eastM - of.eastM;
    const northM = other.northM - of.northM;
    return eastM * eastM + northM * northM <= squared;
  });
}

function isCore(around: readonly Spot[], params: ClusterParams): boolean {
  if (around.length >= params.minPoints) return true;
  return around.reduce((sum, spot) => sum + spot.point.weight, 0) >= params.minWeight;
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
