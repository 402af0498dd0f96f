import type { Network, Side, Station } from '../network/types.ts';
import { PlaceHeap } from './heap.ts';

/** Shortest ways from the heat sources over the open pipes of one side (PRL-02). Places are indexes into `network.nodes`. */
export interface Ways {
  /** Index of every node by its id. */
  readonly placeOf: ReadonlyMap<string, number>;
  /** Metres from the nearest source; infinite where no open way leads. */
  readonly distanceM: Float64Array;
  /** The node before, -1 at a source and where no way leads. */
  readonly parent: Int32Array;
  /** Valves of unknown state on the last step to a node (PRL-03). */
  readonly unknownValve: ReadonlyMap<number, string>;
}

interface Link {
  readonly other: number;
  readonly lengthM: number;
  readonly unknownValve: string | undefined;
}

/** The stations that feed the network: its sources, or its peak boilers where it has no source (PRL-02). */
export function sourcesOf(network: Network): readonly Station[] {
  const sources = network.stations.filter(({ kind }) => kind === 'source');
  return sources.length > 0 ? sources : network.stations.filter(({ kind }) => kind === 'peakBoiler');
}

/** Dijkstra over one side, from every source at once. 10,000 pipes take a few ms. */
export function shortestWays(network: Network, side: Side): Ways {
  const placeOf = new Map(network.nodes.map((node, place) => [node.id, place]));
  const links = openLinks(network, side, placeOf);
  const distanceM = new Float64Array(network.nodes.length).fill(Infinity);
  const parent = new Int32Array(network.nodes.length).fill(-1);
  const unknownValve = new Map<number, string>();
  const isSettled = new Uint8Array(network.nodes.length);
  const heap = new PlaceHeap();
  for (const source of sourcesOf(network)) {
    const place = placeOf.get(side === 'supply' ? source.supplyNode : source.returnNode);
    if (place === undefined) continue;
    distanceM[place] = 0;
    heap.push(0, place);
  }
  for (let place = heap.pop(); place !== undefined; place = heap.pop()) {
    if (isSettled[place] === 1) continue;
    isSettled[place] = 1;
    for (const link of links[place] ?? []) {
      const cost = (distanceM[place] as number) + link.lengthM;
      if (!(cost < (distanceM[link.other] as number))) continue;
      distanceM[link.other] = cost;
      parent[link.other] = place;
      if (link.unknownValve === undefined) unknownValve.delete(link.other);
      else unknownValve.set(link.other, link.unknownValve);
      heap.push(cost, link.other);
    }
  }
  return { placeOf, distanceM, parent, unknownValve };
}

function openLinks(network: Network, side: Side, placeOf: ReadonlyMap<string, number>): readonly (readonly Link[])[] {
  const links: Link[][] = network.nodes.map(() => []);
  const join = (from: string, to: string, lengthM: number, unknownValve?: string): void => {
    const [a, b] = [placeOf.get(from), placeOf.get(to)];
    if (a === undefined || b === undefined || !(lengthM >= 0)) return;
    links[a]?.push({ other: b, lengthM, unknownValve });
    links[b]?.push({ other: a, lengthM, unknownValve });
  };
  for (const pipe of network.pipes) {
    if (pipe.side === side) join(pipe.from, pipe.to, pipe.lengthM);
  }
  for (const valve of network.valves) {
    if (valve.side !== side || valve.state === 'closed') continue;
    join(valve.from, valve.to, 0, valve.state === 'unknown' ? valve.id : undefined);
  }
  return links;
}
