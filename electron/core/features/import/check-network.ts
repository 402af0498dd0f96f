import type { Network, Side } from '#shared/domain/network/types.ts';
import { distanceM } from '#shared/lib/geo.ts';
import { cleanNetwork } from './clean-network.ts';
import { addError, addWarning, type ProblemList } from './problems.ts';

/** Drawn pipe ends further than this from their junctions are told [eng]. */
const END_TOLERANCE_M = 50;

/**
 * The usable part of a network as it was drawn, with what no single item can show told as warnings: ids used twice and ends that do not
 * exist (left out), sides that mix, pipes without length, valves and junctions without pipe, no source, parts that no source reaches.
 * Loops are normal in a heating network and are not told. Errors only where no junction or no pipe is left (IMP0006).
 */
export function checkNetwork(drawn: Network, problems: ProblemList): Network {
  const network = cleanNetwork(drawn, problems);
  if (network.nodes.length === 0) addError(problems, 'IMP0006', 'file', 'junction');
  else if (network.pipes.length === 0) addError(problems, 'IMP0006', 'file', 'pipe');
  if (problems.errorCount > 0) return network;
  const sides = new Map(network.nodes.map((node) => [node.id, node.side] as const));
  for (const pipe of network.pipes) {
    const where = `pipe "${pipe.id}"`;
    checkSides(where, pipe, sides, problems);
    if (pipe.lengthM === 0) addWarning(problems, 'IMP0101', where);
  }
  for (const valve of network.valves) checkSides(`valve "${valve.id}"`, valve, sides, problems);
  checkDrawnEnds(network, problems);
  checkValves(network, problems);
  checkReach(network, problems);
  return network;
}

function checkSides(
  where: string,
  link: { readonly from: string; readonly to: string; readonly side: Side },
  sides: ReadonlyMap<string, Side>,
  problems: ProblemList,
): void {
  for (const field of ['from', 'to'] as const) {
    if (sides.get(link[field]) !== link.side) addWarning(problems, 'IMP0103', where, field, link[field]);
  }
  if (link.from === link.to) addWarning(problems, 'IMP0107', where);
}

function checkDrawnEnds(network: Network, problems: ProblemList): void {
  const places = new Map(network.nodes.map((node) => [node.id, node.at] as const));
  for (const pipe of network.pipes) {
    const [from, to, first, last] = [places.get(pipe.from), places.get(pipe.to), pipe.path[0], pipe.path.at(-1)];
    if (from === undefined || to === undefined || first === undefined || last === undefined) continue;
    const farM = Math.max(distanceM(from, first), distanceM(to, last));
    if (farM > END_TOLERANCE_M) addWarning(problems, 'IMP0106', `pipe "${pipe.id}"`, 'metres', Math.round(farM));
  }
}

/** A valve with no pipe at either end closes nothing. One between another valve or a station and nothing else counts as such too. */
function checkValves(network: Network, problems: ProblemList): void {
  const piped = new Set(network.pipes.flatMap(({ from, to }) => [from, to]));
  for (const { id, from, to } of network.valves) {
    if (!piped.has(from) && !piped.has(to)) addWarning(problems, 'IMP0114', `valve "${id}"`);
  }
}

/** Follows pipes and valves (whatever their state) and stations from each source, and tells what is not reached. */
function checkReach(network: Network, problems: ProblemList): void {
  const next = new Map<string, string[]>(network.nodes.map((node) => [node.id, []]));
  for (const link of [...network.pipes, ...network.valves]) {
    next.get(link.from)?.push(link.to);
    next.get(link.to)?.push(link.from);
  }
  const ends = new Set(network.stations.flatMap((station) => [station.supplyNode, station.returnNode]));
  for (const [id, neighbours] of next) {
    if (neighbours.length === 0 && !ends.has(id)) addWarning(problems, 'IMP0104', `junction "${id}"`);
  }
  const sources = network.stations.filter((station) => station.kind !== 'station');
  // Without any source every part is an island: saying so once is enough.
  if (sources.length === 0) return addWarning(problems, 'IMP0113', 'file', 'source');
  const reached = new Set<string>();
  const follow = (start: string): number => {
    const before = reached.size;
    const open = [start];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (reached.has(id)) continue;
      reached.add(id);
      open.push(...(next.get(id) ?? []));
    }
    return reached.size - before;
  };
  for (const source of sources) {
    follow(source.supplyNode);
    follow(source.returnNode);
  }
  for (const [id, neighbours] of next) {
    if (reached.has(id)) continue;
    const size = follow(id);
    if (neighbours.length > 0 || ends.has(id)) addWarning(problems, 'IMP0102', `junction "${id}"`, 'junctions', size);
  }
}
