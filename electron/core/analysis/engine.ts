import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { AnalysisStatus, LocaliseRequest } from '#shared/domain/burst/impact-types.ts';
import type { NetworkGraph } from '#shared/domain/network/graph-types.ts';
import { buildGraph } from '#shared/domain/network/graph.ts';
import type { TraceRequest, TraceResult, ValveGuess } from '#shared/domain/network/trace-types.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import type { Network } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { AnalysisEngine, Readings } from './analysis.ts';
import { composeImpact, impactGround, type ImpactGround } from './impact.ts';
import { createLocaliser, type Localiser } from './localise/localiser.ts';
import { createModelKeeper, type ModelKeeper } from './model-keeper.ts';

export interface AnalysisEngineOptions {
  /** A monotonic clock in ms, for what is said of the time that an answer took, and for the length of background slices. */
  readonly now: () => number;
}

/** One imported network and all that is made of it. */
interface Plant {
  readonly network: Network;
  readonly graph: NetworkGraph;
  readonly ground: ImpactGround;
  readonly keeper: ModelKeeper;
  readonly localiser: Localiser;
}

const NOTHING: AnalysisStatus = {
  network: 'none',
  remarks: [],
  pipes: 0,
  stations: 0,
  sensitivity: { state: 'none', done: 0, total: 0 },
};

/** The network model in this very thread; see {@link AnalysisEngine}. */
export function createAnalysisEngine({ now }: AnalysisEngineOptions): AnalysisEngine {
  let plant: Plant | undefined;
  let valves: Readonly<Record<string, ValveGuess>> = {};
  let numbers = burstNumbers();
  let readings: Readings | undefined;
  /** State of the model that the localiser has. */
  let toldRevision = 0;

  function imported(): Plant {
    if (plant === undefined) throw new CodedError('NET0005');
    return plant;
  }

  const trace = (request: TraceRequest): TraceResult => traceNetwork(imported().graph, valves, request, now);

  /** A running burst is located with the model as it was before it: valves closed meanwhile must not throw away what is known. */
  function tellLocaliser({ keeper, localiser }: Plant): void {
    const isBusy = toldRevision !== 0 && !localiser.isCalm();
    if (keeper.revision === toldRevision || !keeper.isSettled || isBusy) return;
    toldRevision = keeper.revision;
    localiser.setModel(keeper.model());
  }

  return {
    setNetwork(network, buildings) {
      plant?.keeper.dispose();
      plant = undefined;
      toldRevision = 0;
      readings = undefined;
      if (network === null) return;
      const keeper = createModelKeeper(network, numbers, now);
      keeper.setValves(valves);
      plant = {
        network,
        graph: buildGraph(network, buildings),
        ground: impactGround(network, buildings),
        keeper,
        localiser: createLocaliser({ network, now, numbers: () => numbers }),
      };
    },
    setValves(next) {
      valves = next;
      plant?.keeper.setValves(next);
    },
    setNumbers(next) {
      numbers = next;
      plant?.keeper.setNumbers(next);
    },
    observe(next) {
      readings = next;
      plant?.localiser.observe(next);
      plant?.keeper.observe(next, plant.localiser.isCalm());
    },
    trace,
    impact(request) {
      const { ground, keeper, localiser } = imported();
      const makeupRiseTPerH = localiser.makeupRise();
      const sources = { ground, numbers, trace, simulate: keeper.simulate, readings, makeupRiseTPerH };
      return Promise.resolve(composeImpact(sources, request));
    },
    localise(request, reports) {
      const { network, localiser } = imported();
      refuseUnknownStations(request, network);
      return Promise.resolve(localiser.localise(request, reports));
    },
    calibration: () => plant?.keeper.calibration,
    status(): AnalysisStatus {
      if (plant === undefined) return NOTHING;
      const { network, graph, keeper, localiser } = plant;
      const { calibration } = keeper;
      return {
        network: keeper.state,
        remarks: [...graph.remarks, ...keeper.remarks],
        pipes: network.pipes.length,
        stations: network.stations.length,
        ...(calibration && {
          calibration: {
            at: calibration.at,
            stations: calibration.stations,
            rmsM: calibration.rmsM,
            maxM: calibration.maxM,
          },
        }),
        sensitivity: localiser.progress(),
      };
    },
    async work() {
      const working = plant;
      if (working === undefined) return false;
      if (await working.keeper.work()) return true;
      if (working !== plant) return true;
      tellLocaliser(working);
      return working.localiser.work();
    },
    dispose() {
      plant?.keeper.dispose();
      plant = undefined;
    },
  };
}

const SHOWN_IDS = 5;

/** A drop of a station that does not exist is a mistake of the asker: left out, it would weaken the answer without a word. */
function refuseUnknownStations({ drops = [] }: LocaliseRequest, { stations }: Network): void {
  const known = new Set(stations.map(({ id }) => id));
  const unknown = drops.filter(({ stationId }) => !known.has(stationId)).map(({ stationId }) => stationId);
  if (unknown.length === 0) return;
  throw new CodedError('NET0011', { count: unknown.length, ids: unknown.slice(0, SHOWN_IDS).join(', ') });
}
