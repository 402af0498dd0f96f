import { err, ok, type Result } from '../../lib/result.ts';
import type { Network, Station } from '../network/types.ts';
import { shortestWays, sourcesOf, type Ways } from './ways.ts';

/** [eng] A branch up to this long still tells the pressure where it leaves (PRL-05): at 60 Pa/m it takes 2.4 m of head. */
const BRANCH_MAX_M = 400;

/** Why there is no way to draw (PRL-06). */
export type RouteFault = 'noNetwork' | 'noSource' | 'noStation' | 'unknownStation' | 'cutOff';

/** A node of the way: metres from the source, ground in metres. */
export interface RouteNode {
  readonly nodeId: string;
  readonly distanceM: number;
  readonly elevationM: number;
}

/** A station on the way, where its branch leaves; its pressures are measured `branchM` metres further. */
export interface RouteStation {
  readonly station: Station;
  readonly distanceM: number;
  readonly branchM: number;
}

/** The way from a source to a station. */
export interface Route {
  readonly station: Station;
  readonly source: Station;
  readonly lengthM: number;
  /** Source first. */
  readonly nodes: readonly RouteNode[];
  /** By distance, the source first, the station last. */
  readonly stations: readonly RouteStation[];
  /** Valves that nobody has looked at, taken as open (PRL-03). */
  readonly unknownValves: readonly string[];
  /** Metres of the shortest open way back; undefined where the return side has none (PRL-06). */
  readonly returnLengthM: number | undefined;
}

/** Every shortest way of a network: made once a revision, asked for each route. */
export interface RouteMap {
  readonly network: Network;
  readonly supply: Ways;
  readonly back: Ways;
  /** Ids of stations that no open supply way reaches (PRL-06). */
  readonly cutOff: readonly string[];
  /** Id of the station that is farthest by length (PRL-04). */
  readonly farthest: string;
}

/** Finds the shortest ways of both sides (PRL-02, PRL-06). */
export function routeMap(network: Network): Result<RouteMap, RouteFault> {
  if (network.nodes.length === 0) return err('noNetwork');
  if (sourcesOf(network).length === 0) return err('noSource');
  const supply = shortestWays(network, 'supply');
  const back = shortestWays(network, 'return');
  const fed = network.stations.filter(({ kind }) => kind === 'station');
  const far = (station: Station): number => distanceOf(supply, station.supplyNode);
  const reached = fed.filter((station) => Number.isFinite(far(station)));
  const farthest = reached.reduce<Station | undefined>(
    (best, station) => (best === undefined || far(station) > far(best) ? station : best),
    undefined,
  );
  if (farthest === undefined) return err(fed.length === 0 ? 'noStation' : 'cutOff');
  const cutOff = fed.filter((station) => !Number.isFinite(far(station))).map(({ id }) => id);
  return ok({ network, supply, back, cutOff, farthest: farthest.id });
}

/** The way to a station, with every station that lies on it (PRL-02 to PRL-06); to a source itself there is none, and the farthest is taken. */
export function routeTo(map: RouteMap, stationId: string): Result<Route, RouteFault> {
  const { network, supply, back } = map;
  const isSource = sourcesOf(network).some(({ id }) => id === stationId);
  const station = network.stations.find(({ id }) => id === (isSource ? map.farthest : stationId));
  if (station === undefined) return err('unknownStation');
  const end = supply.placeOf.get(station.supplyNode);
  if (end === undefined || !Number.isFinite(supply.distanceM[end])) return err('cutOff');
  const places = wayTo(supply, end);
  const first = network.nodes[places[0] as number];
  const source = sourcesOf(network).find(({ supplyNode }) => supplyNode === first?.id);
  if (source === undefined) return err('noSource');
  const returnLengthM = distanceOf(back, station.returnNode);
  return ok({
    station,
    source,
    lengthM: supply.distanceM[end] as number,
    nodes: places.map((place) => ({
      nodeId: network.nodes[place]?.id ?? '',
      distanceM: supply.distanceM[place] as number,
      elevationM: network.nodes[place]?.elevationM ?? 0,
    })),
    stations: stationsAlong(map, places),
    unknownValves: places.flatMap((place) => supply.unknownValve.get(place) ?? []),
    returnLengthM: Number.isFinite(returnLengthM) ? returnLengthM : undefined,
  });
}

function stationsAlong({ network, supply }: RouteMap, places: readonly number[]): readonly RouteStation[] {
  const isOnWay = new Set(places);
  const found = network.stations.flatMap((station): RouteStation[] => {
    const end = supply.placeOf.get(station.supplyNode);
    if (end === undefined || !Number.isFinite(supply.distanceM[end])) return [];
    const endM = supply.distanceM[end] as number;
    let leaves = end;
    while (!isOnWay.has(leaves)) {
      leaves = supply.parent[leaves] as number;
      if (leaves < 0 || endM - (supply.distanceM[leaves] as number) > BRANCH_MAX_M) return [];
    }
    const distanceM = supply.distanceM[leaves] as number;
    return [{ station, distanceM, branchM: endM - distanceM }];
  });
  return found.sort((a, b) => a.distanceM - b.distanceM || a.branchM - b.branchM);
}

function wayTo(ways: Ways, end: number): number[] {
  const places: number[] = [];
  for (let place = end; place >= 0; place = ways.parent[place] as number) places.push(place);
  return places.reverse();
}

const distanceOf = (ways: Ways, nodeId: string): number => ways.distanceM[ways.placeOf.get(nodeId) ?? -1] ?? Infinity;
