import {
  BURST_PARAMS,
  burstNumbers,
  isBurstParamKey,
  type BurstNumbers,
} from '#shared/domain/burst-settings/catalogue.ts';
import { mergeLayers } from '#shared/domain/burst/impact-changes.ts';
import { pointAlong, shareAlong } from '#shared/domain/burst/impact-place.ts';
import { localReadings, type MeasuredStation } from '#shared/domain/burst/impact-readings.ts';
import type {
  Calibration,
  ImpactRequest,
  ImpactResult,
  SimulatedState,
  Simulation,
} from '#shared/domain/burst/impact-types.ts';
import {
  leakEstimate,
  quickLayers,
  simulatedLayers,
  simulatedLeak,
  tracedLayers,
} from '#shared/domain/burst/impact.ts';
import { nearestPipe } from '#shared/domain/burst/snap.ts';
import type { TraceRequest, TraceResult } from '#shared/domain/network/trace-types.ts';
import type { Building, Network, NetworkNode, Pipe, Station } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import type { Readings } from './analysis.ts';

/** What an impact needs of the network again and again: built once an import. */
export interface ImpactGround {
  readonly pipes: readonly Pipe[];
  readonly pipeById: ReadonlyMap<string, Pipe>;
  readonly nodeById: ReadonlyMap<string, NetworkNode>;
  readonly stationById: ReadonlyMap<string, Station>;
  /** Households by station: counted where the customers are known, else as the station says. */
  readonly householdsById: ReadonlyMap<string, number>;
}

/** A leak that is put to the hydraulic model. */
export interface LeakQuestion {
  readonly pipeId: string;
  readonly holeShare: number;
  /** Share of the pipe's length from its `from` end, 0 to 1. */
  readonly along: number;
}

/** Who answers the parts: the engine's trace, hydraulics and readings. */
export interface ImpactSources {
  readonly ground: ImpactGround;
  /** Numbers of the site. */
  readonly numbers: BurstNumbers;
  readonly trace: (request: TraceRequest) => TraceResult;
  /** Says HYD0001 to HYD0003 itself where it cannot; asked only when a simulation is wanted. */
  readonly simulate: (leak: LeakQuestion, trace: TraceResult, numbers: BurstNumbers) => Simulation;
  readonly readings?: Readings | undefined;
  /** Make-up now minus its baseline, t/h. */
  readonly makeupRiseTPerH?: number | undefined;
}

/** O(pipes + nodes + stations + buildings). */
export function impactGround(network: Network, buildings: readonly Building[]): ImpactGround {
  const counted = new Map<string, number>();
  for (const { stationId, households } of buildings) counted.set(stationId, (counted.get(stationId) ?? 0) + households);
  return {
    pipes: network.pipes,
    pipeById: new Map(network.pipes.map((pipe) => [pipe.id, pipe])),
    nodeById: new Map(network.nodes.map((node) => [node.id, node])),
    stationById: new Map(network.stations.map((station) => [station.id, station])),
    householdsById: new Map(network.stations.map(({ id, households }) => [id, counted.get(id) ?? households ?? 0])),
  };
}

/**
 * "What does a burst here do?": the leak at the measured pressure, the trace, the simulation and every layer that follows from them. Throws NET0001 (unknown pipe),
 * NET0006 (no pipe within `cluster.snapM` of the place), BUR0002 (a number of the question out of its range).
 */
export function composeImpact(sources: ImpactSources, request: ImpactRequest): ImpactResult {
  const { ground, readings, makeupRiseTPerH } = sources;
  const numbers = askedNumbers(sources.numbers, request.params);
  const { pipe, at } = placeOf(ground, request, numbers['cluster.snapM']);
  const along = shareAlong(pipe.path, at);
  const place = { at, side: pipe.side, elevationM: elevationOf(ground, pipe, along) };
  const local = localReadings(place, measured(ground, readings), numbers);
  const { hole, holeShare } = request;
  const leak = leakEstimate({ pipe, hole, holeShare, readings: local, numbers, makeupRiseTPerH });
  const { valves, unknownCondition, startAt } = request;
  const trace = sources.trace({ pipeIds: [pipe.id], valves, unknownCondition, startAt });
  const question = { pipeId: pipe.id, holeShare: leak.holeShare, along };
  const simulation: Simulation =
    request.simulate === false ? { state: 'none', code: 'HYD0004' } : sources.simulate(question, trace, numbers);
  const burst = { pipe, at, leak, numbers };
  const isSolved = simulation.state === 'solved';
  const isMeasured = local.from !== 'assumed' || local.tempFrom !== 'assumed';
  return {
    pipeId: pipe.id,
    at,
    dnMm: pipe.dnMm,
    leak: isSolved ? simulatedLeak(leak, simulation.burst) : leak,
    layers: mergeLayers(
      quickLayers(burst),
      tracedLayers(burst, trace),
      simulatedLayers(burst, trace, simulation, (stationId) => ground.householdsById.get(stationId) ?? 0),
    ),
    trace,
    simulation,
    readingsAt: isMeasured || (isSolved && simulation.calibration !== undefined) ? readings?.at : undefined,
  };
}

/**
 * Burst and closing through one hydraulic model: the leak runs, then with every valve of the trace closed and its stations shut. Where the burst finds no balance (HYD0001) or the
 * model refuses the pipe (HYD0002), there is no simulation; where the closed state alone finds none, it is left out with HYD0001 as a remark.
 */
export function simulateClosing(of: {
  /** One state; undefined: no balance. May throw HYD codes. */
  readonly solve: (
    leak: LeakQuestion,
    closeValveIds: readonly string[],
    shutStationIds: readonly string[],
  ) => SimulatedState | undefined;
  readonly leak: LeakQuestion;
  readonly trace: TraceResult;
  readonly calibration?: Omit<Calibration, 'residuals'> | undefined;
  /** A monotonic clock in ms. */
  readonly now: () => number;
}): Simulation {
  const { solve, leak, trace, calibration, now } = of;
  const startedAt = now();
  const noBalance = { code: 'HYD0001', detail: { pipeId: leak.pipeId } };
  const valveIds = trace.steps.map((step) => step.valveId);
  try {
    const burst = solve(leak, [], []);
    if (burst === undefined) return { state: 'none', ...noBalance };
    const closed = valveIds.length === 0 ? undefined : solve(leak, valveIds, trace.stationsToShut ?? []);
    const remarks = valveIds.length > 0 && closed === undefined ? [noBalance] : [];
    return { state: 'solved', burst, closed, calibration, tookMs: now() - startedAt, remarks };
  } catch (thrown) {
    if (thrown instanceof CodedError && thrown.code.startsWith('HYD')) {
      return { state: 'none', code: thrown.code, detail: thrown.detail };
    }
    throw thrown;
  }
}

function askedNumbers(site: BurstNumbers, params: ImpactRequest['params']): BurstNumbers {
  for (const [key, value] of Object.entries(params ?? {})) {
    if (!isBurstParamKey(key)) throw new CodedError('BUR0001', { key });
    const { min, max } = BURST_PARAMS[key];
    if (!(value >= min && value <= max)) throw new CodedError('BUR0002', { key, value, min, max });
  }
  return burstNumbers(site, params);
}

/** The pipe that is meant, and the point on it: the given place moved onto it, else its middle. */
function placeOf(
  ground: ImpactGround,
  { pipeId, at }: Pick<ImpactRequest, 'pipeId' | 'at'>,
  snapM: number,
): { readonly pipe: Pipe; readonly at: LonLat } {
  if (pipeId === undefined) {
    const found = at === undefined ? undefined : nearestPipe(at, ground.pipes, snapM);
    if (found === undefined) throw new CodedError('NET0006', { withinM: snapM });
    return found;
  }
  const pipe = ground.pipeById.get(pipeId);
  const middle = pipe && pointAlong(pipe.path, 0.5);
  if (pipe === undefined || middle === undefined) throw new CodedError('NET0001', { pipeId });
  return { pipe, at: (at && nearestPipe(at, [pipe], Infinity)?.at) ?? middle };
}

function elevationOf({ nodeById }: ImpactGround, pipe: Pipe, along: number): number | undefined {
  const from = nodeById.get(pipe.from)?.elevationM;
  const to = nodeById.get(pipe.to)?.elevationM;
  if (from === undefined || to === undefined) return from ?? to;
  return from + (to - from) * along;
}

function measured({ stationById }: ImpactGround, readings: Readings | undefined): readonly MeasuredStation[] {
  return (readings?.rows ?? []).flatMap((row) => {
    const station = stationById.get(row.stationId);
    return station === undefined ? [] : [{ ...row, station }];
  });
}
