import type { NetworkGraph } from './graph-types.ts';
import { eachOf } from './groups.ts';
import { waterReach, type Ways } from './reach.ts';
import type { ValvesNow } from './valve-status.ts';

/** What has to be closed off: the segments, 1 each, and as a list in the order they came in. */
export interface Part {
  readonly inside: Uint8Array;
  readonly members: number[];
}

/** Rounds that are told apart; a chain of stuck valves longer than this is followed to its end in one [eng]. */
const SINGLE_ROUNDS = 16;

/** NET-03, NET-04: the segments of the leaking pipes, with those of the other side that belong to them or hold the pipe beside the leak. */
export function leakingPart(graph: NetworkGraph, leaks: readonly number[]): Part {
  const part: Part = { inside: new Uint8Array(graph.segments.count), members: [] };
  for (const pipe of leaks) {
    includeWithTwins(graph, part, graph.segments.ofPipe[pipe] as number);
    const twin = graph.trenchTwin[pipe] as number;
    if (twin >= 0) include(part, graph.segments.ofPipe[twin] as number);
  }
  return part;
}

/**
 * NET-07: goes past valves that do not close, round by round, until every valve at the edge can be closed or has no source behind it. Changes
 * `part`. `onRound` is told of each round, with the valves that made it necessary, before the next begins.
 * @returns where water can still come from outside: {@link waterReach}
 */
export function growPastStuck(
  graph: NetworkGraph,
  valves: ValvesNow,
  part: Part,
  onRound: (past: readonly number[]) => void,
): Ways {
  let past: readonly number[] = [];
  for (let round = 1; ; round++) {
    includeBehind(graph, part, past);
    onRound(past);
    const water = waterReach(graph, valves, part.inside);
    past = stuckEdge(graph, valves, part, water);
    if (past.length === 0) return water;
    if (round >= SINGLE_ROUNDS) past = followChains(graph, valves, part, water, past);
  }
}

/** Calls `visit` with every valve at the edge of a part and the segment behind it. */
export function eachEdgeValve(graph: NetworkGraph, part: Part, visit: (valve: number, behind: number) => void): void {
  for (const segment of part.members) {
    eachOf(graph.segments.valves, segment, (valve) => {
      const behind = farOf(graph, part, valve);
      if (behind >= 0) visit(valve, behind);
    });
  }
}

/** NET-05: stations with one end in the part and water at the other: nothing but their own valves keeps it from crossing them. */
export function stationsAtEdge(graph: NetworkGraph, { inside, members }: Part, water: Ways): readonly number[] {
  const { stationSupply, stationReturn, stations } = graph.segments;
  const found: number[] = [];
  for (const segment of members) {
    eachOf(stations, segment, (station) => {
      const [supply, back] = [stationSupply[station] as number, stationReturn[station] as number];
      const far = supply === segment ? back : supply;
      const isLive = far >= 0 && inside[far] === 0 && water[far] !== -1;
      if (isLive && graph.stations.isSource[station] === 0) found.push(station);
    });
  }
  return found;
}

function include({ inside, members }: Part, segment: number): void {
  if (segment < 0 || inside[segment] === 1) return;
  inside[segment] = 1;
  members.push(segment);
}

/** Takes a segment in, with the ones of the other side that belong to it. */
export function includeWithTwins({ twins }: NetworkGraph, part: Part, segment: number): void {
  if (segment < 0) return;
  include(part, segment);
  eachOf(twins.groups, segment, (pair) => {
    include(part, twins.to[pair] as number);
  });
}

/** Takes in what lies behind valves of one round, each seen from before the round: which of them is looked at first must not matter. */
function includeBehind(graph: NetworkGraph, part: Part, valves: readonly number[]): void {
  const behind = valves.map((valve) => farOf(graph, part, valve));
  for (const segment of behind) includeWithTwins(graph, part, segment);
}

/** The segment behind a valve at the edge; -1 for a valve that is inside, or outside altogether. */
export function farOf({ segments }: NetworkGraph, { inside }: Part, valve: number): number {
  const [from, to] = [segments.valveFrom[valve] as number, segments.valveTo[valve] as number];
  if (inside[from] === inside[to]) return -1;
  return inside[from] === 1 ? to : from;
}

function stuckEdge(graph: NetworkGraph, valves: ValvesNow, part: Part, water: Ways): readonly number[] {
  const found: number[] = [];
  eachEdgeValve(graph, part, (valve, behind) => {
    if (valves.isClosed[valve] === 0 && valves.isStuck[valve] === 1 && water[behind] !== -1) found.push(valve);
  });
  return found;
}

/** Goes past stuck valve after stuck valve, as far as they lead; gives all that were passed. */
function followChains(
  graph: NetworkGraph,
  valves: ValvesNow,
  part: Part,
  water: Ways,
  from: readonly number[],
): readonly number[] {
  const passed = [...from];
  let seen = 0;
  includeBehind(graph, part, from);
  for (; seen < part.members.length; seen++) {
    eachOf(graph.segments.valves, part.members[seen] as number, (valve) => {
      const behind = farOf(graph, part, valve);
      if (behind < 0 || valves.isClosed[valve] === 1 || valves.isStuck[valve] === 0 || water[behind] === -1) return;
      passed.push(valve);
      includeWithTwins(graph, part, behind);
    });
  }
  return passed;
}
