import type { CrewPosition } from '#shared/domain/crew/types.ts';
import type { BaseFeature, Building, Network, Pipe, Station } from '#shared/domain/network/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';
import type { GeofenceMark, PipeStateMark, RepairMark, SensitiveMark, ZoneMark } from '../../map/marks.ts';

/** [eng, DOMAIN.md Work orders] A crew this near to an order counts as arrived. */
export const GEOFENCE_M = 80;

/** Circles of the orders that are not closed. */
export function geofenceMarks(
  orders: Iterable<Order>,
  positions: ReadonlyMap<string, CrewPosition>,
): readonly GeofenceMark[] {
  const crews = [...positions.values()];
  return [...orders]
    .filter(({ stages }) => stages.closed === undefined)
    .map(({ id, place }) => ({
      id,
      at: place.at,
      radiusM: GEOFENCE_M,
      crewsInside: crews.filter(({ at }) => distanceM(at, place.at) <= GEOFENCE_M).length,
    }));
}

/** Points where crews and material stand, of the imported base map. */
export function repairMarks(base: readonly BaseFeature[]): readonly RepairMark[] {
  return base.flatMap(({ id, kind, name, geometry }) =>
    kind === 'repairPoint' && geometry.type === 'Point' ? [{ id, at: geometry.coordinates, name: name ?? id }] : [],
  );
}

/** Hospitals, schools and care homes among the customers. */
export function sensitiveMarks(buildings: readonly Building[]): readonly SensitiveMark[] {
  return buildings.flatMap(({ id, at, name, sensitive }) => (sensitive ? [{ id, at, name, kind: sensitive }] : []));
}

/** What each station heats: the hull of it and its buildings; none for a station without buildings. */
export function zoneMarks(
  stations: readonly Station[],
  buildings: readonly Building[],
  out: ReadonlySet<string>,
): readonly ZoneMark[] {
  const byStation = new Map<string, LonLat[]>();
  for (const building of buildings) {
    const own = byStation.get(building.stationId);
    if (own) own.push(building.at);
    else byStation.set(building.stationId, [building.at]);
  }
  return stations.flatMap(({ id, at }) => {
    const outline = hullOf([at, ...(byStation.get(id) ?? [])]);
    return outline.length > 2 ? [{ id, at, outline, isOut: out.has(id) }] : [];
  });
}

/** Pipes that are not as they should be, by their ids. */
export function pipeStateMarks(
  { pipes }: Pick<Network, 'pipes'>,
  { dry, noHeat }: { readonly dry: ReadonlySet<string>; readonly noHeat: ReadonlySet<string> },
): readonly PipeStateMark[] {
  if (dry.size === 0 && noHeat.size === 0) return [];
  const mark = ({ id, path }: Pipe, state: PipeStateMark['state']): readonly PipeStateMark[] =>
    path[0] ? [{ id, at: path[0], path, state }] : [];
  return pipes.flatMap((pipe) =>
    dry.has(pipe.id) ? mark(pipe, 'dry') : noHeat.has(pipe.id) ? mark(pipe, 'noHeat') : [],
  );
}

/** The convex hull of points, counter-clockwise (Andrew's monotone chain). */
export function hullOf(points: readonly LonLat[]): readonly LonLat[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: readonly LonLat[]): LonLat[] => {
    const chain: LonLat[] = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain.at(-2) as LonLat, chain.at(-1) as LonLat, point) <= 0) chain.pop();
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half([...sorted].reverse())];
}

const turn = (a: LonLat, b: LonLat, c: LonLat): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
