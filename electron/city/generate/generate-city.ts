import type { Building, NetworkNode, Pipe, Station } from '#shared/domain/network/types.ts';
import { fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import type { City } from '../types.ts';
import { createRandom } from './random.ts';

const ORIGIN: LonLat = [126.6, 45.75];

/** Size and seed of a city. `stations` from 10 to 2,000. */
export interface CityOptions {
  readonly seed: number;
  readonly stations: number;
}

/** Makes a whole city from a seed: the same options give the same bytes. */
export function generateCity({ seed, stations: count }: CityOptions): City {
  const random = createRandom(seed, 'city');
  const digits = count > 999 ? 4 : 3;
  const nodes: NetworkNode[] = [];
  const pipes: Pipe[] = [];
  const stations: Station[] = [];
  const buildings: Building[] = [];
  for (let k = -1; k < count; k++) {
    const at = fromLocalM(ORIGIN, k * 300, 0);
    const id = k < 0 ? 'SRC1' : `S${String(k + 1).padStart(digits, '0')}`;
    nodes.push({ id: `J${k + 1}S`, side: 'supply', at, elevationM: 120 });
    nodes.push({ id: `J${k + 1}R`, side: 'return', at, elevationM: 120 });
    if (k >= 0) {
      const shape = { path: [fromLocalM(ORIGIN, k * 300 - 300, 0), at], lengthM: 300, dnMm: 500 };
      const more = { innerDiameterM: 0.51, roughnessMm: 0.5, street: '中央大街' };
      pipes.push({ id: `P${k}S`, side: 'supply', from: `J${k}S`, to: `J${k + 1}S`, ...shape, ...more });
      pipes.push({ id: `P${k}R`, side: 'return', from: `J${k + 1}R`, to: `J${k}R`, ...shape, ...more });
      const households = random.int(300, 700);
      const common = { stationId: id, community: '向阳小区', address: `中央大街${k}号`, at, households };
      buildings.push({ id: `B${k}`, name: '1号楼', heatedAreaM2: households * 80, construction: 'masonry', ...common });
    }
    stations.push({
      id,
      kind: k < 0 ? 'source' : 'station',
      name: k < 0 ? '热源厂' : `向阳${k + 1}站`,
      area: '江北',
      at,
      elevationM: 120,
      supplyNode: `J${k + 1}S`,
      returnNode: `J${k + 1}R`,
      designFlowTPerH: 16,
    });
  }
  const modbusStationIds = stations.filter((s, i) => s.kind === 'station' && i % 5 === 4).map((s) => s.id);
  return {
    seed,
    network: { name: 'city', nodes, pipes, valves: [], stations, base: [] },
    buildings,
    crews: [
      {
        id: 'C01',
        name: '抢修一队',
        leader: '王建国',
        phone: '10004510001',
        members: 6,
        skills: ['pipe', 'valve'],
        base: ORIGIN,
      },
    ],
    modbusStationIds,
  };
}
