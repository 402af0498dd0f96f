import type { LostMarks } from './customers.ts';
import type { NetworkGraph } from './graph-types.ts';
import type { ValvesNow } from './valve-status.ts';

/**
 * Where something comes to, by segment: -1 not here, the segment's own number where it begins, else the segment it comes from (a tree of
 * the shortest ways).
 */
export type Ways = Int32Array;

/** Ways of the heat: supply from the sources' supply ends, return from their return ends. */
export interface HeatReach {
  readonly supply: Ways;
  readonly return: Ways;
}

type Spread = Pick<ValvesNow, 'isClosed'>;

/**
 * NET-08: segments that water can come to from any end of a source, through valves that are not closed and through stations either way, but
 * not through what is `inside`. Without any source everything outside counts as reached (NET-15).
 */
export function waterReach(graph: NetworkGraph, valves: Spread, inside: Uint8Array): Ways {
  if (!graph.hasSource) return Int32Array.from(inside, (is, segment) => (is === 1 ? -1 : segment));
  const { stationSupply, stationReturn } = graph.segments;
  const starts: number[] = [];
  for (let k = 0; k < graph.stations.items.length; k++) {
    if (graph.stations.isSource[k] === 1) starts.push(stationSupply[k] as number, stationReturn[k] as number);
  }
  return spread(graph, valves, inside, starts, true);
}

/** NET-12: segments that get heat: over supply and return apart, from sources none of whose ends is `inside`. */
export function heatReach(graph: NetworkGraph, valves: Spread, inside: Uint8Array): HeatReach {
  const { stationSupply, stationReturn } = graph.segments;
  const supply: number[] = [];
  const back: number[] = [];
  const isInside = (segment: number): boolean => segment >= 0 && inside[segment] === 1;
  for (let k = 0; k < graph.stations.items.length; k++) {
    const [from, to] = [stationSupply[k] as number, stationReturn[k] as number];
    if (graph.stations.isSource[k] === 0 || isInside(from) || isInside(to)) continue;
    supply.push(from);
    back.push(to);
  }
  return {
    supply: spread(graph, valves, inside, supply, false),
    return: spread(graph, valves, inside, back, false),
  };
}

/** NET-12: how each station is lost when `inside` is closed off; one that had no heat before is not lost again. */
export function lostMarks(graph: NetworkGraph, inside: Uint8Array, heat: HeatReach, alreadyOut: Uint8Array): LostMarks {
  const { stationSupply, stationReturn } = graph.segments;
  const marks = new Uint8Array(alreadyOut.length);
  for (let k = 0; k < marks.length; k++) {
    if (alreadyOut[k] === 1 || graph.stations.isSource[k] === 1) continue;
    const [from, to] = [stationSupply[k] as number, stationReturn[k] as number];
    if ((from >= 0 && inside[from] === 1) || (to >= 0 && inside[to] === 1)) marks[k] = 1;
    else if (graph.hasSource && ((from >= 0 && heat.supply[from] === -1) || (to >= 0 && heat.return[to] === -1))) {
      marks[k] = 2;
    }
  }
  return marks;
}

/** Stations without heat as things are, sources left out; nobody where the network has no source. */
export function stationsOut(graph: NetworkGraph, heat: HeatReach): Uint8Array {
  const none = new Uint8Array(graph.stations.items.length);
  const nothingInside = new Uint8Array(graph.segments.count);
  return lostMarks(graph, nothingInside, heat, none).map((mark) => (mark === 2 ? 1 : 0));
}

function spread(
  { segments }: NetworkGraph,
  { isClosed }: Spread,
  inside: Uint8Array,
  starts: readonly number[],
  isThroughStations: boolean,
): Ways {
  const { valves, stations, acrossValves, acrossStations } = segments;
  const ways = new Int32Array(segments.count).fill(-1);
  const queue = new Int32Array(segments.count);
  let end = 0;
  for (const segment of starts) {
    if (segment < 0 || ways[segment] !== -1 || inside[segment] === 1) continue;
    ways[segment] = segment;
    queue[end++] = segment;
  }
  for (let next = 0; next < end; next++) {
    const here = queue[next] as number;
    const lastValve = valves.start[here + 1] as number;
    for (let k = valves.start[here] as number; k < lastValve; k++) {
      const far = acrossValves[k] as number;
      if (ways[far] !== -1 || isClosed[valves.items[k] as number] === 1 || inside[far] === 1) continue;
      ways[far] = here;
      queue[end++] = far;
    }
    if (!isThroughStations) continue;
    const lastStation = stations.start[here + 1] as number;
    for (let k = stations.start[here] as number; k < lastStation; k++) {
      const far = acrossStations[k] as number;
      if (far < 0 || ways[far] !== -1 || inside[far] === 1) continue;
      ways[far] = here;
      queue[end++] = far;
    }
  }
  return ways;
}
