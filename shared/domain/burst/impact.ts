import type { LonLat } from '../../lib/geo.ts';
import type { BurstNumbers, BurstParamKey } from '../burst-settings/catalogue.ts';
import type { TraceResult } from '../network/trace-types.ts';
import type { Pipe } from '../network/types.ts';
import { waterDensity } from '../pressure-line/water.ts';
import { flashShare } from './flash-steam.ts';
import type { ImpactFigure } from './impact-figures.ts';
import type {
  HoleClass,
  ImpactLayer,
  ImpactLayerKind,
  LeakEstimate,
  LocalReadings,
  SimulatedState,
  StationEffect,
  Simulation,
} from './impact-types.ts';

type Bore = Pick<Pipe, 'dnMm' | 'innerDiameterM'>;

/** A burst at one point of one pipe, with what is known of its leak so far. */
export interface Burst {
  readonly pipe: Bore;
  readonly at: LonLat;
  readonly leak: LeakEstimate;
  readonly numbers: BurstNumbers;
}

const HOLE_PARAM = {
  small: 'leak.smallShare',
  burst: 'leak.burstShare',
  rupture: 'leak.ruptureShare',
} as const satisfies Record<HoleClass, BurstParamKey>;

/** The share of the bore that is asked for: the given one, else that of the class, else a burst. 0 to 1. */
export function holeShareOf(
  request: { readonly hole?: HoleClass | undefined; readonly holeShare?: number | undefined },
  numbers: BurstNumbers,
): number {
  const share = request.holeShare ?? numbers[HOLE_PARAM[request.hole ?? 'burst']];
  return Math.min(1, Math.max(0, share));
}

/**
 * Leak by the orifice formula `Q = Cd A sqrt(2 dp / rho)` against the atmosphere (IMP-01), density by temperature (PRL-01). An upper bound above 100 C: steam
 * that forms in the hole lets less through. `makeupRiseTPerH` is kept as the cross-check, with the hole that would explain it.
 */
export function leakEstimate(input: {
  readonly pipe: Bore;
  readonly hole?: HoleClass | undefined;
  readonly holeShare?: number | undefined;
  readonly readings: LocalReadings;
  readonly numbers: BurstNumbers;
  readonly makeupRiseTPerH?: number | undefined;
}): LeakEstimate {
  const { pipe, readings, numbers, makeupRiseTPerH } = input;
  const holeShare = holeShareOf(input, numbers);
  const boreM = pipe.innerDiameterM > 0 ? pipe.innerDiameterM : pipe.dnMm / 1000;
  const density = waterDensity(readings.tempC);
  const speed = Math.sqrt((2e6 * Math.max(0, readings.pressureMPa)) / density);
  const fullM3PerH = 3600 * numbers['leak.cd'] * (Math.PI / 4) * boreM ** 2 * speed;
  const fullTPerH = (fullM3PerH * density) / 1000;
  return {
    holeShare,
    pressureMPa: readings.pressureMPa,
    tempC: readings.tempC,
    flowM3PerH: fullM3PerH * holeShare,
    flowTPerH: fullTPerH * holeShare,
    basis: 'quick',
    readingsFrom: readings.from,
    makeupRiseTPerH,
    holeShareByMakeup:
      makeupRiseTPerH === undefined || makeupRiseTPerH <= 0 || fullTPerH === 0
        ? undefined
        : Math.min(1, makeupRiseTPerH / fullTPerH),
  };
}

/** The same leak with flow and pressure as the simulation found them (IMP-09); the make-up cross-check stays what was measured. */
export function simulatedLeak(leak: LeakEstimate, state: SimulatedState): LeakEstimate {
  return {
    ...leak,
    pressureMPa: state.pressureMPa,
    flowTPerH: state.leakTPerH,
    flowM3PerH: (state.leakTPerH * 1000) / waterDensity(leak.tempC),
    basis: 'simulation',
  };
}

/** Washout, spread and flash steam by rule of thumb: what can be said at once (IMP-02 to IMP-04). */
export function quickLayers(burst: Burst): readonly ImpactLayer[] {
  return [washout(burst), spread(burst, undefined), flashSteam(burst)];
}

/**
 * What the trace adds: the closed part, the spread with the water of that part (IMP-06), and the stations that lose heat by it, which stand as the service
 * impact until a simulation replaces them (IMP-07).
 */
export function tracedLayers(burst: Burst, trace: TraceResult): readonly ImpactLayer[] {
  const stationIds = trace.lost.stations.map((lost) => lost.stationId);
  const lost = { stations: stationIds.length, households: trace.lost.households };
  const isolated = layer('isolated', 'trace', burst, {
    figures: {
      ...lost,
      buildings: trace.lost.buildings,
      sensitive: trace.lost.sensitive.length,
      heatedAreaM2: trace.lost.heatedAreaM2,
      valves: trace.steps.length,
      pipes: trace.isolatedPipeIds.length,
      lengthM: trace.lengthM,
      volumeM3: trace.volumeM3,
    },
    shape: { type: 'pipes', pipeIds: trace.isolatedPipeIds },
    remarks: trace.remarks,
  });
  const service = layer('service', 'trace', burst, { figures: lost, shape: { type: 'stations', stationIds } });
  return [spread(burst, trace), isolated, service];
}

/**
 * What the simulation replaces: washout, spread and steam with the simulated leak, and the stations under the limits of service (IMP-08, IMP-09). Without a
 * simulation the stations of the trace stand, with the code that says why (IMP-10).
 */
export function simulatedLayers(
  burst: Burst,
  trace: TraceResult,
  simulation: Simulation,
  householdsOf: (stationId: string) => number,
): readonly ImpactLayer[] {
  if (simulation.state === 'none') {
    const { code, detail } = simulation;
    return tracedLayers(burst, trace)
      .filter((one) => one.kind === 'service')
      .map((one) => ({ ...one, remarks: [{ code, detail }] }));
  }
  const simulated = { ...burst, leak: simulatedLeak(burst.leak, simulation.burst) };
  return [
    washout(simulated),
    spread(simulated, trace),
    flashSteam(simulated),
    service(simulated, trace, simulation, householdsOf),
  ];
}

function washout(burst: Burst): ImpactLayer {
  const { leak, numbers, pipe, at } = burst;
  const byPressureM =
    leak.pressureMPa < numbers['washout.limitMPa'] ? numbers['washout.lowM'] : numbers['washout.highM'];
  const isLarge = pipe.dnMm >= numbers['washout.largeDnMm'];
  const radiusM = isLarge ? Math.max(byPressureM, numbers['washout.largeM']) : byPressureM;
  return layer('washout', leak.basis, burst, {
    params: ['washout.lowM', 'washout.highM', 'washout.limitMPa', 'washout.largeM', 'washout.largeDnMm'],
    figures: { radiusM, pressureMPa: leak.pressureMPa },
    shape: { type: 'circle', at, radiusM },
  });
}

function spread(burst: Burst, trace: TraceResult | undefined): ImpactLayer {
  const { leak, numbers, at } = burst;
  const partVolumeM3 = trace?.volumeM3 ?? 0;
  const volumeM3 = (leak.flowM3PerH * numbers['spread.isolationMin']) / 60 + partVolumeM3;
  const areaM2 = volumeM3 / numbers['spread.depthM'];
  const radiusM = Math.sqrt(areaM2 / Math.PI);
  return layer('spread', trace !== undefined && leak.basis === 'quick' ? 'trace' : leak.basis, burst, {
    params: ['leak.cd', 'spread.depthM', 'spread.isolationMin', 'spread.scaldC'],
    figures: {
      radiusM,
      areaM2,
      volumeM3,
      partVolumeM3,
      flowM3PerH: leak.flowM3PerH,
      tempC: leak.tempC,
      isScald: leak.tempC >= numbers['spread.scaldC'] ? 1 : 0,
    },
    shape: { type: 'circle', at, radiusM },
  });
}

function flashSteam(burst: Burst): ImpactLayer {
  const { leak } = burst;
  const share = flashShare(leak.tempC);
  return layer('flashSteam', leak.basis, burst, {
    figures: { flashShare: share, steamTPerH: leak.flowTPerH * share, tempC: leak.tempC },
    shape: { type: 'none' },
  });
}

function service(
  burst: Burst,
  trace: TraceResult,
  simulation: Extract<Simulation, { readonly state: 'solved' }>,
  householdsOf: (stationId: string) => number,
): ImpactLayer {
  const lostIds = new Set(trace.lost.stations.map((lost) => lost.stationId));
  // Behind valves that are closed for this leak already the model has nothing left to lose; the people behind them have.
  const isOut = ({ stationId, liftM }: StationEffect): boolean => liftM <= 0 && lostIds.has(stationId);
  const affected = (state: SimulatedState) =>
    state.effects.filter((effect) => effect.isAffected || isOut(effect)).map((effect) => effect.stationId);
  const households = (ids: readonly string[]) => ids.reduce((sum, id) => sum + householdsOf(id), 0);
  const stationIds = affected(simulation.burst);
  const closedIds =
    simulation.closed === undefined ? undefined : [...new Set([...lostIds, ...affected(simulation.closed)])];
  const { effects, makeupTPerH } = simulation.burst;
  return layer('service', 'simulation', burst, {
    params: ['service.flowShare', 'service.headM'],
    figures: {
      stations: stationIds.length,
      households: households(stationIds),
      ...(closedIds === undefined ? {} : { stationsClosed: closedIds.length, householdsClosed: households(closedIds) }),
      ...(effects.length === 0
        ? {}
        : {
            leastFlowShare: Math.min(...effects.map((effect) => effect.flowShare)),
            leastLiftM: Math.min(...effects.map((effect) => effect.liftM)),
          }),
      flowTPerH: burst.leak.flowTPerH,
      makeupTPerH,
    },
    shape: { type: 'stations', stationIds },
    remarks: simulation.remarks,
  });
}

function layer(
  kind: ImpactLayerKind,
  basis: ImpactLayer['basis'],
  { numbers }: Pick<Burst, 'numbers'>,
  of: {
    readonly params?: readonly BurstParamKey[];
    readonly figures: Readonly<Partial<Record<ImpactFigure, number>>>;
    readonly shape: ImpactLayer['shape'];
    readonly remarks?: ImpactLayer['remarks'];
  },
): ImpactLayer {
  const params = Object.fromEntries((of.params ?? []).map((key) => [key, numbers[key]]));
  return { kind, basis, params, figures: of.figures, shape: of.shape, remarks: of.remarks ?? [] };
}
