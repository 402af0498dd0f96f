import type { ImpactResult, SimulatedState, Simulation } from '#shared/domain/burst/impact-types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { NetworkRemark, TraceResult } from '#shared/domain/network/trace-types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { columns } from './columns.ts';
import { wordsOf } from './outcome.ts';

/** What the network model answered, in lines for people; programs read the same with `--json`. */

/** Rows shown of a long list; the rest is counted, and whole in the JSON document. */
const SHOWN = 12;

export function traceLines(trace: TraceResult): string[] {
  const { steps, lost, rounds } = trace;
  const toClose = steps.filter((step) => step.action === 'close').length;
  return [
    `closed off: ${count(trace.isolatedPipeIds.length, 'pipe')}, ${metres(trace.lengthM)}, ${round(trace.volumeM3, 1)} m3 of water`,
    `valves: ${String(toClose)} to close, ${String(steps.length - toClose)} to verify, in the order of the walk`,
    ...columns(
      steps.map((step) => [
        `${String(step.order)}.`,
        step.action,
        step.valveId,
        step.side,
        step.dnMm === undefined ? '' : `DN${String(step.dnMm)}`,
        place(step.at),
        `${metres(step.walkM)} to walk`,
        step.ifStuckExtraStations > 0 ? `if stuck ${count(step.ifStuckExtraStations, 'station')} more` : '',
        step.isUncertain ? 'uncertain' : '',
      ]),
    ),
    ...(trace.leftOut.length === 0 ? [] : ['at the edge and not to close:']),
    ...columns(trace.leftOut.map(({ valveId, side, why }) => [valveId, side, WHY[why]])),
    ...listed('stations whose own valves have to be shut as well', trace.stationsToShut ?? []),
    `lose heat: ${count(lost.stations.length, 'station')}, ${count(lost.households, 'household')}, ${count(lost.buildings, 'building')}, ${round(lost.heatedAreaM2, 0)} m2; ` +
      `${count(trace.cutOffPipeIds.length, 'pipe')} beyond get no water`,
    ...columns(
      lost.stations
        .slice(0, SHOWN)
        .map(({ stationId, why, households }) => [stationId, WHY[why], count(households, 'household')]),
    ),
    ...more(lost.stations.length),
    ...listed(
      'sensitive',
      lost.sensitive.map(({ buildingId, kind, stationId }) => `${kind} ${buildingId} (${stationId})`),
    ),
    ...listed('without a source before already', lost.alreadyOut),
    ...rounds.map(
      ({ pastValves, segments, lengthM, lostStations, lostHouseholds }, n) =>
        `round ${String(n + 1)}: ${pastValves.length === 0 ? 'the segments of the leak' : `past ${pastValves.join(', ')}`}: ` +
        `${count(segments, 'segment')}, ${metres(lengthM)}, ${count(lostStations, 'station')}, ${count(lostHouseholds, 'household')}`,
    ),
    ...remarkLines(trace.remarks),
    `traced in ${round(trace.tookMs, 2)} ms`,
  ];
}

export function impactLines({ pipeId, at, dnMm, leak, layers, simulation, trace }: ImpactResult): string[] {
  return [
    `leak: pipe ${pipeId} DN${String(dnMm)} at ${place(at)}, ${round(leak.holeShare * 100, 2)} % of the bore, ` +
      `${round(leak.pressureMPa, 3)} MPa, ${round(leak.tempC, 0)} °C (${leak.basis}, readings: ${leak.readingsFrom})`,
    `  ${round(leak.flowM3PerH, 0)} m3/h, ${round(leak.flowTPerH, 0)} t/h`,
    'layers:',
    ...columns(
      layers.map(({ kind, basis, figures }) => [
        kind,
        basis,
        Object.entries(figures)
          .map(([name, value]) => `${name} ${round(value, 2)}`)
          .join(', '),
      ]),
    ),
    ...remarkLines(layers.flatMap((layer) => layer.remarks)),
    ...simulationLines(simulation),
    ...traceLines(trace),
  ];
}

export function candidateLines(candidates: readonly BurstCandidate[]): string[] {
  if (candidates.length === 0) return ['no place: what is given does not speak for a burst'];
  return candidates.flatMap((candidate) => [
    `candidate: confidence ${round(candidate.confidence, 2)} (${candidate.grade}) at ${place(candidate.at)}, within ${metres(candidate.radiusM)}` +
      (candidate.pipeId === undefined ? '' : `, pipe ${candidate.pipeId}`),
    ...columns(
      candidate.evidence.map(({ kind, weight, refs }) => [kind, round(weight, 2), refs.slice(0, SHOWN).join(' ')]),
    ),
    ...columns(
      candidate.places.map((one) => [
        `${String(one.rank)}.`,
        one.pipeId,
        `DN${String(one.dnMm)}`,
        `share ${round(one.share, 3)}`,
        one.pressureFit === undefined ? '' : `fit ${round(one.pressureFit, 4)}`,
        one.leakTPerH === undefined ? '' : `${round(one.leakTPerH, 0)} t/h`,
        one.complaintM === undefined ? '' : `${metres(one.complaintM)} from the callers`,
        place(one.at),
        one.street ?? '',
      ]),
    ),
  ]);
}

const WHY = {
  inside: 'inside the closed part',
  cutOff: 'cut off by it',
  stuck: 'stuck: does not close',
  noSourceBehind: 'no source behind: nothing flows in',
} as const;

function simulationLines(simulation: Simulation): string[] {
  if (simulation.state === 'none') {
    return [`no simulation: ${simulation.code} ${wordsOf(simulation.code).sentence}`];
  }
  const { burst, closed, calibration, tookMs, remarks } = simulation;
  return [
    ...stateLines('with the burst running', burst),
    ...(closed === undefined ? [] : stateLines('with the valves closed', closed)),
    calibration === undefined
      ? 'the model is not calibrated: no readings'
      : `calibrated to ${count(calibration.stations, 'station')}: rms ${round(calibration.rmsM, 2)} m, greatest ${round(calibration.maxM, 2)} m`,
    ...remarkLines(remarks),
    `simulated in ${round(tookMs, 0)} ms`,
  ];
}

function stateLines(title: string, state: SimulatedState): string[] {
  const affected = state.effects.filter((effect) => effect.isAffected);
  return [
    `${title}: ${round(state.leakTPerH, 0)} t/h out at ${round(state.pressureMPa, 3)} MPa, make-up ${round(state.makeupTPerH, 0)} t/h` +
      `${state.isMakeupAtLimit ? ' (at its limit)' : ''}, ${count(affected.length, 'station')} short of heat`,
    ...columns(
      affected
        .toSorted((a, b) => a.flowShare - b.flowShare)
        .slice(0, SHOWN)
        .map(({ stationId, flowShare, liftM, supplyDropM }) => [
          stationId,
          `${round(flowShare * 100, 0)} % flow`,
          `${round(liftM, 1)} m left`,
          `supply ${round(supplyDropM, 1)} m down`,
        ]),
    ),
    ...more(affected.length),
  ];
}

function remarkLines(remarks: readonly NetworkRemark[]): string[] {
  return remarks.map(({ code, detail }) => {
    const parts = Object.entries(detail ?? {}).map(([key, value]) => `${key} ${String(value)}`);
    return `remark ${code}: ${wordsOf(code).sentence}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
  });
}

function listed(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [`${title}: ${items.slice(0, SHOWN).join(', ')}`, ...more(items.length)];
}

const more = (total: number): string[] => (total > SHOWN ? [`  and ${String(total - SHOWN)} more`] : []);
const count = (n: number, word: string): string => `${String(n)} ${word}${n === 1 ? '' : 's'}`;
const round = (value: number, digits: number): string => String(Number(value.toFixed(digits)));
const metres = (value: number): string => `${round(value, 0)} m`;
const place = ([lon, lat]: LonLat): string => `${lon.toFixed(5)},${lat.toFixed(5)}`;
