import type { City, Plant, PlantReadings } from '#city/types.ts';
import type { Building, Station } from '#shared/domain/network/types.ts';
import { MEASURE_NAMES, QUALITY, type Measure, type Quality } from '#shared/domain/telemetry/measures.ts';
import { fromLocalM, type LonLat } from '#shared/lib/geo.ts';

const ORIGIN: LonLat = [126.6, 45.75];

/** A city of `count` stations on a line, 500 m apart, each with 12 buildings around it; the last `modbus` are on Modbus. */
export function lineCity(count: number, modbus: number): City {
  const stations: Station[] = [];
  const buildings: Building[] = [];
  for (let i = 0; i < count; i++) {
    const id = `S${String(i + 1).padStart(3, '0')}`;
    const at = fromLocalM(ORIGIN, i * 500, 0);
    stations.push({
      id,
      kind: i === 0 ? 'source' : 'station',
      name: `第${i + 1}换热站`,
      area: '中心区',
      at,
      elevationM: 120,
      supplyNode: `${id}s`,
      returnNode: `${id}r`,
    });
    if (i === 0) continue;
    for (let k = 0; k < 12; k++) {
      const angle = (k / 12) * 2 * Math.PI;
      buildings.push({
        id: `B${String(i).padStart(3, '0')}-${k}`,
        stationId: id,
        community: `和平小区${i}`,
        name: `${k + 1}号楼`,
        address: `和平路${i}号${k + 1}号楼`,
        at: fromLocalM(at, 120 * Math.cos(angle), 120 * Math.sin(angle)),
        households: 40,
        heatedAreaM2: 3600,
        construction: 'masonry',
        phone: `1380000${String(i).padStart(2, '0')}${String(k).padStart(2, '0')}`,
      });
    }
  }
  return {
    seed: 7,
    network: { name: 'line', nodes: [], pipes: [], valves: [], stations, base: [] },
    buildings,
    crews: [
      {
        id: 'C01',
        name: '抢修一队',
        leader: '王强',
        phone: '13900000001',
        members: 4,
        skills: ['pipe', 'welding'],
        base: fromLocalM(ORIGIN, 0, 2000),
      },
    ],
    modbusStationIds: stations.slice(count - modbus).map(({ id }) => id),
  };
}

/** Readings that a test sets by hand: value `row + measure index / 100`, all good, at `atMs`. */
export interface HandReadings extends PlantReadings {
  set(stationId: string, measure: Measure, value: number, quality?: Quality): void;
}

export function handReadings(city: City, atMs: number): HandReadings {
  const width = MEASURE_NAMES.length;
  const stationIds = city.network.stations.map(({ id }) => id);
  const values = Float64Array.from({ length: stationIds.length * width }, (_, slot) => {
    return Math.floor(slot / width) + (slot % width) / 100;
  });
  const quality = new Uint8Array(values.length);
  return {
    stationIds,
    values,
    quality,
    sourceAtMs: new Float64Array(stationIds.length).fill(atMs),
    set: (stationId, measure, value, grade = QUALITY.good) => {
      const slot = stationIds.indexOf(stationId) * width + MEASURE_NAMES.indexOf(measure);
      values[slot] = value;
      quality[slot] = grade;
    },
  };
}

/** What people feel of a plant, set by hand. */
export interface HandPlant extends Pick<Plant, 'bursts' | 'outdoorTempC' | 'roomTempC' | 'flowShare'> {
  bursts: { pipeId: string; at: LonLat; leakTPerH: number; sinceMs: number }[];
  outdoorTempC: number;
  roomTempC: (buildingId: string) => number;
  readonly flowShares: Map<string, number>;
}

export function handPlant(): HandPlant {
  const flowShares = new Map<string, number>();
  return {
    bursts: [],
    outdoorTempC: -8,
    flowShares,
    roomTempC: () => 20.4,
    flowShare: (stationId) => flowShares.get(stationId) ?? 1,
  };
}
