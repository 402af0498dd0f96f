import { distanceM, type LonLat } from '../../lib/geo.ts';
import type { Alarm } from '../alarm/types.ts';
import type { Complaint } from '../complaint/types.ts';
import type { Pipe, Station } from '../network/types.ts';
import type { Measure } from '../telemetry/measures.ts';
import { clustersOf, geometricMedian, type WeightedPoint } from './cluster.ts';
import { BURST_DEFAULTS, type BurstParams } from './params.ts';
import { nearestPipe } from './snap.ts';
import type { BurstCandidate, Evidence } from './types.ts';

export interface BurstInput {
  readonly complaints: readonly Complaint[];
  readonly alarms: readonly Alarm[];
  readonly stations: readonly Pick<Station, 'id' | 'kind' | 'at'>[];
  readonly pipes: readonly Pipe[];
  /** UTC ms. */
  readonly nowMs: number;
}

interface LowStation {
  readonly alarmId: string;
  readonly stationId: string;
  readonly at: LonLat;
  readonly raisedAt: number;
}

/** Where something may have burst, most likely first. Deterministic: the order of the inputs does not matter. */
export function burstCandidates(input: BurstInput, params: BurstParams = BURST_DEFAULTS): readonly BurstCandidate[] {
  const lows = lowStations(input);
  const makeup = sourceMakeup(input);
  // BUR-12: rooms go cold all over the district behind a burst; the place is where somebody saw water.
  const clusters = clustersOf(callersOf(input, params), params).filter((cluster) =>
    cluster.some((point) => point.weight >= params.waterWeight),
  );
  const candidates = clusters.map((cluster) => fromComplaints(cluster, lows, makeup, input, params));
  if (candidates.length === 0) candidates.push(...fromPressures(lows, makeup, input, params));
  return candidates.sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1));
}

/** BUR-01, BUR-02: leak-like complaints of the last hours; a telephone that calls again is still one caller. */
function callersOf({ complaints, nowMs }: BurstInput, params: BurstParams): readonly WeightedPoint[] {
  const recent = complaints
    .filter(({ leakWeight, reportedAt }) => leakWeight > 0 && Math.abs(nowMs - reportedAt) <= params.lookBackMs)
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

/** BUR-06: stations whose primary supply pressure is low now, each once. */
function lowStations({ alarms, stations }: BurstInput): readonly LowStation[] {
  const byId = new Map(stations.map((station) => [station.id, station]));
  const lows = new Map<string, LowStation>();
  const sorted = [...alarms].sort((a, b) => a.raisedAt - b.raisedAt || (a.id < b.id ? -1 : 1));
  for (const alarm of sorted) {
    const station = byId.get(alarm.stationId);
    if (station === undefined || lows.has(alarm.stationId)) continue;
    if (!isActive(alarm, 'primarySupplyPressureMPa', ['low', 'lowLow'])) continue;
    lows.set(alarm.stationId, { alarmId: alarm.id, stationId: station.id, at: station.at, raisedAt: alarm.raisedAt });
  }
  return [...lows.values()];
}

/** BUR-08: what the primary network loses, its sources make up. */
function sourceMakeup({ alarms, stations }: BurstInput): readonly string[] {
  const sources = new Set(stations.filter((station) => station.kind !== 'station').map((station) => station.id));
  return alarms
    .filter((alarm) => sources.has(alarm.stationId) && isActive(alarm, 'makeupFlowTPerH', ['high', 'highHigh']))
    .map((alarm) => alarm.id)
    .sort();
}

function isActive(alarm: Alarm, measure: Measure, kinds: readonly Alarm['kind'][]): boolean {
  const isNow = alarm.status === 'activeUnacked' || alarm.status === 'activeAcked';
  return isNow && alarm.signalId.endsWith(`.${measure}`) && kinds.includes(alarm.kind);
}

function fromComplaints(
  cluster: readonly WeightedPoint[],
  lows: readonly LowStation[],
  makeup: readonly string[],
  input: BurstInput,
  params: BurstParams,
): BurstCandidate {
  const median = geometricMedian(cluster);
  const weight = cluster.reduce((sum, point) => sum + point.weight, 0);
  const near = lows.filter((low) => distanceM(low.at, median) <= params.pressureRadiusM);
  const ids = cluster.map((point) => point.id);
  const said: Evidence = {
    kind: 'complaints',
    refs: ids,
    weight: params.complaintsAtMost * (1 - Math.exp(-weight / params.complaintsScale)),
    text: `${String(ids.length)} callers, weight ${weight.toFixed(1)}`,
  };
  const evidence = [said, ...plantEvidence(near, makeup, params)];
  return candidateAt(`burst:${ids[0] ?? ''}`, median, cluster, cluster[0]?.atMs ?? 0, evidence, input, params);
}

/** BUR-07, BUR-11: enough low stations alone point to a zone, not to a pipe, unless nearly the whole plant is low. */
function fromPressures(
  lows: readonly LowStation[],
  makeup: readonly string[],
  input: BurstInput,
  params: BurstParams,
): readonly BurstCandidate[] {
  const first = lows[0];
  if (first === undefined || lows.length < params.minStations) return [];
  if (lows.length > params.plantWideShare * input.stations.length) return [];
  const points = lows.map((low) => ({ at: low.at, weight: 1 }));
  const evidence = plantEvidence(lows, makeup, params);
  const median = geometricMedian(points);
  const noPipes = { ...input, pipes: [] };
  const zone = candidateAt(`burst:${first.alarmId}`, median, points, first.raisedAt, evidence, noPipes, params);
  return [{ ...zone, address: nearestPipe(median, input.pipes, params.snapM)?.pipe.street }];
}

function plantEvidence(
  lows: readonly LowStation[],
  makeup: readonly string[],
  params: BurstParams,
): readonly Evidence[] {
  const evidence: Evidence[] = [];
  if (lows.length > 0) {
    evidence.push({
      kind: 'pressureDrop',
      refs: lows.map((low) => low.alarmId),
      weight: params.pressureAtMost * (1 - Math.exp(-lows.length / params.pressureScale)),
      text: `${String(lows.length)} stations with low primary supply pressure`,
    });
  }
  if (makeup.length > 0) {
    evidence.push({
      kind: 'makeupRise',
      refs: makeup,
      weight: params.makeupAtMost,
      text: 'make-up of the source is high',
    });
  }
  return evidence;
}

/** BUR-05, BUR-09: on the nearest pipe; the evidence joined as independent reasons, each with its share. */
function candidateAt(
  id: string,
  median: LonLat,
  points: readonly { readonly at: LonLat }[],
  firstSeenAt: number,
  evidence: readonly Evidence[],
  input: BurstInput,
  params: BurstParams,
): BurstCandidate {
  const snapped = nearestPipe(median, input.pipes, params.snapM);
  const at = snapped?.at ?? median;
  const total = evidence.reduce((sum, one) => sum + one.weight, 0);
  return {
    id,
    at,
    address: snapped?.pipe.street,
    pipeId: snapped?.pipe.id,
    dnMm: snapped?.pipe.dnMm,
    confidence: 1 - evidence.reduce((doubt, one) => doubt * (1 - one.weight), 1),
    radiusM: Math.max(50, ...points.map((point) => distanceM(point.at, at))),
    grade: 'weak',
    evidence: evidence.map((one) => ({ ...one, weight: one.weight / total })),
    places: [],
    firstSeenAt,
  };
}
