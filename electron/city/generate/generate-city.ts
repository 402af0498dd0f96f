import type { Station } from '#shared/domain/network/types.ts';
import type { City } from '../types.ts';
import { drawBaseMap } from './base-map.ts';
import { junctionId, layBothSides } from './both-sides.ts';
import { buildCommunities } from './communities.ts';
import { formCrews, placeRepairPoints } from './crews.ts';
import { createFrame, elevationM, lonLatOf, type Point } from './frame.ts';
import { createNames } from './names.ts';
import { openLoops } from './open-points.ts';
import { createRandom } from './random.ts';
import { sizeLinks } from './sizing.ts';
import { layTrenches } from './trenches.ts';

/** Primary design temperatures 120/55 C and the heat capacity of hot water, kJ/(kg K). */
const DESIGN_DROP_K = 65;
const HEAT_CAPACITY = 4.2;
/** Share of the design flow that the peak boiler carries, far from the source [eng]. */
const PEAK_BOILER_SHARE = 0.15;

export interface CityOptions {
  /** Whole number. */
  readonly seed: number;
  /** Heat-exchange stations, 10 to 2,000. */
  readonly stations: number;
}

/**
 * Makes a whole city from a seed: streets, river, communities, buildings, customers, crews and the primary network.
 * The same options give the same bytes. About 12.5 buildings and 500 households a station.
 */
export function generateCity({ seed, stations: count }: CityOptions): City {
  const stream = (name: string): ReturnType<typeof createRandom> => createRandom(seed, name);
  const names = createNames(stream('names'));
  const frame = createFrame(count, stream('frame'), names);
  const digits = count > 999 ? 4 : 3;
  const ids = Array.from({ length: count }, (_, k) => `S${String(k + 1).padStart(digits, '0')}`);
  const communities = buildCommunities(frame, ids, names, stream('communities'));
  const looped = layTrenches(frame, stream('trenches'));
  const designFlows = communities.map((c) => (c.designHeatW / 1000 / HEAT_CAPACITY / DESIGN_DROP_K) * 3.6);
  const total = designFlows.reduce((sum, flow) => sum + flow, 0);
  const peakFlow = total * PEAK_BOILER_SHARE;
  const trenches = openLoops(looped, sizeLinks(looped, designFlows, peakFlow).loopLinks, stream('open points'));
  const { sizes } = sizeLinks(trenches, designFlows, peakFlow);
  const { nodes, pipes, valves } = layBothSides(frame, trenches, sizes, stream('valves'));

  const ends = (node: number): Pick<Station, 'at' | 'elevationM' | 'supplyNode' | 'returnNode'> => {
    const at = trenches.nodes[node] as Point;
    return {
      at: lonLatOf(at),
      elevationM: elevationM(frame, at),
      supplyNode: junctionId(node, 'supply'),
      returnNode: junctionId(node, 'return'),
    };
  };
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  const stations: Station[] = communities.map((community, k) => ({
    id: ids[k] as string,
    kind: 'station',
    name: `${community.stem}站`,
    area: community.district,
    address: community.address,
    ...ends(trenches.stationNodes[k] as number),
    designFlowTPerH: tenth(designFlows[k] as number),
    heatedAreaM2: community.heatedAreaM2,
    households: community.households,
  }));
  const plant = (
    id: string,
    kind: 'source' | 'peakBoiler',
    name: string,
    street: string,
    node: number,
    share: number,
  ): Station => ({
    id,
    kind,
    name,
    area: kind === 'source' ? '城西' : '城东',
    address: `${street}1号`,
    ...ends(node),
    designFlowTPerH: tenth(total * share),
  });
  stations.push(
    plant('SRC1', 'source', '城西热电厂', '热源路', trenches.sourceNode, 1 - PEAK_BOILER_SHARE),
    plant('PB1', 'peakBoiler', '城东调峰站', '调峰路', trenches.peakBoilerNode, PEAK_BOILER_SHARE),
  );
  const repairPoints = placeRepairPoints(frame);
  return {
    seed,
    network: {
      name: `热线虚拟城市 ${seed}`,
      nodes,
      pipes,
      valves,
      stations,
      base: drawBaseMap(frame, communities, repairPoints, stream('streets')),
    },
    buildings: communities.flatMap((community) => community.buildings),
    crews: formCrews(repairPoints, names, stream('crews')),
    modbusStationIds: ids.filter((_, k) => k % 5 === 4),
  };
}
