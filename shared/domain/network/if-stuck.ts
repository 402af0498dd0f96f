import type { LostMarks } from './customers.ts';
import type { NetworkGraph } from './graph-types.ts';
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

/** Rounds that are followed here; what goes on longer is traced in full. */
const LOCAL_ROUNDS = 8;

/**
 * NET-11: stations that are lost on top when this valve of the edge does not close: the same as tracing again with it stuck. Looks only at
 * what hangs on the added segments, unless a source comes into them.
 */
export function extraIfStuck(closed: ClosedOff, valve: number): number {
  const { graph, part } = closed;
  const wider: Part = { inside: part.inside.slice(), members: [...part.members] };
  includeWithTwins(graph, wider, farOf(graph, part, valve));
  const isWhole = growHere(closed, wider);
  const added = wider.members.slice(part.members.length);
  if (!isWhole || holdsSource(graph, added)) return extraByTracing(closed, wider);
  const found = new Set<number>();
  const take = (station: number): void => {
    if (isNew(closed, station)) found.add(station);
  };
  for (const segment of added) eachOf(graph.segments.stations, segment, take);
  for (const side of ['supply', 'return'] as const) {
    const ends = side === 'supply' ? graph.segments.stationSupply : graph.segments.stationReturn;
    for (const segment of cutOffBy(searchOf(closed, closed.heat[side], wider.inside, false), added)) {
      eachOf(graph.segments.stations, segment, (station) => {
        if (ends[station] === segment) take(station);
      });
    }
  }
  return found.size;
}

const isNew = ({ graph, marks, alreadyOut }: ClosedOff, station: number): boolean =>
  marks[station] === 0 && alreadyOut[station] === 0 && graph.stations.isSource[station] === 0;

/** Goes past stuck valves at the edge of what was added (NET-07); false where that leads too far to be followed here. */
function growHere(closed: ClosedOff, wider: Part): boolean {
  const { graph, valves, part, water } = closed;
  for (let round = 0; round < LOCAL_ROUNDS; round++) {
    const search = searchOf(closed, water, wider.inside, true);
    const past: number[] = [];
    for (const segment of wider.members.slice(part.members.length)) {
      eachOf(graph.segments.valves, segment, (valve) => {
        if (valves.isClosed[valve] === 1 || valves.isStuck[valve] === 0) return;
        const behind = farOf(graph, wider, valve);
        if (behind >= 0 && water[behind] !== -1 && isStillReached(search, behind)) past.push(behind);
      });
    }
    if (past.length === 0) return true;
    for (const segment of past) includeWithTwins(graph, wider, segment);
  }
  return false;
}

function holdsSource({ segments, stations }: NetworkGraph, added: readonly number[]): boolean {
  let is = false;
  for (const segment of added) {
    eachOf(segments.stations, segment, (station) => {
      if (stations.isSource[station] === 1) is = true;
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
 * What was reached and may be no more, now that `inside` is wider. A segment whose way in the tree does not lead through it is safe; any
 * other one looks round for a safe one, and is lost with all that hangs together with it where there is none.
 */
interface Search {
  readonly graph: NetworkGraph;
  readonly isClosed: Uint8Array;
  readonly ways: Ways;
  readonly inside: Uint8Array;
  readonly isThroughStations: boolean;
  readonly isSafe: Map<number, boolean>;
  readonly lost: Set<number>;
}

function searchOf({ graph, valves }: ClosedOff, ways: Ways, inside: Uint8Array, isThroughStations: boolean): Search {
  const { isClosed } = valves;
  return { graph, isClosed, ways, inside, isThroughStations, isSafe: new Map(), lost: new Set() };
}

/** Segments that were reached and are not any more. */
function cutOffBy(search: Search, added: readonly number[]): ReadonlySet<number> {
  for (const segment of added) {
    if (search.ways[segment] !== -1) eachNeighbour(search, segment, (first) => void isStillReached(search, first));
  }
  return search.lost;
}

/** Whether a segment outside that was reached is so still. */
function isStillReached(search: Search, segment: number): boolean {
  if (search.lost.has(segment)) return false;
  return isOnSafeWay(search, segment) || lookRound(search, segment);
}

/** Follows the way back to where it begins; what is found is kept for the whole way. */
function isOnSafeWay({ ways, inside, isSafe }: Search, segment: number): boolean {
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

/** Looks at all that hangs together with `first` until a safe segment is among it. */
function lookRound(search: Search, first: number): boolean {
  const together = new Set([first]);
  let isConnected = false;
  for (const segment of together) {
    eachNeighbour(search, segment, (next) => {
      if (isConnected || together.has(next)) return;
      if (isOnSafeWay(search, next)) isConnected = true;
      together.add(next);
    });
    if (isConnected) break;
  }
  for (const segment of together) {
    if (isConnected) search.isSafe.set(segment, true);
    else search.lost.add(segment);
  }
  return isConnected;
}

function eachNeighbour(search: Search, segment: number, visit: (neighbour: number) => void): void {
  const { valves, stations, acrossValves, acrossStations } = search.graph.segments;
  const end = valves.start[segment + 1] as number;
  for (let k = valves.start[segment] as number; k < end; k++) {
    const far = acrossValves[k] as number;
    const isOpen = search.isClosed[valves.items[k] as number] === 0;
    if (isOpen && far !== segment && search.inside[far] === 0) visit(far);
  }
  if (!search.isThroughStations) return;
  const lastStation = stations.start[segment + 1] as number;
  for (let k = stations.start[segment] as number; k < lastStation; k++) {
    const far = acrossStations[k] as number;
    if (far >= 0 && far !== segment && search.inside[far] === 0) visit(far);
  }
}
