import type { BaseFeature, Network, NetworkNode, Pipe, Station, Valve } from '#shared/domain/network/types.ts';
import { addWarning, type ProblemList } from './problems.ts';

type Item = NetworkNode | Pipe | Valve | Station | BaseFeature;

/**
 * The part of a drawn network that can be used: of two items of a kind with one id the first counts, and what names an end that does
 * not exist is left out. Each that is left out is a warning (IMP0111, IMP0112), so that a person sees what the console does not know.
 */
export function cleanNetwork(drawn: Network, problems: ProblemList): Network {
  const nodes = firstOfEach('junction', drawn.nodes, problems);
  const known = new Set(nodes.map((node) => node.id));
  const link = ({ from, to }: Pipe | Valve): Ends => [
    ['from', from],
    ['to', to],
  ];
  const station = ({ supplyNode, returnNode }: Station): Ends => [
    ['supplyJunction', supplyNode],
    ['returnJunction', returnNode],
  ];
  return {
    name: drawn.name,
    nodes,
    pipes: connected('pipe', firstOfEach('pipe', drawn.pipes, problems), link, known, problems),
    valves: connected('valve', firstOfEach('valve', drawn.valves, problems), link, known, problems),
    stations: connected('station', firstOfEach('station', drawn.stations, problems), station, known, problems),
    base: firstOfEach('base map', drawn.base, problems),
  };
}

type Ends = readonly (readonly [field: string, nodeId: string])[];

function firstOfEach<T extends Item>(word: string, items: readonly T[], problems: ProblemList): readonly T[] {
  const seen = new Set<string>();
  return items.filter(({ id }) => {
    if (!seen.has(id)) return seen.add(id);
    addWarning(problems, 'IMP0111', `${word} "${id}"`, 'id');
    return false;
  });
}

/** Items all of whose ends are among `known`. An end that is not given at all reads `""`. */
function connected<T extends Pipe | Valve | Station>(
  word: string,
  items: readonly T[],
  endsOf: (item: T) => Ends,
  known: ReadonlySet<string>,
  problems: ProblemList,
): readonly T[] {
  return items.filter((item) => {
    const lost = endsOf(item).filter(([, nodeId]) => !known.has(nodeId));
    const where = `${'kind' in item ? item.kind : word} "${item.id}"`;
    for (const [field, nodeId] of lost) addWarning(problems, 'IMP0112', where, field, nodeId);
    return lost.length === 0;
  });
}
