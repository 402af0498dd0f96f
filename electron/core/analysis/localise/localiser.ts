import type { BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { burstCandidates } from '#shared/domain/burst/candidate.ts';
import type { AnalysisStatus, LocaliseRequest, ObservedDrop } from '#shared/domain/burst/impact-types.ts';
import type { PressureFinding } from '#shared/domain/burst/localise-types.ts';
import type { SeenColumn } from '#shared/domain/burst/localise-pressure.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { Network } from '#shared/domain/network/types.ts';
import type { LiveReports, Readings } from '../analysis.ts';
import { createBaselineWatch, type Observation } from './baseline-watch.ts';
import { findByPressure, type SeenEvent } from './find-by-pressure.ts';
import { createSensitivity, type LeakModel, type Sensitivity } from './sensitivity.ts';

/** One slice of background work, ms: questions wait no longer than this and one simulation. */
const SLICE_MS = 8;
/** A hint older than this is no hint: the ring of means does not reach back so far. */
const HINT_MS = 35 * 60_000;
/** Part of a given make-up rise that it may be wrong by. */
const MAKEUP_ERROR = 0.02;

export interface LocaliserOptions {
  readonly network: Network;
  /** A monotonic clock, ms: for the length of slices. */
  readonly now: () => number;
  /** The numbers that hold now. */
  readonly numbers: () => BurstNumbers;
}

/**
 * "Where is it?" for one network: keeps the calm state from the readings, works the sensitivity matrix out in slices, and fuses what callers, alarms and
 * pressures say. Held by the engine in the thread of the network model; made anew when another network is imported.
 */
export interface Localiser {
  /** New readings, about once a second. */
  observe(readings: Readings): void;
  /**
   * The hydraulic model to compare with, or none. Call it whenever the model stands otherwise than before (built, valves, calibration): the matrix
   * is worked out again. Until then callers and alarms speak alone.
   */
  setModel(model: LeakModel | undefined): void;
  /** Some milliseconds of the matrix. False: nothing is left to do. */
  work(): boolean;
  progress(): AnalysisStatus['sensitivity'];
  /** No sudden fall is being followed: readings may be calibrated to. While false they hold a burst, which must not become the calm state. */
  isCalm(): boolean;
  /** Make-up of the sources now against their calm state, t/h; undefined where it is not measured. */
  makeupRise(): number | undefined;
  /**
   * Ranked candidates, most likely first, for what the request says, or for what is seen now where it says nothing. Some 30 solves when
   * pressures speak; the same observation is not worked out twice.
   */
  localise(request: LocaliseRequest, reports: LiveReports): readonly BurstCandidate[];
}

export function createLocaliser({ network, now, numbers }: LocaliserOptions): Localiser {
  const { stations, pipes } = network;
  const watch = createBaselineWatch(stations, numbers);
  const sourceIds = stations.flatMap(({ id, kind }) => (kind === 'station' ? [] : [id]));
  let model: LeakModel | undefined;
  let sensitivity: Sensitivity | undefined;
  /** The one before, of nearly the same model: better than none until the new one is usable. */
  let previous: Sensitivity | undefined;
  let last: { readonly key: string; readonly finding: PressureFinding | undefined } | undefined;

  function usable(): Sensitivity | undefined {
    if (sensitivity?.isUsable() === true) previous = undefined;
    return previous ?? sensitivity;
  }

  function find(event: SeenEvent): PressureFinding | undefined {
    const columns = usable();
    if (model === undefined || columns === undefined) return undefined;
    return findByPressure(event, columns, model, pipes.length, numbers());
  }

  /** Of what is seen now; the last answer where nothing has changed since. */
  function findLive(reports: LiveReports): PressureFinding | undefined {
    const observation = watch.observation(hintOf(reports, numbers()));
    const columns = usable();
    if (observation === undefined || columns?.isUsable() !== true) return undefined;
    const { startedAt, version } = observation;
    const key = JSON.stringify([startedAt, version, columns.progress().done, numbers()]);
    if (last?.key !== key)
      last = { key, finding: find(eventOf(observation, model?.stationIds ?? [], observation.makeup)) };
    return last.finding && { ...last.finding, returnFalls: observation.returnFalls };
  }

  function findGiven(request: LocaliseRequest, nowMs: number): PressureFinding | undefined {
    const { drops, makeupRiseTPerH } = request;
    if (drops === undefined || drops.length === 0) return undefined;
    const sigmaTPerH = numbers()['pressure.makeupNoiseTPerH'] + MAKEUP_ERROR * Math.abs(makeupRiseTPerH ?? 0);
    const makeup = makeupRiseTPerH === undefined ? undefined : { riseTPerH: makeupRiseTPerH, sigmaTPerH };
    const given = { startedAt: nowMs, drops, sigmaM: numbers()['pressure.noiseM'], sourceIds, returnFalls: [] };
    return find(eventOf(given, model?.stationIds ?? [], makeup));
  }

  return {
    observe: watch.observe,
    isCalm: watch.isCalm,
    makeupRise: watch.makeupRise,
    setModel(next) {
      previous = next && usable();
      model = next;
      last = undefined;
      sensitivity = next && createSensitivity(network, next);
    },
    work: () => sensitivity?.work(now() + SLICE_MS, now) ?? false,
    progress() {
      const { done, total } = sensitivity?.progress() ?? { done: 0, total: 0 };
      return { state: sensitivity === undefined ? 'none' : done < total ? 'running' : 'ready', done, total };
    },
    localise(request, reports) {
      const { complaints, drops, makeupRiseTPerH, top } = request;
      const isGiven = complaints !== undefined || drops !== undefined || makeupRiseTPerH !== undefined;
      const nowMs = Math.max(...(complaints ?? []).map(({ reportedAt }) => reportedAt), isGiven ? 0 : reports.nowMs);
      const input = isGiven
        ? {
            complaints: (complaints ?? []).map(({ id, at, weight, reportedAt }) => ({
              ...{ id, place: { at }, leakWeight: weight, reportedAt },
            })),
            alarms: [],
            nowMs: nowMs === 0 ? reports.nowMs : nowMs,
            pressure: findGiven(request, nowMs === 0 ? reports.nowMs : nowMs),
          }
        : { ...reports, pressure: findLive(reports) };
      return burstCandidates({ ...input, stations, pipes, top, isAsked: isGiven }, numbers());
    },
  };
}

function eventOf(
  given: Pick<Observation, 'startedAt' | 'drops' | 'sigmaM' | 'sourceIds' | 'returnFalls'>,
  stationIds: readonly string[],
  makeup: SeenColumn['makeup'],
): SeenEvent {
  const byId = new Map<string, ObservedDrop>(given.drops.map((drop) => [drop.stationId, drop]));
  const column = (of: (drop: ObservedDrop) => number | undefined): number[] =>
    stationIds.map((id) => {
      const drop = byId.get(id);
      return (drop && of(drop)) ?? Number.NaN;
    });
  const dropM = Float64Array.from([...column((drop) => drop.supplyM), ...column((drop) => drop.returnM)]);
  const sigmaM = new Float64Array(dropM.length).fill(given.sigmaM);
  return {
    startedAt: given.startedAt,
    seen: { dropM, sigmaM, makeup },
    sourceIds: given.sourceIds,
    returnFalls: given.returnFalls,
  };
}

/** The earliest sign that still runs: a pressure alarm, or somebody who saw water. */
function hintOf({ alarms, complaints, nowMs }: LiveReports, numbers: BurstNumbers): number | undefined {
  const active = alarms.filter(
    ({ status, signalId, kind }) =>
      (status === 'activeUnacked' || status === 'activeAcked') &&
      signalId.endsWith('.primarySupplyPressureMPa') &&
      (kind === 'low' || kind === 'lowLow' || kind === 'fall'),
  );
  const water = complaints.filter(({ leakWeight }) => leakWeight >= numbers['cluster.waterWeight']);
  const times = [...active.map(({ raisedAt }) => raisedAt), ...water.map(({ reportedAt }) => reportedAt)];
  const recent = times.filter((at) => at <= nowMs && nowMs - at <= HINT_MS);
  return recent.length === 0 ? undefined : Math.min(...recent);
}
