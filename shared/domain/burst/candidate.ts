import { distanceM, type LonLat } from '../../lib/geo.ts';
import type { Alarm } from '../alarm/types.ts';
import { burstNumbers, type BurstNumbers } from '../burst-settings/catalogue.ts';
import type { BurstVerdict } from '../burst-verdict/types.ts';
import type { Pipe, Station } from '../network/types.ts';
import { clustersOf, geometricMedian, type WeightedPoint } from './cluster.ts';
import { beliefOf, gradeOf, joinEvidence, rankPlaces, type PlaceDetail, type Ranking } from './fusion.ts';
import { markVerdicts, withoutRejected } from './fusion-verdicts.ts';
import { callerEvidence, callersOf, clusterParams, type Report } from './localise-callers.ts';
import { pipeGeometry, pipesWithin, type PipeGeometry } from './localise-geometry.ts';
import type { PressureFinding } from './localise-types.ts';
import { alarmEvidence, findingEvidence, lowStations, sourceMakeup, type LowStation } from './fusion-evidence.ts';
import { nearestPipe } from './snap.ts';
import type { BurstCandidate, Evidence, RankedPlace } from './types.ts';

export interface BurstInput {
  readonly complaints: readonly Report[];
  readonly alarms: readonly Alarm[];
  readonly stations: readonly Pick<Station, 'id' | 'kind' | 'at'>[];
  readonly pipes: readonly Pipe[];
  /** UTC ms. */
  readonly nowMs: number;
  readonly verdicts?: readonly BurstVerdict[] | undefined;
  /** What the network model makes of the pressures; without it the pressure alarms speak. */
  readonly pressure?: PressureFinding | undefined;
  /** Most places of a candidate, 10 by default. */
  readonly top?: number | undefined;
  /** Somebody gave these pressures and wants the ranking, however little they prove. */
  readonly isAsked?: boolean | undefined;
}

/** One look at everything: inputs after the verdicts, and what was made of them once. */
interface Look {
  readonly input: BurstInput;
  readonly numbers: BurstNumbers;
  readonly geometry: PipeGeometry;
  readonly lows: readonly LowStation[];
  readonly makeup: readonly string[];
  readonly top: number;
  /** What pressures say alone; undefined without them. */
  readonly zone: Ranking | undefined;
}

const DEFAULT_TOP = 10;
/** The least that a candidate's circle shows, m. */
const LEAST_RADIUS_M = 50;
/** The model's zone agrees with a cluster when it believes in its surroundings so much more than length alone would [eng]. */
const AGREES_TIMES = 1.5;
const AGREES_SHARE = 0.3;
/** Drops simulated for a pipe that are so like those seen can be of the same event [eng]. */
const LIKE_COSINE = 0.9;

/**
 * Where something may have burst, most likely first. Deterministic: the order of the inputs does not matter. Takes as given: complaints and alarms of
 * any age (old ones are passed over), pipes of any network (none: candidates stay where the callers are).
 */
export function burstCandidates(given: BurstInput, numbers: BurstNumbers = burstNumbers()): readonly BurstCandidate[] {
  const input = { ...given, ...withoutRejected(given) };
  const seen = {
    ...{ input, numbers },
    geometry: pipeGeometry(input.pipes),
    lows: lowStations(input),
    makeup: sourceMakeup(input),
    top: input.top ?? DEFAULT_TOP,
    zone: undefined,
  };
  const look: Look = { ...seen, zone: input.pressure && rank(seen, [], undefined, input.pressure) };
  const callers = callersOf(input.complaints, input.nowMs, numbers);
  const isWater = (point: WeightedPoint): boolean => point.weight >= numbers['cluster.waterWeight'];
  // BUR-12: rooms go cold all over the district behind a burst; the place is where somebody saw water.
  const clusters = clustersOf(callers, clusterParams(numbers)).filter((cluster) => cluster.some(isWater));
  const agreeing = agreeingCluster(clusters, look);
  const candidates = clusters.map((cluster) => fromCallers(cluster, cluster === agreeing, look));
  if (input.pressure !== undefined && agreeing === undefined) {
    const clustered = new Set(clusters.flat());
    const lone = callers.filter((caller) => isWater(caller) && !clustered.has(caller));
    candidates.push(...fromModel(input.pressure, lone, look));
  } else if (candidates.length === 0) candidates.push(...fromAlarms(look));
  candidates.sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1));
  return markVerdicts(candidates, input.verdicts ?? [], input.pipes);
}

/**
 * BUR-17: the cluster that can be the same event as the pressures: in their zone or a few hundred metres from it, where drops would look much like those seen, or
 * where they believe more than length alone would. Of several the one they believe in most.
 */
function agreeingCluster(
  clusters: readonly (readonly WeightedPoint[])[],
  look: Look,
): readonly WeightedPoint[] | undefined {
  const { input, geometry, numbers, zone } = look;
  if (input.pressure === undefined || zone === undefined) return undefined;
  const prior = beliefOf(geometry, []);
  const belief = beliefOf(geometry, [input.pressure.logLikelihood]);
  let best: { cluster: readonly WeightedPoint[]; share: number } | undefined;
  for (const cluster of clusters) {
    const within = 2 * numbers['cluster.radiusM'];
    const median = geometricMedian(cluster);
    const near = pipesWithin(geometry, median, within);
    const around = (shares: Float64Array): number => near.reduce((sum, { pipe }) => sum + (shares[pipe] as number), 0);
    const share = around(belief);
    const place = zone.places[0];
    const isInZone = place !== undefined && distanceM(place.at, median) <= zone.radiusM + within;
    // A likely shape of the drops is enough: sizes may be off, and then the callers know better.
    const isLike = near.some(({ pipe }) => (input.pressure?.cosine[pipe] as number) >= LIKE_COSINE);
    const agrees = isInZone || isLike || share >= AGREES_SHARE || share >= AGREES_TIMES * around(prior);
    if (agrees && share > (best?.share ?? 0)) best = { cluster, share };
  }
  return best?.cluster;
}

/** A dense spot of callers, with the pressures where they agree. */
function fromCallers(cluster: readonly WeightedPoint[], withModel: boolean, look: Look): BurstCandidate {
  const { input, numbers, geometry, lows, makeup } = look;
  const median = geometricMedian(cluster);
  const pressure = withModel ? input.pressure : undefined;
  const near = lows.filter((low) => distanceM(low.at, median) <= numbers['pressure.radiusM']);
  const said = callerEvidenceOf(cluster, numbers);
  const evidence =
    pressure === undefined
      ? [said, ...alarmEvidence(near, makeup, numbers)]
      : [said, ...findingEvidence(pressure, near, numbers)];
  const isSnapped = pipesWithin(geometry, median, numbers['cluster.snapM']).length > 0;
  const ranking = isSnapped || pressure !== undefined ? rank(look, cluster, median, pressure) : NOTHING_RANKED;
  const best = ranking.places[0];
  const at = best?.at ?? median;
  return finish(
    {
      id: `burst:${cluster[0]?.id ?? ''}`,
      at,
      pipeId: best?.pipeId,
      radiusM: pressure === undefined ? farthestM(at, cluster) : ranking.radiusM,
      firstSeenAt: cluster[0]?.atMs ?? 0,
    },
    ranking,
    evidence,
    { geometry, numbers },
  );
}

/** BUR-11: a zone that holds most of the belief; a pipe only where one place leads clearly, or lone callers back it. */
function fromModel(pressure: PressureFinding, lone: readonly WeightedPoint[], look: Look): readonly BurstCandidate[] {
  const { input, numbers, geometry, lows } = look;
  const proof = findingEvidence(pressure, lows, numbers);
  if (input.isAsked !== true && !proof.some((one) => one.kind === 'pressureDrop' && one.weight > 0)) return [];
  const alone = look.zone ?? NOTHING_RANKED;
  const reach = alone.radiusM + numbers['cluster.radiusM'];
  const centre = alone.places[0]?.at;
  const backing = centre === undefined ? [] : lone.filter((caller) => distanceM(caller.at, centre) <= reach);
  const median = backing.length === 0 ? undefined : geometricMedian(backing);
  const ranking = backing.length === 0 ? alone : rank(look, backing, median, pressure);
  const best = ranking.places[0];
  if (best === undefined) return [];
  const isNamed = backing.length > 0 || best.share >= numbers['places.leadShare'];
  const evidence = backing.length === 0 ? proof : [callerEvidenceOf(backing, numbers), ...proof];
  const first = lows[0]?.alarmId ?? `pressure:${String(pressure.startedAt)}`;
  return [
    finish(
      {
        id: `burst:${first}`,
        at: best.at,
        pipeId: isNamed ? best.pipeId : undefined,
        radiusM: ranking.radiusM,
        firstSeenAt: Math.min(pressure.startedAt, ...backing.map((caller) => caller.atMs), input.nowMs),
      },
      ranking,
      evidence,
      { geometry, numbers },
    ),
  ];
}

/** BUR-07, BUR-11: without a model, enough low stations alone point to a zone, not to a pipe, unless nearly the whole plant is low. */
function fromAlarms(look: Look): readonly BurstCandidate[] {
  const { input, numbers, geometry, lows, makeup } = look;
  const first = lows[0];
  if (first === undefined || lows.length < numbers['pressure.minStations']) return [];
  if (lows.length > numbers['pressure.plantShare'] * input.stations.length) return [];
  const points = lows.map((low) => ({ at: low.at, weight: 1 }));
  const median = geometricMedian(points);
  const zone = finish(
    {
      id: `burst:${first.alarmId}`,
      at: median,
      pipeId: undefined,
      radiusM: farthestM(median, points),
      firstSeenAt: first.raisedAt,
    },
    NOTHING_RANKED,
    alarmEvidence(lows, makeup, numbers),
    { geometry, numbers },
  );
  return [{ ...zone, address: nearestPipe(median, input.pipes, numbers['cluster.snapM'])?.pipe.street }];
}

const NOTHING_RANKED: Ranking = { places: [], radiusM: 0 };

function callerEvidenceOf(callers: readonly WeightedPoint[], numbers: BurstNumbers): Evidence {
  const weight = callers.reduce((sum, point) => sum + point.weight, 0);
  return {
    kind: 'complaints',
    refs: callers.map((point) => point.id),
    weight: numbers['confidence.complaintsMost'] * (1 - Math.exp(-weight / numbers['confidence.complaintsScale'])),
    text: `${String(callers.length)} callers, weight ${weight.toFixed(1)}`,
  };
}

/** Of ten places those that are the first of pressures alone, and of callers alone: each may be right where the other misleads [eng]. */
const KEPT_OF_PRESSURE = 3;
const KEPT_OF_CALLERS = 1;

/**
 * BUR-14: callers and pressures in one ranking. Those who only feel the cold say nothing of the place. BUR-22: the first places of each kind alone are in
 * the list of both.
 */
function rank(
  look: Look,
  callers: readonly WeightedPoint[],
  callersAt: LonLat | undefined,
  pressure: PressureFinding | undefined,
): Ranking {
  const { geometry, numbers, top } = look;
  const water = callers.filter((caller) => caller.weight >= numbers['cluster.waterWeight']);
  const said = callerEvidence(geometry, water, numbers);
  const columns = pressure === undefined ? [said] : [orOther(geometry, said), pressure.logLikelihood];
  const detailOf = (k: number): PlaceDetail => ({
    pressureFit: known(pressure?.cosine[k]),
    leakTPerH: known(pressure?.leakTPerH[k]),
  });
  const belief = beliefOf(geometry, columns);
  const kept = pressure === undefined || water.length === 0 ? undefined : keptOf(look, said);
  const ranking = rankPlaces(geometry, belief, numbers, top, callersAt, detailOf, pressure !== undefined, kept);
  const best = geometry.pipes[geometry.index.get(ranking.places[0]?.pipeId ?? '') ?? -1];
  if (best === undefined) return ranking;
  // BUR-20: pressures never tell where along a pipe it is, nor one pipe from the next in the same place; callers do, as far as they spread.
  const leastM =
    callers.length === 0
      ? Math.max(best.lengthM / 2, numbers['places.apartM'])
      : Math.min(best.lengthM / 2, numbers['cluster.spreadM']);
  return { ...ranking, radiusM: Math.max(leastM, ranking.radiusM) };
}

/** Pipes of the places that are the first of pressures alone, and of callers alone. */
function keptOf({ geometry, numbers, top, zone }: Look, said: Float64Array): ReadonlySet<number> {
  const heard = rankPlaces(geometry, beliefOf(geometry, [said]), numbers, KEPT_OF_CALLERS, undefined, () => ({}));
  const first = (places: readonly RankedPlace[], ofTen: number): readonly number[] =>
    places.slice(0, Math.floor((ofTen * top) / DEFAULT_TOP)).map(({ pipeId }) => geometry.index.get(pipeId) ?? -1);
  return new Set([...first(zone?.places ?? [], KEPT_OF_PRESSURE), ...first(heard.places, KEPT_OF_CALLERS)]);
}

/** Chance that a spot of callers is about another event than the pressures: as pressures may mislead, so may callers, all of them together [eng]. */
const OTHER_EVENT = 0.05;

/** BUR-14: what callers say where they may as well be about something else: no pipe is ruled out by more than that. */
function orOther(geometry: PipeGeometry, said: Float64Array): Float64Array {
  const [prior, belief] = [beliefOf(geometry, []), beliefOf(geometry, [said])];
  return belief.map((share, k) => Math.log(OTHER_EVENT + (1 - OTHER_EVENT) * (share / (prior[k] as number))));
}

const known = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

const farthestM = (at: LonLat, points: readonly { readonly at: LonLat }[]): number =>
  Math.max(LEAST_RADIUS_M, ...points.map((point) => distanceM(point.at, at)));

function finish(
  draft: Pick<BurstCandidate, 'id' | 'at' | 'pipeId' | 'radiusM' | 'firstSeenAt'>,
  { places }: Ranking,
  proof: readonly Evidence[],
  { geometry, numbers }: Pick<Look, 'geometry' | 'numbers'>,
): BurstCandidate {
  const { confidence, evidence } = joinEvidence(proof);
  const pipe = geometry.pipes[geometry.index.get(draft.pipeId ?? '') ?? -1];
  return {
    ...draft,
    radiusM: Math.max(LEAST_RADIUS_M, draft.radiusM),
    address: pipe?.street ?? places[0]?.street,
    dnMm: pipe?.dnMm,
    confidence,
    grade: gradeOf(confidence, evidence, numbers),
    evidence,
    places,
  };
}
