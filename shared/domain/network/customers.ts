import type { CustomerTable, NetworkGraph } from './graph-types.ts';
import type { LostCustomers } from './trace-types.ts';
import type { Building, SensitiveKind, Station } from './types.ts';

/** How a station is lost: 0 it is not, 1 inside the closed part, 2 cut off by it. */
export type LostMarks = Uint8Array;

/** NET-13: buildings count where a station has any; else what the station itself says. */
export function tableCustomers(stations: readonly Station[], buildings: readonly Building[]): CustomerTable {
  const indexOf = new Map(stations.map(({ id }, index) => [id, index] as const));
  const table = {
    households: new Float64Array(stations.length),
    heatedAreaM2: new Float64Array(stations.length),
    buildings: new Int32Array(stations.length),
  };
  const sensitive = new Map<number, { buildingId: string; kind: SensitiveKind; stationId: string }[]>();
  const add = (into: Float64Array | Int32Array, index: number, count: number | undefined): void => {
    if (count !== undefined && count > 0 && Number.isFinite(count)) into[index] = (into[index] as number) + count;
  };
  for (const building of buildings) {
    const index = indexOf.get(building.stationId);
    if (index === undefined) continue;
    add(table.buildings, index, 1);
    add(table.households, index, building.households);
    add(table.heatedAreaM2, index, building.heatedAreaM2);
    if (building.sensitive === undefined) continue;
    const found = { buildingId: building.id, kind: building.sensitive, stationId: building.stationId };
    const known = sensitive.get(index);
    if (known === undefined) sensitive.set(index, [found]);
    else known.push(found);
  }
  for (const [index, station] of stations.entries()) {
    if ((table.buildings[index] as number) > 0) continue;
    add(table.households, index, station.households);
    add(table.heatedAreaM2, index, station.heatedAreaM2);
  }
  return { ...table, sensitive };
}

/** The lost customers in full. `alreadyOut` marks stations that had no heat before. */
export function lostCustomers(graph: NetworkGraph, marks: LostMarks, alreadyOut: Uint8Array): LostCustomers {
  const { customers, stations } = graph;
  const lost: LostCustomers['stations'][number][] = [];
  const sensitive: LostCustomers['sensitive'][number][] = [];
  const out: string[] = [];
  let [households, heatedAreaM2, buildings] = [0, 0, 0];
  for (const [index, { id }] of stations.items.entries()) {
    if (alreadyOut[index] === 1) out.push(id);
    if (marks[index] === 0) continue;
    const own = customers.households[index] as number;
    lost.push({ stationId: id, why: marks[index] === 1 ? 'inside' : 'cutOff', households: own });
    households += own;
    heatedAreaM2 += customers.heatedAreaM2[index] as number;
    buildings += customers.buildings[index] as number;
    sensitive.push(...(customers.sensitive.get(index) ?? []));
  }
  return { stations: lost, households, heatedAreaM2, buildings, sensitive, alreadyOut: out };
}
