import type { NetworkRemark } from '#shared/domain/network/trace-types.ts';
import type { Network, NetworkNode, Pipe, Station } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** Shortest pipe of the model, m: a length of zero divides by zero. */
const SHORTEST_M = 0.1;
/** What a pipe is taken for where the import says nothing: bore in m, roughness in mm (steel in service) [eng]. */
const BORE_M = 0.1;
const ROUGHNESS_MM = 0.5;
/** A roughness above this share of the bore has no meaning in Darcy-Weisbach. */
const ROUGHEST_SHARE = 0.05;

/** The part of an imported network that a solver takes: every end known, every size positive, every junction joined to a heat source. */
export interface SolvableNetwork {
  readonly network: Network;
  /** NET0007 with a count by kind, where something was left out or a size had to be assumed. */
  readonly remarks: readonly NetworkRemark[];
}

/**
 * Takes what can be solved out of any imported network: unknown ends, second items of one id, pipes from a junction to itself and
 * parts that no source could reach with all valves open are left out; missing sizes are assumed. Throws HYD0002 where no source is left.
 */
export function solvableNetwork(imported: Network): SolvableNetwork {
  const counts = { leftOut: 0, assumedSizes: 0, withoutSource: 0 };
  const first = <Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] =>
    [...new Map(items.toReversed().map((item) => [item.id, item])).values()].reverse();
  const nodes = new Map(first(imported.nodes).map((node) => [node.id, node]));
  const joins = (a: string, b: string): boolean => nodes.has(a) && nodes.has(b);
  const links = <Link extends { readonly id: string; readonly from: string; readonly to: string }>(
    all: readonly Link[],
  ) => first(all).filter(({ from, to }) => from !== to && joins(from, to));
  const pipes = links(imported.pipes);
  const valves = links(imported.valves);
  const stations = first(imported.stations).filter(
    ({ kind, supplyNode, returnNode }) =>
      joins(supplyNode, returnNode) && (kind !== 'station' || supplyNode !== returnNode),
  );
  const given = imported.pipes.length + imported.valves.length + imported.stations.length;
  counts.leftOut = given - pipes.length - valves.length - stations.length;
  const fed = fedNodes([...pipes, ...valves], stations);
  if (fed.size === 0) throw new CodedError('HYD0002');
  const isFed = ({ from, to }: { readonly from: string; readonly to: string }): boolean => fed.has(from) && fed.has(to);
  const fedPipes = pipes.filter(isFed);
  counts.withoutSource = pipes.length - fedPipes.length;
  const sized = fedPipes.map((pipe) => {
    const whole = sizedPipe(pipe);
    if (whole !== pipe) counts.assumedSizes += 1;
    return whole;
  });
  const elevation = (id: string): number => heightOf(nodes.get(id));
  const network: Network = {
    name: imported.name,
    nodes: [...nodes.values()].filter(({ id }) => fed.has(id)).map((node) => ({ ...node, elevationM: heightOf(node) })),
    pipes: sized,
    valves: valves.filter(isFed),
    stations: stations
      .filter(({ supplyNode }) => fed.has(supplyNode))
      .map((station) => ({ ...station, elevationM: elevation(station.returnNode) })),
    base: [],
  };
  const told = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  return { network, remarks: Object.keys(told).length > 0 ? [{ code: 'NET0007', detail: told }] : [] };
}

const heightOf = (node: NetworkNode | undefined): number => {
  const height = node?.elevationM ?? 0;
  return Number.isFinite(height) ? height : 0;
};

function sizedPipe(pipe: Pipe): Pipe {
  const usable = (value: number, least: number): boolean => Number.isFinite(value) && value >= least;
  const lengthM = usable(pipe.lengthM, SHORTEST_M) ? pipe.lengthM : SHORTEST_M;
  const dnM = usable(pipe.dnMm, 1) ? pipe.dnMm / 1000 : BORE_M;
  const innerDiameterM = usable(pipe.innerDiameterM, 0.001) ? pipe.innerDiameterM : dnM;
  const roughness = usable(pipe.roughnessMm, 1e-6) ? pipe.roughnessMm : ROUGHNESS_MM;
  const roughnessMm = Math.min(roughness, innerDiameterM * 1000 * ROUGHEST_SHARE);
  const isSame = lengthM === pipe.lengthM && innerDiameterM === pipe.innerDiameterM && roughnessMm === pipe.roughnessMm;
  return isSame ? pipe : { ...pipe, lengthM, innerDiameterM, roughnessMm };
}

/** Junctions that are joined to a source (or else the first peak boiler) by anything at all: pipes, valves in whatever state, stations. */
function fedNodes(
  links: readonly { readonly from: string; readonly to: string }[],
  stations: readonly Station[],
): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    const known = next.get(from);
    if (known === undefined) next.set(from, [to]);
    else known.push(to);
  };
  const join = (a: string, b: string): void => {
    add(a, b);
    add(b, a);
  };
  for (const { from, to } of links) join(from, to);
  for (const { supplyNode, returnNode } of stations) join(supplyNode, returnNode);
  const sources = stations.filter(({ kind }) => kind === 'source');
  const holders = sources.length > 0 ? sources : stations.filter(({ kind }) => kind === 'peakBoiler').slice(0, 1);
  const queue = holders.map(({ supplyNode }) => supplyNode);
  const fed = new Set(queue);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const other of next.get(id) ?? []) {
      if (fed.has(other)) continue;
      fed.add(other);
      queue.push(other);
    }
  }
  return fed;
}
