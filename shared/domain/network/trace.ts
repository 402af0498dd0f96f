import { CodedError } from '../../lib/coded-error.ts';
import { toLocalM } from '../../lib/geo.ts';
import { lostCustomers, type LostMarks } from './customers.ts';
import type { NetworkGraph } from './graph-types.ts';
import { eachOf } from './groups.ts';
import { extraIfStuck, type ClosedOff } from './if-stuck.ts';
import { eachEdgeValve, growPastStuck, leakingPart, stationsAtEdge, type Part } from './isolate.ts';
import { heatReach, lostMarks, stationsOut, type HeatReach, type Ways } from './reach.ts';
import type {
  LeftOutValve,
  NetworkRemark,
  TraceRequest,
  TraceResult,
  TraceRound,
  ValveGuess,
  ValveStep,
} from './trace-types.ts';
import type { Valve } from './types.ts';
import { valvesNow, type ValvesNow } from './valve-status.ts';
import { walkOrder } from './walk.ts';

/** How many ids a remark names; the rest are in the answer itself. */
const NAMED = 5;

/** One trace while it is worked out. */
interface Case {
  readonly graph: NetworkGraph;
  readonly valves: ValvesNow;
  /** What had heat before. */
  readonly before: HeatReach;
}

/** A round as it is found; whoever had no heat before still counts in its marks. */
interface FoundRound {
  readonly pastValves: readonly number[];
  readonly segments: number;
  readonly lengthM: number;
  readonly heat: HeatReach;
  readonly marks: LostMarks;
}

interface EdgeValve {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly isSupply: boolean;
}

/**
 * Which valves close the leaking pipes off, in which order, and who loses heat by it (SPEC.md beside this file, NET-03 to NET-15).
 * @param known valves known otherwise than imported, by id: `valveStatuses`
 * @param now a monotonic clock in ms, for `tookMs`
 * @throws CodedError NET0001 where a pipe is not in the graph
 */
export function traceNetwork(
  graph: NetworkGraph,
  known: Readonly<Record<string, ValveGuess>>,
  request: TraceRequest,
  now: () => number,
): TraceResult {
  const startedAt = now();
  const leaks = [...new Set(request.pipeIds)].map((id) => pipeIndex(graph, id));
  if (leaks.length === 0) throw new CodedError('NET0001', { pipeId: '' });
  const valves = valvesNow(graph, known, request);
  const atFirst = beforeIsolation(graph, valves, leaks);
  const nobody = new Uint8Array(graph.stations.items.length);
  const part = leakingPart(graph, leaks);
  const found: FoundRound[] = [];
  const water = growPastStuck(graph, atFirst, part, (pastValves) => {
    const heat = heatReach(graph, atFirst, part.inside);
    const marks = lostMarks(graph, part.inside, heat, nobody);
    found.push({ pastValves, segments: part.members.length, lengthM: sizeOf(graph, part).lengthM, heat, marks });
  });
  const { heat, marks: all } = found.at(-1) as FoundRound;
  const before = heatReach(graph, atFirst, new Uint8Array(graph.segments.count));
  const alreadyOut = stationsOut(graph, before);
  const trace: Case = { graph, valves, before };
  const marks = without(all, alreadyOut);
  const rounds = found.map((round) => roundOf(graph, round, without(round.marks, alreadyOut)));
  const stuck = found.flatMap(({ pastValves }) => pastValves);
  const closed: ClosedOff = { graph, valves: atFirst, part, water, heat, marks, alreadyOut };
  const { toTurn, sourceless } = sortEdge(trace, part, water);
  const steps = stepsOf(closed, valves, toTurn, startOf(graph, leaks, request));
  const toShut = stationsAtEdge(graph, part, water).map((station) => graph.stations.items[station]?.id ?? '');
  const { lengthM, volumeM3 } = sizeOf(graph, part);
  return {
    pipeIds: leaks.map((pipe) => graph.pipes.ids[pipe] as string),
    isolatedPipeIds: pipesOf(graph, part.members),
    cutOffPipeIds: cutOffPipes(trace, part, heat),
    lengthM,
    volumeM3,
    steps,
    leftOut: [
      ...stuck.map((valve) => leftOut(graph, valve, 'stuck')),
      ...sourceless.map((valve) => leftOut(graph, valve, 'noSourceBehind')),
    ],
    ...(toShut.length > 0 && { stationsToShut: toShut }),
    lost: lostCustomers(graph, marks, alreadyOut),
    rounds,
    remarks: [...graph.remarks, ...remarksOf(trace, part, leaks, steps, stuck.length > 0, toShut)],
    tookMs: now() - startedAt,
  };
}

function pipeIndex({ pipes }: NetworkGraph, pipeId: string): number {
  const index = pipes.indexOf.get(pipeId);
  if (index === undefined) throw new CodedError('NET0001', { pipeId });
  return index;
}

function startOf({ origin, pipes }: NetworkGraph, leaks: readonly number[], request: TraceRequest): [number, number] {
  if (request.startAt !== undefined) return [...toLocalM(origin, request.startAt)];
  const leak = leaks[0] as number;
  return [pipes.middleX[leak] as number, pipes.middleY[leak] as number];
}

/**
 * NET-12: the valves as they were before this isolation began. Those closed since the import that the leak asks for are part of it: what crews have
 * closed for it must make neither the households behind it disappear from who is lost, nor the stuck valve that it is closed for.
 */
function beforeIsolation(graph: NetworkGraph, valves: ValvesNow, leaks: readonly number[]): ValvesNow {
  const { isClosed, isStuck } = valves;
  const isSince = isClosed.map((is, valve) => (is === 1 && valveAt(graph, valve).state !== 'closed' ? 1 : 0));
  if (!isSince.includes(1)) return valves;
  // What is closed holds, whether it turns or not.
  const holding = { ...valves, isStuck: isStuck.map((is, valve) => (isClosed[valve] === 1 ? 0 : is)) };
  const part = leakingPart(graph, leaks);
  const imported = { ...holding, isClosed: isClosed.map((is, valve) => (isSince[valve] === 1 ? 0 : is)) };
  const water = growPastStuck(graph, imported, part, () => undefined);
  const before = isClosed.slice();
  eachEdgeValve(graph, part, (valve, behind) => {
    if (water[behind] !== -1 && isSince[valve] === 1) before[valve] = 0;
  });
  return { ...holding, isClosed: before };
}

const without = (marks: LostMarks, alreadyOut: Uint8Array): LostMarks =>
  marks.map((mark, station) => (alreadyOut[station] === 1 ? 0 : mark));

function roundOf(graph: NetworkGraph, { pastValves, segments, lengthM }: FoundRound, marks: LostMarks): TraceRound {
  let [lostStations, lostHouseholds] = [0, 0];
  for (let station = 0; station < marks.length; station++) {
    if (marks[station] === 0) continue;
    lostStations += 1;
    lostHouseholds += graph.customers.households[station] as number;
  }
  return {
    pastValves: pastValves.map((valve) => valveAt(graph, valve).id),
    segments,
    lengthM,
    lostStations,
    lostHouseholds,
  };
}

/** NET-09, NET-10: valves at the edge that have to be turned or looked at, and those that nothing can come through. */
function sortEdge(
  { graph, valves }: Case,
  part: Part,
  water: Ways,
): { readonly toTurn: readonly number[]; readonly sourceless: readonly number[] } {
  const toTurn: number[] = [];
  const sourceless: number[] = [];
  eachEdgeValve(graph, part, (valve, behind) => {
    if (water[behind] !== -1) toTurn.push(valve);
    else if (valves.isClosed[valve] === 0) sourceless.push(valve);
  });
  return { toTurn, sourceless };
}

function stepsOf(
  closed: ClosedOff,
  valves: ValvesNow,
  toTurn: readonly number[],
  start: readonly [number, number],
): readonly ValveStep[] {
  const { graph } = closed;
  const edge = toTurn.map((index): EdgeValve => ({
    index,
    x: graph.valves.x[index] as number,
    y: graph.valves.y[index] as number,
    isSupply: valveAt(graph, index).side === 'supply',
  }));
  return walkOrder(start, edge).map(({ point: { index }, walkM }, k) => {
    const { id, side, at, name, dnMm } = valveAt(graph, index);
    return {
      valveId: id,
      ...(name !== undefined && { name }),
      side,
      at,
      ...(dnMm !== undefined && { dnMm }),
      order: k + 1,
      walkM,
      action: valves.isClosed[index] === 1 ? 'verify' : 'close',
      isUncertain: valves.isUncertain[index] === 1,
      ifStuckExtraStations: extraIfStuck(closed, index),
    };
  });
}

function sizeOf({ pipes, segments }: NetworkGraph, { members }: Part): { lengthM: number; volumeM3: number } {
  let [lengthM, volumeM3] = [0, 0];
  for (const segment of members) {
    eachOf(segments.pipes, segment, (pipe) => {
      lengthM += pipes.lengthM[pipe] as number;
      volumeM3 += pipes.volumeM3[pipe] as number;
    });
  }
  return { lengthM, volumeM3 };
}

function pipesOf({ pipes, segments }: NetworkGraph, members: readonly number[]): readonly string[] {
  const found: string[] = [];
  for (const segment of members) eachOf(segments.pipes, segment, (pipe) => found.push(pipes.ids[pipe] as string));
  return found;
}

/** Pipes outside that had heat on their own side before and have none now. */
function cutOffPipes({ graph, before }: Case, { inside }: Part, heat: HeatReach): readonly string[] {
  const cut: number[] = [];
  for (let segment = 0; segment < inside.length; segment++) {
    if (inside[segment] === 1) continue;
    const had = before.supply[segment] !== -1 || before.return[segment] !== -1;
    if (had && heat.supply[segment] === -1 && heat.return[segment] === -1) cut.push(segment);
  }
  return pipesOf(graph, cut);
}

const valveAt = (graph: NetworkGraph, index: number): Valve => graph.valves.items[index] as Valve;

function leftOut(graph: NetworkGraph, index: number, why: LeftOutValve['why']): LeftOutValve {
  const { id, side, at } = valveAt(graph, index);
  return { valveId: id, side, at, why };
}

/** NET-15: what has to be said beside the answer. */
function remarksOf(
  { graph, valves }: Case,
  { inside }: Part,
  leaks: readonly number[],
  steps: readonly ValveStep[],
  isPastStuck: boolean,
  toShut: readonly string[],
): readonly NetworkRemark[] {
  const remarks: NetworkRemark[] = [];
  const add = (code: string, detail: NetworkRemark['detail'] = {}): void => void remarks.push({ code, detail });
  const listed = (ids: readonly string[]): NetworkRemark['detail'] => ({
    count: ids.length,
    ids: ids.slice(0, NAMED).join(', '),
  });
  if (!graph.hasSource) add('NET0002');
  const isIn = (part: Uint8Array, segment: number): boolean => segment >= 0 && part[segment] === 1;
  const sourcesIn = (part: Uint8Array): readonly string[] =>
    graph.stations.items
      .filter((_, k) => {
        const { stationSupply, stationReturn } = graph.segments;
        const isHit = isIn(part, stationSupply[k] as number) || isIn(part, stationReturn[k] as number);
        return graph.stations.isSource[k] === 1 && isHit;
      })
      .map(({ id }) => id);
  const sources = sourcesIn(inside);
  if (sources.length > 0) {
    const isByStuck = isPastStuck && sourcesIn(leakingPart(graph, leaks).inside).length < sources.length;
    if (isByStuck || !steps.some(({ action }) => action === 'close')) add('NET0003', listed(sources));
    add('NET0004', listed(sources));
  }
  const uncertain = steps.filter(({ isUncertain }) => isUncertain).map(({ valveId }) => valveId);
  if (uncertain.length > 0) add('NET0008', listed(uncertain));
  if (toShut.length > 0) add('NET0009', listed(toShut));
  if (valves.unknownIds.length > 0) add('NET0010', listed(valves.unknownIds));
  return remarks;
}
