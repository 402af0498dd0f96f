import type { LostMarks } from './customers.ts';
import type { NetworkGraph } from './graph.ts';
import { eachOf } from './groups.ts';
import { farOf, growPastStuck, includeWithTwins, type Part } from './isolate.ts';
import { heatReach, lostMarks, type HeatReach, type Ways } from './reach.ts';
import type { ValvesNow } from './valve-status.ts';

/** A leak that is closed off, and what is known of the network then. */
export interface ClosedOff {
  readonly graph: NetworkGraph;
  readonly valves: ValvesNow;
  readonly part: Part;
  readonly water: Ways;
  readonly heat: HeatReach;
  readonly marks: LostMarks;
  readonly alreadyOut: Uint8Array;
}

/**
 * NET-11: stations that are lost on top when this valve of the edge does not close: the same as tracing again with it stuck. Looks only at
 * what hangs on the added segments, unless a source or a further stuck valve comes into it.
 */
export function extraIfStuck(closed: ClosedOff, valve: number): number {
  const { graph, part } = closed;
  const wider: Part = { inside: part.inside.slice(), members: [...part.members] };
  includeWithTwins(graph, wider, farOf(graph, part, valve));
  const added = wider.members.slice(part.members.length);
  if (!isPlain(closed, wider, added)) return extraByTracing(closed, wider);
  const found = new Set<number>();
  const take = (station: number): void => {
    if (isNew(closed, station)) found.add(station);
  };
  for (const segment of added) eachOf(graph.segments.stations, segment, take);
  for (const side of ['supply', 'return'] as const) {
    const ends = side === 'supply' ? graph.segments.stationSupply : graph.segments.stationReturn;
    for (const segment of cutOffBy(closed, closed.heat[side], wider.inside, added)) {
      eachOf(graph.segments.stations, segment, (station) => {
        if (ends[station] === segment) take(station);
      });
    }
  }
  return found.size;
}

const isNew = ({ graph, marks, alreadyOut }: ClosedOff, station: number): boolean =>
  marks[station] === 0 && alreadyOut[station] === 0 && graph.stations.isSource[station] === 0;

/** Whether the added segments hold no source, and no stuck valve at their edge would lead further. */
function isPlain({ graph, valves, water }: ClosedOff, wider: Part, added: readonly number[]): boolean {
  let is = true;
  for (const segment of added) {
    eachOf(graph.segments.stations, segment, (station) => {
      if (graph.stations.isSource[station] === 1) is = false;
    });
    eachOf(graph.segments.valves, segment, (valve) => {
      const behind = farOf(graph, wider, valve);
      const isOpen = valves.isClosed[valve] === 0 && valves.isStuck[valve] === 1;
      if (behind >= 0 && isOpen && water[behind] !== -1) is = false;
    });
  }
  return is;
}

function extraByTracing(closed: ClosedOff, wider: Part): number {
  const { graph, valves, alreadyOut } = closed;
  growPastStuck(graph, valves, wider, () => undefined);
  const then = lostMarks(graph, wider.inside, heatReach(graph, valves, wider.inside), alreadyOut);
  let extra = 0;
  for (let station = 0; station < then.length; station++) {
    if (then[station] !== 0 && isNew(closed, station)) extra += 1;
  }
  return extra;
}

/**
 * Segments that the heat reached and does not reach once `added` is closed as well. A segment whose way in the tree does not lead through
 * `added` is safe; any other one looks round for a safe one, and is cut off with all it can reach where there is none.
 */
function cutOffBy(
  { graph, valves }: ClosedOff,
  ways: Ways,
  inside: Uint8Array,
  added: readonly number[],
): readonly number[] {
  const isSafe = new Map<number, boolean>();
  const lost: number[] = [];
  for (const segment of added) {
    if (ways[segment] === -1) continue;
    eachOpenNeighbour(graph, valves, inside, segment, (first) => {
      if (!isOnSafeWay(ways, inside, isSafe, first))
        lost.push(...lookRound(graph, valves, ways, inside, isSafe, first));
    });
  }
  return lost;
}

/** Follows the way back to where the heat comes from; what is found is kept for the whole way. */
function isOnSafeWay(ways: Ways, inside: Uint8Array, isSafe: Map<number, boolean>, segment: number): boolean {
  const passed: number[] = [];
  let here = segment;
  let is = isSafe.get(here);
  while (is === undefined) {
    passed.push(here);
    const from = ways[here] as number;
    if (from === here) is = true;
    else if (inside[from] === 1) is = false;
    else is = isSafe.get((here = from));
  }
  for (const one of passed) isSafe.set(one, is);
  return is;
}

/** All that hangs together with `first`, or nothing as soon as a safe segment is among it; then all of it is safe. */
function lookRound(
  graph: NetworkGraph,
  valves: ValvesNow,
  ways: Ways,
  inside: Uint8Array,
  isSafe: Map<number, boolean>,
  first: number,
): readonly number[] {
  const together = [first];
  const seen = new Set(together);
  let isConnected = false;
  for (let k = 0; k < together.length && !isConnected; k++) {
    eachOpenNeighbour(graph, valves, inside, together[k] as number, (next) => {
      if (isConnected || seen.has(next)) return;
      if (isOnSafeWay(ways, inside, isSafe, next)) isConnected = true;
      seen.add(next);
      together.push(next);
    });
  }
  // Decided once: what was found lost is not found again from another end of `added`.
  for (const segment of together) isSafe.set(segment, true);
  return isConnected ? [] : together;
}

function eachOpenNeighbour(
  graph: NetworkGraph,
  valves: ValvesNow,
  inside: Uint8Array,
  segment: number,
  visit: (neighbour: number) => void,
): void {
  const { valves: groups, acrossValves } = graph.segments;
  const end = groups.start[segment + 1] as number;
  for (let k = groups.start[segment] as number; k < end; k++) {
    const far = acrossValves[k] as number;
    if (far !== segment && inside[far] === 0 && valves.isClosed[groups.items[k] as number] === 0) visit(far);
  }
}
