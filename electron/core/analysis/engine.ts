import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { AnalysisStatus, Simulation } from '#shared/domain/burst/impact-types.ts';
import { burstCandidates } from '#shared/domain/burst/candidate.ts';
import { buildGraph, type NetworkGraph } from '#shared/domain/network/graph.ts';
import type { TraceRequest, TraceResult, ValveGuess } from '#shared/domain/network/trace-types.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import type { Network } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { AnalysisEngine, Readings } from './analysis.ts';
import { composeImpact, impactGround, type ImpactGround } from './impact.ts';

export interface AnalysisEngineOptions {
  /** A monotonic clock in ms, for what is said of the time that an answer took. */
  readonly now: () => number;
}

/** One imported network and what is made of it once. */
interface Plant {
  readonly network: Network;
  readonly graph: NetworkGraph;
  readonly ground: ImpactGround;
}

/** The network model in this very thread; see {@link AnalysisEngine}. */
export function createAnalysisEngine({ now }: AnalysisEngineOptions): AnalysisEngine {
  let plant: Plant | undefined;
  let valves: Readonly<Record<string, ValveGuess>> = {};
  let numbers = burstNumbers();
  let readings: Readings | undefined;

  function imported(): Plant {
    if (plant === undefined) throw new CodedError('NET0005');
    return plant;
  }

  const trace = (request: TraceRequest): TraceResult => traceNetwork(imported().graph, valves, request, now);

  const simulate = (): Simulation => ({ state: 'none', code: 'HYD0003' });

  return {
    setNetwork(network, buildings) {
      plant =
        network === null
          ? undefined
          : { network, graph: buildGraph(network, buildings), ground: impactGround(network, buildings) };
    },
    setValves(next) {
      valves = next;
    },
    setNumbers(next) {
      numbers = next;
    },
    observe(next) {
      readings = next;
    },
    trace,
    impact: (request) =>
      Promise.resolve(composeImpact({ ground: imported().ground, numbers, trace, simulate, readings }, request)),
    localise: (_request, { complaints, alarms, nowMs }) => {
      const { stations, pipes } = imported().network;
      return Promise.resolve(burstCandidates({ complaints, alarms, stations, pipes, nowMs }));
    },
    calibration: () => undefined,
    status: (): AnalysisStatus => ({
      network: plant === undefined ? 'none' : 'ready',
      remarks: plant?.graph.remarks ?? [],
      pipes: plant?.network.pipes.length ?? 0,
      stations: plant?.network.stations.length ?? 0,
      sensitivity: { state: 'none', done: 0, total: 0 },
    }),
    work: () => Promise.resolve(false),
    dispose: () => undefined,
  };
}
