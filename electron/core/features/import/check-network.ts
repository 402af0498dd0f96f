import type { Network, Side } from '#shared/domain/network/types.ts';
import { distanceM } from '#shared/lib/geo.ts';
import { addError, addWarning, type ProblemList } from './problems.ts';

/** Drawn pipe ends further than this from their junctions are told [eng]. */
const END_TOLERANCE_M = 50;

/**
 * Checks what no single item can show: ids used twice, ends that do not exist (errors); sides that mix, pipes without length, junctions
 * without pipe, parts that no source reaches (warnings). Loops are normal in a heating network and are not told.
 */
export function checkNetwork(network: Network, problems: ProblemList): void {
  const sides = checkIds(network, problems);
  for (const pipe of network.pipes) {
    const where = `pipe "${pipe.id}"`;
    checkEnds(where, pipe, sides, problems);
    if (pipe.lengthM === 0) addWarning(problems, 'IMP0101', where);
  }
  for (const valve of network.valves) checkEnds(`valve "${valve.id}"`, valve, sides, problems);
  for (const station of network.stations) {
    const where = `${station.kind} "${station.id}"`;
    for (const [field, node] of [
      ['supplyJunction', station.supplyNode],
      ['returnJunction', station.returnNode],
    ] as const) {
      if (!sides.has(node)) addError(problems, 'IMP0015', where, field, node);
    }
  }
  checkDrawnEnds(network, problems);
  if (problems.errorCount === 0) checkReach(network, problems);
}

function checkIds(network: Network, problems: ProblemList): ReadonlyMap<string, Side> {
  const kinds = [
    ['junction', network.nodes],
    ['pipe', network.pipes],
    ['valve', network.valves],
    ['station', network.stations],
    ['base map', network.base],
  ] as const;
  for (const [kind, items] of kinds) {
    const seen = new Set<string>();
    for (const item of items) {
      if (seen.has(item.id)) addError(problems, 'IMP0011', `${kind} "${item.id}"`, 'id');
      seen.add(item.id);
    }
  }
  if (network.nodes.length === 0) addError(problems, 'IMP0006', 'file', 'junction');
  else if (network.pipes.length === 0) addError(problems, 'IMP0006', 'file', 'pipe');
  return new Map(network.nodes.map((node) => [node.id, node.side] as const));
}

function checkEnds(
  where: string,
  link: { readonly from: string; readonly to: string; readonly side: Side },
  sides: ReadonlyMap<string, Side>,
  problems: ProblemList,
): void {
  for (const field of ['from', 'to'] as const) {
    const side = sides.get(link[field]);
    if (side === undefined) addError(problems, 'IMP0015', where, field, link[field]);
    else if (side !== link.side) addWarning(problems, 'IMP0103', where, field, link[field]);
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

/** Follows pipes and valves (whatever their state) and stations from each source, and tells what is not reached. */
function checkReach(network: Network, problems: ProblemList): void {
  const next = new Map<string, string[]>(network.nodes.map((node) => [node.id, []]));
  for (const link of [...network.pipes, ...network.valves]) {
    next.get(link.from)?.push(link.to);
    next.get(link.to)?.push(link.from);
  }
  const isSource = (kind: string): boolean => kind !== 'station';
  const ends = new Set(network.stations.flatMap((station) => [station.supplyNode, station.returnNode]));
  for (const [id, neighbours] of next) {
    if (neighbours.length === 0 && !ends.has(id)) addWarning(problems, 'IMP0104', `junction "${id}"`);
  }
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
  for (const source of network.stations.filter((station) => isSource(station.kind))) {
    follow(source.supplyNode);
    follow(source.returnNode);
  }
  for (const [id, neighbours] of next) {
    if (reached.has(id)) continue;
    const size = follow(id);
    if (neighbours.length > 0 || ends.has(id)) addWarning(problems, 'IMP0102', `junction "${id}"`, 'junctions', size);
  }
}
