import type { BurstNumbers } from '../burst-settings/catalogue.ts';
import type { LonLat } from '../../lib/geo.ts';
import { middleOf, nearestOnPipe, type PipeGeometry } from './localise-geometry.ts';
import type { CandidateGrade, Evidence, RankedPlace } from './types.ts';

/** A pipe shorter than this is as likely to burst as one of this length: it has its fittings, m [eng]. */
const LEAST_LENGTH_M = 5;
/**
 * A pipe bursts more often the longer it is, but not in proportion: short pipes are mostly the small bores, which fail more often by the km [std Kettler
 * and Goulter 1985], and every pipe has its joints and fittings. The root of the length is between the two [eng].
 */
const LENGTH_POWER = 0.5;

/** BUR-14: by pipe, the share of the belief that it is this one. Prior by the root of its length, times every piece of evidence (logarithms); sums to 1. */
export function beliefOf(geometry: PipeGeometry, evidence: readonly Float64Array[]): Float64Array {
  // Plain loops: a large network has 100,000 pipes, and this runs beside everything else of the core.
  const { pipes } = geometry;
  const logs = new Float64Array(pipes.length);
  let top = -Infinity;
  for (let k = 0; k < logs.length; k += 1) {
    let log = LENGTH_POWER * Math.log(Math.max(0, (pipes[k] as (typeof pipes)[number]).lengthM) + LEAST_LENGTH_M);
    for (const column of evidence) log += column[k] as number;
    logs[k] = log;
    if (log > top) top = log;
  }
  if (!Number.isFinite(top)) return logs.fill(0);
  let total = 0;
  for (let k = 0; k < logs.length; k += 1) total += logs[k] = Math.exp((logs[k] as number) - top);
  for (let k = 0; k < logs.length; k += 1) logs[k] = (logs[k] as number) / total;
  return logs;
}

/** Where nothing but callers ranks, a pipe with less than this of the best one's belief is no place worth naming [eng]. */
const NEXT_TO_NOTHING = 1e-6;

/** What is known of a pipe beside its share. */
export type PlaceDetail = Pick<RankedPlace, 'pressureFit' | 'leakTPerH'>;

export interface Ranking {
  readonly places: readonly RankedPlace[];
  /** Around the best place: holds `pressure.zoneShare` of the belief. */
  readonly radiusM: number;
}

/**
 * BUR-15: the likeliest pipes as distinct places. Pipes within `places.apartM` of a better one belong to its place and give it their share, so
 * both sides of a trench are one place, named by the likelier side. Where pressures rank (`isComplete`), the list is filled up to `top` with the next best,
 * however small their shares; the places of the pipes `kept` are among them in any case, in the order of their shares like all others.
 * `callersAt`: the weighted median of those who called.
 */
export function rankPlaces(
  geometry: PipeGeometry,
  belief: Float64Array,
  numbers: BurstNumbers,
  top: number,
  callersAt: LonLat | undefined,
  detailOf: (pipe: number) => PlaceDetail,
  isComplete = false,
  kept: ReadonlySet<number> = NONE_KEPT,
): Ranking {
  const { pipes, midEastM, midNorthM } = geometry;
  let most = 0;
  for (let k = 0; k < belief.length; k += 1) most = Math.max(most, belief[k] as number);
  const least = (isComplete ? 0 : NEXT_TO_NOTHING) * most;
  const order: number[] = [];
  for (let k = 0; k < belief.length; k += 1)
    if ((belief[k] as number) > least && Number.isFinite(midEastM[k])) order.push(k);
  order.sort((a, b) => (belief[b] as number) - (belief[a] as number) || idOrder(pipes[a]?.id, pipes[b]?.id));
  const gapM = (a: number, b: number): number =>
    Math.hypot((midEastM[a] as number) - (midEastM[b] as number), (midNorthM[a] as number) - (midNorthM[b] as number));
  const found: Place[] = [];
  for (const k of order) {
    const isKept = kept.has(k);
    const near = found.find(({ pipe }) => gapM(pipe, k) <= numbers['places.apartM']);
    if (near !== undefined) {
      near.share += belief[k] as number;
      near.isKept ||= isKept;
    } else if (isKept || found.length < 2 * top) found.push({ pipe: k, share: belief[k] as number, isKept });
  }
  const byShare = (a: Place, b: Place): number => b.share - a.share || idOrder(pipes[a.pipe]?.id, pipes[b.pipe]?.id);
  found.sort(byShare);
  const best = found[0]?.pipe;
  return {
    places: listed(found, top)
      .sort(byShare)
      .map(({ pipe: k, share }, n) => {
        const pipe = pipes[k] as (typeof pipes)[number];
        const called = callersAt === undefined ? undefined : nearestOnPipe(geometry, k, callersAt);
        const isNear = called !== undefined && called.distanceM <= numbers['cluster.snapM'];
        return {
          rank: n + 1,
          pipeId: pipe.id,
          at: isNear ? called.at : middleOf(geometry, k),
          dnMm: pipe.dnMm,
          street: pipe.street,
          share: Math.min(1, share),
          complaintM: called?.distanceM,
          ...detailOf(k),
        };
      }),
    radiusM: best === undefined ? 0 : radiusAround(best, order, belief, numbers['pressure.zoneShare'], gapM),
  };
}

interface Place {
  /** Its likeliest. */
  readonly pipe: number;
  share: number;
  isKept: boolean;
}

const NONE_KEPT: ReadonlySet<number> = new Set();

/** The first `top` places, and those that are kept instead of the last of them. */
function listed(found: readonly Place[], top: number): Place[] {
  const kept = found.filter(({ isKept }) => isKept).slice(0, top);
  return [...kept, ...found.filter(({ isKept }) => !isKept).slice(0, top - kept.length)];
}

const idOrder = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

function radiusAround(
  best: number,
  order: readonly number[],
  belief: Float64Array,
  wanted: number,
  gapM: (a: number, b: number) => number,
): number {
  const byGap = order.map((k) => [gapM(best, k), belief[k] as number] as const).sort((a, b) => a[0] - b[0]);
  let held = 0;
  for (const [gap, share] of byGap) {
    held += share;
    if (held >= wanted) return gap;
  }
  return byGap.at(-1)?.[0] ?? 0;
}

/** BUR-09: evidence as independent reasons, and each one's share of what they say together. */
export function joinEvidence(evidence: readonly Evidence[]): { confidence: number; evidence: readonly Evidence[] } {
  const total = evidence.reduce((sum, one) => sum + one.weight, 0);
  return {
    confidence: 1 - evidence.reduce((doubt, one) => doubt * (1 - one.weight), 1),
    evidence: evidence.map((one) => ({ ...one, weight: total === 0 ? 0 : one.weight / total })),
  };
}

/** BUR-16: confirmed-grade needs confidence and two kinds of evidence at least: a console is never sure by one kind alone. */
export function gradeOf(confidence: number, evidence: readonly Evidence[], numbers: BurstNumbers): CandidateGrade {
  const kinds = new Set(evidence.map((one) => one.kind));
  if (confidence >= numbers['confidence.confirmed'] && kinds.size >= 2) return 'confirmed';
  return confidence >= numbers['confidence.likely'] ? 'likely' : 'weak';
}
