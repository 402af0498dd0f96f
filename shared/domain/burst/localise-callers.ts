import type { BurstNumbers } from '../burst-settings/catalogue.ts';
import type { Complaint } from '../complaint/types.ts';
import type { ClusterParams, WeightedPoint } from './cluster.ts';
import { pipesWithin, type PipeGeometry } from './localise-geometry.ts';

/** What counts of a complaint. */
export type Report = Pick<Complaint, 'id' | 'place' | 'phone' | 'reportedAt' | 'leakWeight'>;

const MINUTE_MS = 60_000;
/** Farther than so many `cluster.spreadM` a caller is a stray one in any case. */
const HEARD_SPREADS = 15;

/** Neighbours of the clusters, as this site set them. */
export function clusterParams(numbers: BurstNumbers): ClusterParams {
  return {
    radiusM: numbers['cluster.radiusM'],
    windowMs: numbers['cluster.windowMin'] * MINUTE_MS,
    minPoints: numbers['cluster.minPoints'],
    minWeight: numbers['cluster.minWeight'],
  };
}

/** BUR-01, BUR-02: leak-like complaints of the last hours; a telephone that calls again is still one caller. */
export function callersOf(
  complaints: readonly Report[],
  nowMs: number,
  numbers: BurstNumbers,
): readonly WeightedPoint[] {
  const lookBackMs = numbers['cluster.lookBackMin'] * MINUTE_MS;
  const recent = complaints
    .filter(({ leakWeight, reportedAt }) => leakWeight > 0 && Math.abs(nowMs - reportedAt) <= lookBackMs)
    .sort((a, b) => a.reportedAt - b.reportedAt || (a.id < b.id ? -1 : 1));
  const callers = new Map<string, WeightedPoint>();
  for (const { id, place, phone, reportedAt, leakWeight } of recent) {
    const caller = phone ?? id;
    const before = callers.get(caller);
    const weight = Math.max(leakWeight, before?.weight ?? 0);
    callers.set(caller, before === undefined ? { id, at: place.at, atMs: reportedAt, weight } : { ...before, weight });
  }
  return [...callers.values()];
}

/**
 * BUR-13: by pipe, the logarithm of how much likelier these callers are if it leaks than if they called about anything. Each caller is
 * a stray one by `cluster.strayShare`, spread over the whole network; else callers grow fewer with the distance, by e every `cluster.spreadM`.
 */
export function callerEvidence(
  geometry: PipeGeometry,
  callers: readonly WeightedPoint[],
  numbers: BurstNumbers,
): Float64Array {
  const sums = new Float64Array(geometry.pipes.length);
  const [stray, spreadM] = [numbers['cluster.strayShare'], numbers['cluster.spreadM']];
  const peak = ((1 - stray) * geometry.areaM2) / (2 * Math.PI * spreadM * spreadM);
  const far = callers.reduce((sum, { weight }) => sum + weight * Math.log(stray), 0);
  sums.fill(far);
  for (const { at, weight } of callers) {
    for (const { pipe, distanceM } of pipesWithin(geometry, at, HEARD_SPREADS * spreadM)) {
      const times = 1 + (peak * Math.exp(-distanceM / spreadM)) / stray;
      sums[pipe] = (sums[pipe] as number) + weight * Math.log(times);
    }
  }
  return sums;
}
