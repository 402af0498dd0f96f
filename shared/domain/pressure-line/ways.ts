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

/** Open links in both directions, those of a node in a row: link `k` of node `n` for `first[n] <= k < first[n + 1]`. */
interface Links {
  readonly first: Int32Array;
  readonly other: Int32Array;
  readonly lengthM: Float64Array;
  /** Valve of unknown state that a link is. */
  readonly unknownValve: ReadonlyMap<number, string>;
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
    const end = links.first[place + 1] as number;
    for (let link = links.first[place] as number; link < end; link += 1) {
      const other = links.other[link] as number;
      const cost = (distanceM[place] as number) + (links.lengthM[link] as number);
      if (!(cost < (distanceM[other] as number))) continue;
      distanceM[other] = cost;
      parent[other] = place;
      const valve = links.unknownValve.get(link);
      if (valve === undefined) unknownValve.delete(other);
      else unknownValve.set(other, valve);
      heap.push(cost, other);
    }
  }
  return { placeOf, distanceM, parent, unknownValve };
}

function openLinks(network: Network, side: Side, placeOf: ReadonlyMap<string, number>): Links {
  const ends: number[] = [];
  const lengths: number[] = [];
  const valves: (string | undefined)[] = [];
  const join = (from: string, to: string, lengthM: number, unknownValve?: string): void => {
    const [a, b] = [placeOf.get(from), placeOf.get(to)];
    if (a === undefined || b === undefined || !(lengthM >= 0)) return;
    ends.push(a, b);
    lengths.push(lengthM);
    valves.push(unknownValve);
  };
  for (const pipe of network.pipes) {
    if (pipe.side === side) join(pipe.from, pipe.to, pipe.lengthM);
  }
  for (const valve of network.valves) {
    if (valve.side !== side || valve.state === 'closed') continue;
    join(valve.from, valve.to, 0, valve.state === 'unknown' ? valve.id : undefined);
  }
  return inRows(network.nodes.length, ends, lengths, valves);
}

function inRows(
  nodes: number,
  ends: readonly number[],
  lengths: readonly number[],
  valves: readonly (string | undefined)[],
): Links {
  const first = new Int32Array(nodes + 1);
  for (const end of ends) first[end + 1] = (first[end + 1] as number) + 1;
  for (let node = 0; node < nodes; node += 1) first[node + 1] = (first[node + 1] as number) + (first[node] as number);
  const next = first.slice();
  const other = new Int32Array(ends.length);
  const lengthM = new Float64Array(ends.length);
  const unknownValve = new Map<number, string>();
  for (const [k, end] of ends.entries()) {
    const link = next[end] as number;
    next[end] = link + 1;
    // Ends come in pairs: the other end of an even one follows it.
    other[link] = ends[k ^ 1] as number;
    lengthM[link] = lengths[k >> 1] as number;
    const valve = valves[k >> 1];
    if (valve !== undefined) unknownValve.set(link, valve);
  }
  return { first, other, lengthM, unknownValve };
}
