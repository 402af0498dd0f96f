import { toLocalM, type LonLat } from '../../lib/geo.ts';
import { tableCustomers } from './customers.ts';
import type { NetworkGraph, PipeTable, StationTable, ValveTable } from './graph-types.ts';
import { findSegments } from './segments.ts';
import { findTrenchTwins, newLines, pairSegments } from './trench-twins.ts';
import {
  VALVE_CONDITIONS,
  VALVE_STATES,
  type Building,
  type Network,
  type Pipe,
  type Station,
  type Valve,
} from './types.ts';

/** What could not be used, by kind. */
type Faults = Record<
  'duplicateIds' | 'pipesWithoutEnds' | 'valvesWithoutEnds' | 'stationsWithoutEnds' | 'badLengths',
  number
>;

/**
 * NET-02: makes a graph of any network, however bad: of several items with one id the first counts, pipes and valves with an unknown end
 * are left out, a station keeps the end that is known, a length that is no number is taken as 0. What was left out is counted in the remarks.
 * Linear but for the spatial index (n log n).
 */
export function buildGraph(network: Network, buildings: readonly Building[] = []): NetworkGraph {
  const faults: Faults = {
    duplicateIds: 0,
    pipesWithoutEnds: 0,
    valvesWithoutEnds: 0,
    stationsWithoutEnds: 0,
    badLengths: 0,
  };
  const first = <Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] => {
    const seen = new Set<string>();
    const kept = items.filter(({ id }) => !seen.has(id) && seen.add(id));
    faults.duplicateIds += items.length - kept.length;
    return kept;
  };
  const nodes = first(network.nodes);
  const places = nodes.map(({ at }) => at);
  const nodeIndexOf = indexById(nodes);
  const nodeOf = (id: string): number => nodeIndexOf.get(id) ?? -1;
  const withEnds = <Link extends Pipe | Valve>(links: readonly Link[], fault: keyof Faults): readonly Link[] => {
    const kept = first(links).filter(({ from, to }) => nodeOf(from) >= 0 && nodeOf(to) >= 0);
    faults[fault] += new Set(links.map(({ id }) => id)).size - kept.length;
    return kept;
  };
  const origin = places.find(isPlace) ?? [0, 0];
  const { pipes, trenchTwin } = tablePipes(withEnds(network.pipes, 'pipesWithoutEnds'), nodeOf, places, origin, faults);
  const valves = tableValves(withEnds(network.valves, 'valvesWithoutEnds'), nodeOf, origin);
  const stations = tableStations(first(network.stations), nodeOf, faults);
  const segments = findSegments(nodes.length, pipes, valves, stations);
  const counts = Object.fromEntries(Object.entries(faults).filter(([, count]) => count > 0));
  return {
    origin,
    nodeIndexOf,
    pipes,
    valves,
    stations,
    segments,
    trenchTwin,
    twins: pairSegments(segments, pipes, stations.isSource, trenchTwin),
    customers: tableCustomers(stations.items, buildings),
    hasSource: stations.items.some((_, k) => stations.isSource[k] === 1 && hasEnd(stations, k)),
    remarks: Object.keys(counts).length > 0 ? [{ code: 'NET0007', detail: counts }] : [],
  };
}

const hasEnd = (stations: StationTable, k: number): boolean =>
  (stations.supply[k] as number) >= 0 || (stations.return[k] as number) >= 0;

const isPlace = (at: LonLat | undefined): at is LonLat =>
  at !== undefined && Number.isFinite(at[0]) && Number.isFinite(at[1]);

function indexById(items: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
  return new Map(items.map(({ id }, index) => [id, index] as const));
}

function tablePipes(
  items: readonly Pipe[],
  nodeOf: (id: string) => number,
  places: readonly LonLat[],
  origin: LonLat,
  faults: Faults,
): { readonly pipes: PipeTable; readonly trenchTwin: Int32Array } {
  const pipes: PipeTable = {
    ids: items.map(({ id }) => id),
    indexOf: indexById(items),
    side: Uint8Array.from(items, ({ side }) => (side === 'return' ? 1 : 0)),
    from: Int32Array.from(items, ({ from }) => nodeOf(from)),
    to: Int32Array.from(items, ({ to }) => nodeOf(to)),
    lengthM: Float64Array.from(items, ({ lengthM }) => (lengthM >= 0 && Number.isFinite(lengthM) ? lengthM : 0)),
    volumeM3: new Float64Array(items.length),
    middleX: new Float64Array(items.length),
    middleY: new Float64Array(items.length),
  };
  const lines = newLines();
  for (const [index, pipe] of items.entries()) {
    if (pipes.lengthM[index] !== pipe.lengthM) faults.badLengths += 1;
    const boreM = pipe.innerDiameterM > 0 ? pipe.innerDiameterM : pipe.dnMm > 0 ? pipe.dnMm / 1000 : 0;
    pipes.volumeM3[index] = ((Math.PI * boreM * boreM) / 4) * (pipes.lengthM[index] as number);
    const ends = [places[pipes.from[index] as number], places[pipes.to[index] as number]];
    const drawn = (pipe.path.length > 1 ? pipe.path : ends).filter(isPlace).map((at) => toLocalM(origin, at));
    const [x, y] = middleOf(drawn);
    pipes.middleX[index] = x;
    pipes.middleY[index] = y;
    const { ends: list, pipes: owners } = lines[pipes.side[index] as 0 | 1];
    for (let k = 1; k < drawn.length; k++) {
      list.push(...(drawn[k - 1] as readonly [number, number]), ...(drawn[k] as readonly [number, number]));
      owners.push(index);
    }
  }
  return { pipes, trenchTwin: findTrenchTwins(pipes, lines) };
}

/** Half way along a drawn line; NaN where nothing is drawn. */
function middleOf(line: readonly (readonly [number, number])[]): readonly [number, number] {
  const gap = (k: number): number => {
    const [a, b] = [line[k - 1], line[k]] as [readonly [number, number], readonly [number, number]];
    return Math.hypot(b[0] - a[0], b[1] - a[1]);
  };
  let left = 0;
  for (let k = 1; k < line.length; k++) left += gap(k);
  left /= 2;
  for (let k = 1; k < line.length; k++) {
    const here = gap(k);
    if (here > 0 && here >= left) {
      const [a, b] = [line[k - 1], line[k]] as [readonly [number, number], readonly [number, number]];
      return [a[0] + ((b[0] - a[0]) * left) / here, a[1] + ((b[1] - a[1]) * left) / here];
    }
    left -= here;
  }
  return line[0] ?? [NaN, NaN];
}

function tableValves(items: readonly Valve[], nodeOf: (id: string) => number, origin: LonLat): ValveTable {
  const local = items.map(({ at }) => toLocalM(origin, at));
  return {
    items,
    indexOf: indexById(items),
    from: Int32Array.from(items, ({ from }) => nodeOf(from)),
    to: Int32Array.from(items, ({ to }) => nodeOf(to)),
    x: Float64Array.from(local, ([x]) => x),
    y: Float64Array.from(local, ([, y]) => y),
    states: Uint8Array.from(items, ({ state }) => VALVE_STATES.indexOf(state)),
    conditions: Uint8Array.from(items, ({ condition }) => VALVE_CONDITIONS.indexOf(condition)),
  };
}

function tableStations(items: readonly Station[], nodeOf: (id: string) => number, faults: Faults): StationTable {
  const table: StationTable = {
    items,
    isSource: Uint8Array.from(items, ({ kind }) => (kind === 'station' ? 0 : 1)),
    supply: Int32Array.from(items, ({ supplyNode }) => nodeOf(supplyNode)),
    return: Int32Array.from(items, ({ returnNode }) => nodeOf(returnNode)),
  };
  for (let k = 0; k < items.length; k++) {
    if ((table.supply[k] as number) < 0 || (table.return[k] as number) < 0) faults.stationsWithoutEnds += 1;
  }
  return table;
}
