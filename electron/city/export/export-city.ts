import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Building, Network, Station } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { DESIGN_OUTDOOR_C, PRIMARY_DROP_K, primarySupplySetC } from '../heat/curves.ts';
import { HOLD_MPA, LIFT_MPA } from '../plant/city-model.ts';
import { HEAT_CAPACITY_KJ } from '#kit/hydraulics/water.ts';
import type { City } from '../types.ts';

const BAR_PER_MPA = 10;
const CUSTOMER_COLUMNS = [
  'building_id',
  'station_id',
  'community',
  'name',
  'address',
  'lon',
  'lat',
  'households',
  'heated_area_m2',
  'construction',
  'sensitive',
  'phone',
] as const;

function feature(id: string, geometry: unknown, properties: Record<string, unknown>): string {
  return JSON.stringify({ type: 'Feature', id, geometry, properties });
}

const point = (at: LonLat): unknown => ({ type: 'Point', coordinates: at });
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

function stationFeature(station: Station): string {
  const { id, kind, at, supplyNode, returnNode, designFlowTPerH, ...named } = station;
  const flowKgPerS = designFlowTPerH === undefined ? undefined : designFlowTPerH / 3.6;
  const source = {
    supplyPressureBar: round((HOLD_MPA + LIFT_MPA) * BAR_PER_MPA, 2),
    pumpLiftBar: round(LIFT_MPA * BAR_PER_MPA, 2),
    supplyTempC: round(primarySupplySetC(DESIGN_OUTDOOR_C), 1),
  };
  return feature(id, point(at), {
    kind,
    ...named,
    supplyJunction: supplyNode,
    returnJunction: returnNode,
    designFlowKgPerS: flowKgPerS === undefined ? undefined : round(flowKgPerS, 4),
    designHeatW:
      flowKgPerS === undefined ? undefined : Math.round(flowKgPerS * HEAT_CAPACITY_KJ * PRIMARY_DROP_K * 1000),
    ...(kind === 'source' ? source : {}),
  });
}

/** The network in the import format (docs/network-format.md): one feature a line. */
function networkText(network: Network): string {
  const features = [
    ...network.nodes.map(({ id, at, ...rest }) => feature(id, point(at), { kind: 'junction', ...rest })),
    ...network.pipes.map(({ id, path, ...rest }) =>
      feature(id, { type: 'LineString', coordinates: path }, { kind: 'pipe', ...rest }),
    ),
    ...network.valves.map(({ id, at, ...rest }) => feature(id, point(at), { kind: 'valve', ...rest })),
    ...network.stations.map(stationFeature),
    ...network.base.map(({ id, geometry, ...rest }) => feature(id, geometry, rest)),
  ];
  const name = JSON.stringify(network.name);
  return `{"type":"FeatureCollection","name":${name},"features":[\n${features.join(',\n')}\n]}\n`;
}

const cell = (value: string | number): string => {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

function customerRow(b: Building): string {
  const values: Record<(typeof CUSTOMER_COLUMNS)[number], string | number> = {
    building_id: b.id,
    station_id: b.stationId,
    community: b.community,
    name: b.name,
    address: b.address,
    lon: b.at[0],
    lat: b.at[1],
    households: b.households,
    heated_area_m2: b.heatedAreaM2,
    construction: b.construction,
    sensitive: b.sensitive ?? '',
    phone: b.phone ?? '',
  };
  return CUSTOMER_COLUMNS.map((column) => cell(values[column])).join(',');
}

/**
 * Writes `network.geojson` and `customers.csv` into `dir` (made if missing) in the import format. The same city gives the same bytes.
 * Throws CTY0010 where it cannot be written.
 */
export async function exportCity(city: City, dir: string): Promise<void> {
  const rows = [CUSTOMER_COLUMNS.join(','), ...city.buildings.map(customerRow)];
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'network.geojson'), networkText(city.network));
    await writeFile(join(dir, 'customers.csv'), `${rows.join('\n')}\n`);
  } catch (cause) {
    throw new CodedError('CTY0010', { dir, why: (cause as Error).message }, { cause });
  }
}
