import type { Network, NetworkNode, Pipe, Side, Station, Valve, ValveState } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { checkNetwork } from './check-network.ts';
import { nearestDnMm } from './dn.ts';
import { asNumber, readId } from './fields.ts';
import { readSections, type InpLine, type InpSections } from './inp-sections.ts';
import { roughnessMmOf, unitsOfFlow, type HeadlossFormula, type InpUnits } from './inp-units.ts';
import { toWgs84, type PlanarReference } from './planar.ts';
import { addError, addWarning, type ImportCode, type ProblemList } from './problems.ts';

type Point = readonly [x: number, y: number];

/** What the readers of the sections share. */
interface Source {
  readonly sections: InpSections;
  readonly problems: ProblemList;
  readonly units: InpUnits;
  readonly formula: HeadlossFormula;
  readonly places: ReadonlyMap<string, Point>;
  readonly bends: ReadonlyMap<string, readonly Point[]>;
  /** `NODE id` and `LINK id` that [TAGS] puts on the return side. */
  readonly returns: ReadonlySet<string>;
  readonly status: ReadonlyMap<string, string>;
  readonly locate: (point: Point) => LonLat;
}

/**
 * A network from EPANET text in SI units (docs/network-format.md says what becomes of each section). Without
 * `planar` the file is refused; degrees are `EPSG:4326`. Undefined with errors listed.
 */
export function parseInp(
  text: string,
  name: string,
  planar: PlanarReference | undefined,
  problems: ProblemList,
): Network | undefined {
  const sections = readSections(text, problems);
  if (planar === undefined) {
    addError(problems, 'IMP0020', 'file', 'COORDINATES');
    return undefined;
  }
  const source = readSource(sections, planar, problems);
  if (source === undefined) return undefined;
  const nodes = [...readNodes(source, 'JUNCTIONS'), ...readNodes(source, 'RESERVOIRS'), ...readNodes(source, 'TANKS')];
  const stations = readReservoirs(source, nodes);
  const { pipes, valves, extraNodes } = readLinks(source, firstById(nodes));
  const drawn: Network = { name, nodes: [...nodes, ...extraNodes], pipes, valves, stations, base: [] };
  const network = checkNetwork(drawn, problems);
  addWarning(problems, 'IMP0108', 'file');
  return problems.errorCount === 0 ? network : undefined;
}

/** Of two nodes with one id the first counts. */
function firstById(nodes: readonly NetworkNode[]): ReadonlyMap<string, NetworkNode> {
  return new Map(nodes.toReversed().map((node) => [node.id, node] as const));
}

function readSource(sections: InpSections, planar: PlanarReference, problems: ProblemList): Source | undefined {
  const option = (key: string): string | undefined =>
    linesOf(sections, 'OPTIONS').find(({ words }) => words[0]?.toUpperCase() === key)?.words[1];
  const flowUnit = option('UNITS') ?? 'GPM';
  const units = unitsOfFlow(flowUnit);
  const formula = (['H-W', 'D-W', 'C-M'] as const).find((one) => one === (option('HEADLOSS') ?? 'H-W').toUpperCase());
  if (units === undefined) addError(problems, 'IMP0014', 'OPTIONS', 'Units', flowUnit);
  if (formula === undefined) addError(problems, 'IMP0014', 'OPTIONS', 'Headloss', option('HEADLOSS'));
  if (units === undefined || formula === undefined) return undefined;

  const places = new Map<string, Point>();
  const bends = new Map<string, Point[]>();
  for (const line of linesOf(sections, 'COORDINATES')) {
    const point = readPoint(line, 'COORDINATES', problems);
    if (point !== undefined) places.set(line.words[0] ?? '', point);
  }
  for (const line of linesOf(sections, 'VERTICES')) {
    const point = readPoint(line, 'VERTICES', problems);
    const link = line.words[0] ?? '';
    if (point === undefined) continue;
    const before = bends.get(link);
    if (before === undefined) bends.set(link, [point]);
    else before.push(point);
  }
  const returns = new Set<string>();
  for (const { words } of linesOf(sections, 'TAGS')) {
    if (words[2]?.toLowerCase() === 'return') returns.add(`${(words[0] ?? '').toUpperCase()} ${words[1] ?? ''}`);
  }
  const status = new Map(
    linesOf(sections, 'STATUS').map(({ words }) => [words[0] ?? '', (words[1] ?? '').toUpperCase()]),
  );
  try {
    const convert = toWgs84(planar, [...places.values(), ...[...bends.values()].flat()], units.lengthM);
    const locate = (point: Point): LonLat => convert(point[0], point[1]);
    return { sections, problems, units, formula, places, bends, returns, status, locate };
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown;
    addError(problems, thrown.code as ImportCode, 'COORDINATES', '--crs or --origin', thrown.message);
    return undefined;
  }
}

/** Nodes of one section. A reservoir's second word is its head, of the others the elevation: both a height in length units. */
function readNodes(source: Source, section: 'JUNCTIONS' | 'RESERVOIRS' | 'TANKS'): NetworkNode[] {
  const { problems, units, places, returns } = source;
  const nodes: NetworkNode[] = [];
  for (const line of linesOf(source.sections, section)) {
    const where = `line ${String(line.line)} "${line.words[0] ?? ''}"`;
    const id = readId(line.words[0], where, problems);
    const heightM = readNumber(line, 1, 'elevation', { min: -30_000, max: 30_000 }, problems) * units.lengthM;
    const place = places.get(id ?? '');
    if (id === undefined) continue;
    if (place === undefined) {
      addError(problems, 'IMP0023', where, 'COORDINATES');
      continue;
    }
    const at = source.locate(place);
    if (!(Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90)) {
      addError(problems, 'IMP0017', where, 'COORDINATES', place);
      continue;
    }
    nodes.push({ id, side: returns.has(`NODE ${id}`) ? 'return' : 'supply', at, elevationM: heightM });
  }
  return nodes;
}

/** Reservoirs feed the network: each on the supply side becomes a heat source, closed over itself where no return is drawn. */
function readReservoirs(source: Source, nodes: readonly NetworkNode[]): Station[] {
  const byId = firstById(nodes);
  const reservoirs = linesOf(source.sections, 'RESERVOIRS').flatMap(({ words }) => byId.get(words[0] ?? '') ?? []);
  const back = reservoirs.find((node) => node.side === 'return');
  return reservoirs
    .filter((node) => node.side === 'supply')
    .map((node) => {
      if (back === undefined) addWarning(source.problems, 'IMP0109', `source "${node.id}"`);
      const { id, at, elevationM } = node;
      return { id, kind: 'source', name: id, area: '', at, elevationM, supplyNode: id, returnNode: back?.id ?? id };
    });
}

interface Links {
  readonly pipes: Pipe[];
  readonly pipeIds: Set<string>;
  readonly valves: Valve[];
  /** Junctions put in where a closed pipe is cut by a valve. */
  readonly extraNodes: NetworkNode[];
}

function readLinks(source: Source, nodes: ReadonlyMap<string, NetworkNode>): Links {
  const links: Links = { pipes: [], pipeIds: new Set(), valves: [], extraNodes: [] };
  for (const line of linesOf(source.sections, 'PIPES')) readPipe(source, line, nodes, links);
  for (const section of ['VALVES', 'PUMPS'] as const) {
    for (const line of linesOf(source.sections, section)) readConnection(source, section, line, nodes, links);
  }
  return links;
}

function readPipe(source: Source, line: InpLine, nodes: ReadonlyMap<string, NetworkNode>, links: Links): void {
  const { problems, units, formula, bends, returns, status } = source;
  const id = readId(line.words[0], `line ${String(line.line)}`, problems);
  const lengthM = readNumber(line, 3, 'length', { min: 0, max: 1e6 }, problems) * units.lengthM;
  const boreM = readNumber(line, 4, 'diameter', { min: 0.1, max: 20_000 }, problems) * units.diameterM;
  const roughness = readNumber(line, 5, 'roughness', { min: 1e-6, max: 1e5 }, problems);
  if (id === undefined) return;
  const [from = '', to = ''] = line.words.slice(1, 3);
  const ends = [nodes.get(from), nodes.get(to)] as const;
  const [first, last] = ends;
  const side: Side = returns.has(`LINK ${id}`) ? 'return' : 'supply';
  const between = (bends.get(id) ?? []).map(source.locate);
  const path = first && last ? [first.at, ...between, last.at] : [];
  const pipe: Pipe = {
    id,
    side,
    from,
    to,
    path,
    lengthM,
    dnMm: nearestDnMm(boreM),
    innerDiameterM: boreM,
    roughnessMm: roughnessMmOf(formula, roughness, boreM, units),
  };
  // Minor loss may be left out: then the status is the seventh word.
  const written = line.words.slice(6, 8).find((word) => /^(open|closed|cv)$/i.test(word));
  const isClosed = (status.get(id) ?? written ?? 'OPEN').toUpperCase() === 'CLOSED';
  // What is left out later, for an end that does not exist or an id used before, leaves no valve behind.
  const isLeftOut = first === undefined || last === undefined || links.pipeIds.has(id);
  links.pipeIds.add(id);
  if (!isClosed || isLeftOut) {
    links.pipes.push(pipe);
    return;
  }
  const cut = `${id}:cut`;
  const valve = { id: `${id}:valve`, side, from, to: cut, at: first.at, dnMm: pipe.dnMm };
  links.extraNodes.push({ ...first, id: cut, side });
  links.valves.push({ ...valve, state: 'closed', condition: 'unknown' });
  links.pipes.push({ ...pipe, from: cut });
}

/** A valve, or a pump as a connection that is open while the pump is. Drawn half way between its ends. */
function readConnection(
  source: Source,
  section: 'VALVES' | 'PUMPS',
  line: InpLine,
  nodes: ReadonlyMap<string, NetworkNode>,
  links: Links,
): void {
  const { problems, units } = source;
  const id = readId(line.words[0], `line ${String(line.line)}`, problems);
  if (id === undefined) return;
  const where = `line ${String(line.line)} "${id}"`;
  const [from = '', to = ''] = line.words.slice(1, 3);
  const [first, last] = [nodes.get(from), nodes.get(to)];
  let dnMm: number | undefined;
  if (section === 'VALVES') {
    dnMm = nearestDnMm(readNumber(line, 3, 'diameter', { min: 0.1, max: 20_000 }, problems) * units.diameterM);
  } else addWarning(problems, 'IMP0110', where);
  const at: LonLat = first && last ? [(first.at[0] + last.at[0]) / 2, (first.at[1] + last.at[1]) / 2] : [0, 0];
  const status = source.status.get(id) ?? 'OPEN';
  const state: ValveState = status === 'CLOSED' || (section === 'PUMPS' && asNumber(status) === 0) ? 'closed' : 'open';
  const side: Side = source.returns.has(`LINK ${id}`) ? 'return' : 'supply';
  links.valves.push({ id, side, from, to, at, dnMm, state, condition: 'unknown' });
}

function readPoint(line: InpLine, section: string, problems: ProblemList): Point | undefined {
  const [x, y] = [asNumber(line.words[1]), asNumber(line.words[2])];
  if (x !== undefined && y !== undefined) return [x, y];
  addError(problems, 'IMP0013', `line ${String(line.line)}`, section, line.words.join(' '));
  return undefined;
}

function readNumber(
  line: InpLine,
  index: number,
  field: string,
  range: { readonly min: number; readonly max: number },
  problems: ProblemList,
): number {
  const where = `line ${String(line.line)} "${line.words[0] ?? ''}"`;
  const raw = line.words[index];
  const number = asNumber(raw);
  if (raw === undefined) addError(problems, 'IMP0022', where, field, line.words.join(' '));
  else if (number === undefined || number < range.min || number > range.max) {
    addError(problems, 'IMP0013', where, field, raw);
  }
  return number ?? Number.NaN;
}

function linesOf(sections: InpSections, section: string): readonly InpLine[] {
  return sections.get(section) ?? [];
}
