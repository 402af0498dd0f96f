import type { NetworkGraph } from '#shared/domain/network/graph-types.ts';
import { buildGraph } from '#shared/domain/network/graph.ts';
import { eachOf } from '#shared/domain/network/groups.ts';
import { heatReach, stationsOut, waterReach } from '#shared/domain/network/reach.ts';
import type { ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Network, Valve } from '#shared/domain/network/types.ts';
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

/** The part that closes with the valves round it, that a pipe lies in. */
export interface PipeSegment {
  readonly pipes: number;
  readonly lengthM: number;
  readonly volumeM3: number;
  readonly valveIds: readonly string[];
}

/** What the page asks of the worker: a network first, then about it as often as it likes. */
export type NetworkQuestion =
  | { readonly network: Network }
  | { readonly serial: number; readonly valves: Readonly<Record<string, ValveGuess>> }
  | { readonly serial: number; readonly segmentOf: string };
export type NetworkAnswer =
  | { readonly serial: number; readonly state: NetworkState }
  | { readonly serial: number; readonly segment: PipeSegment | undefined };

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

/** The segment of a pipe on its own side; undefined for a pipe that could not be used. */
export function segmentOf({ pipes, valves, segments }: NetworkGraph, pipeId: string): PipeSegment | undefined {
  const pipe = pipes.indexOf.get(pipeId);
  const segment = pipe === undefined ? undefined : segments.ofPipe[pipe];
  if (segment === undefined) return undefined;
  const valveIds = new Set<string>();
  eachOf(segments.valves, segment, (valve) => {
    if (segments.valveFrom[valve] !== segments.valveTo[valve]) valveIds.add((valves.items[valve] as Valve).id);
  });
  let count = 0;
  let lengthM = 0;
  let volumeM3 = 0;
  eachOf(segments.pipes, segment, (item) => {
    count += 1;
    lengthM += pipes.lengthM[item] as number;
    volumeM3 += pipes.volumeM3[item] as number;
  });
  return { pipes: count, lengthM, volumeM3, valveIds: [...valveIds] };
}
