import { buildGraph, type NetworkGraph } from '#shared/domain/network/graph.ts';
import { heatReach, stationsOut, waterReach } from '#shared/domain/network/reach.ts';
import type { ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Network } from '#shared/domain/network/types.ts';
import { valvesNow } from '#shared/domain/network/valve-status.ts';

/** What the valves as they stand do to the network. */
export interface NetworkState {
  /** Pipes that no water comes to from any source. */
  readonly dry: ReadonlySet<string>;
  /** Pipes under water that get no heat. */
  readonly noHeat: ReadonlySet<string>;
  /** Stations that no source reaches. */
  readonly out: ReadonlySet<string>;
}

export const NOTHING_AMISS: NetworkState = { dry: new Set(), noHeat: new Set(), out: new Set() };

/** What the page asks of the worker: a network first, then the valves as often as they change. */
export type StateQuestion =
  { readonly network: Network } | { readonly serial: number; readonly valves: Readonly<Record<string, ValveGuess>> };
export interface StateAnswer {
  readonly serial: number;
  readonly state: NetworkState;
}

/** The network without what the question does not need: of each path its ends, no base map. */
export const bareNetwork = ({ name, nodes, pipes, valves, stations }: Network): Network => ({
  name,
  nodes,
  valves,
  stations,
  base: [],
  pipes: pipes.map(
    (pipe) => ({ ...pipe, path: pipe.path.length > 2 ? [pipe.path[0], pipe.path.at(-1)] : pipe.path }) as typeof pipe,
  ),
});

export const graphOf = (network: Network): NetworkGraph => buildGraph(network);

/** Same rules as the trace: what water and heat reach through valves that are not known to be closed. */
export function networkState(graph: NetworkGraph, known: Readonly<Record<string, ValveGuess>>): NetworkState {
  if (!graph.hasSource) return NOTHING_AMISS;
  const valves = valvesNow(graph, known, { pipeIds: [] });
  const nothing = new Uint8Array(graph.segments.count);
  const water = waterReach(graph, valves, nothing);
  const heat = heatReach(graph, valves, nothing);
  const dry = new Set<string>();
  const noHeat = new Set<string>();
  graph.pipes.ids.forEach((id, pipe) => {
    const segment = graph.segments.ofPipe[pipe] as number;
    const isWarm = ((graph.pipes.side[pipe] === 0 ? heat.supply : heat.return)[segment] as number) >= 0;
    if ((water[segment] as number) < 0) dry.add(id);
    else if (!isWarm) noHeat.add(id);
  });
  const isOut = stationsOut(graph, heat);
  return { dry, noHeat, out: new Set(graph.stations.items.flatMap(({ id }, k) => (isOut[k] === 1 ? [id] : []))) };
}
