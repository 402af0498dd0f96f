import { groupBy, type Groups } from './groups.ts';
import type { PipeTable, Segments, StationTable, ValveTable } from './graph-types.ts';

/**
 * NET-01: the connected components over pipes alone, since valves are links of their own between two nodes. Union-find with path
 * halving, nearly linear. Segments are numbered in the order of their first node.
 */
export function findSegments(nodes: number, pipes: PipeTable, valves: ValveTable, stations: StationTable): Segments {
  const parent = new Int32Array(nodes);
  for (let node = 0; node < nodes; node++) parent[node] = node;
  const rootOf = (node: number): number => {
    let here = node;
    for (let up = parent[here] as number; up !== here; up = parent[here] as number) {
      const over = parent[up] as number;
      parent[here] = over;
      here = over;
    }
    return here;
  };
  for (let pipe = 0; pipe < pipes.ids.length; pipe++) {
    const a = rootOf(pipes.from[pipe] as number);
    const b = rootOf(pipes.to[pipe] as number);
    // The smaller index becomes the root: a segment's root is its first node.
    if (a < b) parent[b] = a;
    else parent[a] = b;
  }
  const ofNode = new Int32Array(nodes);
  let count = 0;
  for (let node = 0; node < nodes; node++) {
    const root = rootOf(node);
    if (root === node) ofNode[node] = count++;
    else ofNode[node] = ofNode[root] as number;
  }
  const at = (ends: Int32Array): Int32Array => ends.map((node) => (node < 0 ? -1 : (ofNode[node] as number)));
  const ofPipe = at(pipes.from);
  const valveFrom = at(valves.from);
  const valveTo = at(valves.to);
  const stationSupply = at(stations.supply);
  const stationReturn = at(stations.return);
  const valvesOf = groupBy(count, valveFrom, valveTo);
  const stationsOf = groupBy(count, stationSupply, stationReturn);
  return {
    count,
    ofNode,
    ofPipe,
    valveFrom,
    valveTo,
    stationSupply,
    stationReturn,
    valves: valvesOf,
    stations: stationsOf,
    pipes: groupBy(count, ofPipe),
    acrossValves: across(valvesOf, valveFrom, valveTo),
    acrossStations: across(stationsOf, stationSupply, stationReturn, stations.isSource),
  };
}

function across({ start, items }: Groups, a: Int32Array, b: Int32Array, isLeftOut?: Uint8Array): Int32Array {
  const other = new Int32Array(items.length).fill(-1);
  for (let group = 0; group + 1 < start.length; group++) {
    for (let k = start[group] as number; k < (start[group + 1] as number); k++) {
      const item = items[k] as number;
      if (isLeftOut?.[item] !== 1) other[k] = (a[item] === group ? b[item] : a[item]) as number;
    }
  }
  return other;
}
