import gcoord from 'gcoord';
import { addCoordinateTransforms, addProjection, fromLonLat, get, Projection, toLonLat } from 'ol/proj.js';
import TileGrid from 'ol/tilegrid/TileGrid.js';
import { createXYZ } from 'ol/tilegrid.js';
import type { MapSystem } from '#shared/contract/map-api.ts';
import type { LonLat } from '#shared/lib/geo.ts';

/** Names of the plane systems, as OpenLayers knows them. GCJ02MC: Web Mercator of GCJ-02; BD09MC: the plane of Baidu. */
const CODES = { wgs84: 'EPSG:3857', gcj02: 'GCJ02MC', bd09: 'BD09MC' } as const satisfies Record<MapSystem, string>;
/** The same for files of vectors, which are cut on Web Mercator whatever the system of their degrees. */
const VECTOR_CODES = { ...CODES, bd09: 'BD09WM' } as const satisfies Record<MapSystem, string>;
/** Zoom at which a pixel of Baidu's grid is one metre. [std] Baidu map API, tile rules */
const METRE_ZOOM = 18;
const BAIDU_ZOOMS = 22;

/** A place of WGS84 in the longitude and latitude of another system. */
export function fromWgs84([lon, lat]: LonLat, system: MapSystem): LonLat {
  if (system === 'wgs84') return [lon, lat];
  const [x = lon, y = lat] = gcoord.transform(
    [lon, lat],
    gcoord.WGS84,
    system === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09,
  );
  return [x, y];
}

/** The inverse of {@link fromWgs84}, to within a metre. */
export function toWgs84([lon, lat]: LonLat, system: MapSystem): LonLat {
  if (system === 'wgs84') return [lon, lat];
  const [x = lon, y = lat] = gcoord.transform(
    [lon, lat],
    system === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09,
    gcoord.WGS84,
  );
  return [x, y];
}

const pair = (coordinate: number[]): LonLat => [coordinate[0] ?? 0, coordinate[1] ?? 0];
/** From the Web Mercator of WGS84 to that of another system, and back. */
const toPlane =
  (system: MapSystem) =>
  (plane: number[]): number[] =>
    fromLonLat([...fromWgs84(pair(toLonLat(plane)), system)]);
const fromPlane =
  (system: MapSystem) =>
  (plane: number[]): number[] =>
    fromLonLat([...toWgs84(pair(toLonLat(plane)), system)]);
const toBaiduPlane = (plane: number[]): number[] =>
  gcoord.transform([...pair(toLonLat(plane))] as [number, number], gcoord.WGS84, gcoord.BD09MC);
const fromBaiduPlane = (plane: number[]): number[] =>
  fromLonLat(gcoord.transform([...pair(plane)] as [number, number], gcoord.BD09MC, gcoord.WGS84));

/** Teaches OpenLayers the systems of Chinese providers; more often does no harm. */
function registerProjections(): void {
  if (get(CODES.gcj02)) return;
  const extent = get(CODES.wgs84)?.getExtent();
  const planes = [
    { code: CODES.gcj02, there: toPlane('gcj02'), back: fromPlane('gcj02') },
    { code: CODES.bd09, there: toBaiduPlane, back: fromBaiduPlane },
    { code: VECTOR_CODES.bd09, there: toPlane('bd09'), back: fromPlane('bd09') },
  ];
  for (const { code, there, back } of planes) {
    addProjection(new Projection({ code, units: 'm', ...(extent && { extent }) }));
    addCoordinateTransforms(CODES.wgs84, code, there, back);
    // OpenLayers asks by way of degrees how long a metre of the plane is at a place.
    const fromDegrees = (degrees: number[]): number[] => there(fromLonLat(degrees));
    const toDegrees = (plane: number[]): number[] => toLonLat(back(plane));
    addCoordinateTransforms('EPSG:4326', code, fromDegrees, toDegrees);
  }
}

/** How the tiles of a system are cut. */
export interface TileSystem {
  readonly projection: string;
  readonly grid: TileGrid;
  /** The number of a row as its server counts: of Baidu from the equator to the north, of all others from the north. */
  rowOf(y: number): number;
}

/** @param maxZoom finer tiles are not asked for */
export function tileSystem(system: MapSystem, minZoom: number, maxZoom: number): TileSystem {
  registerProjections();
  const projection = CODES[system];
  if (system !== 'bd09') return { projection, grid: webMercatorGrid(minZoom, maxZoom), rowOf: (y) => y };
  const zooms = Math.min(BAIDU_ZOOMS, maxZoom) + 1;
  const resolutions = Array.from({ length: zooms }, (_, zoom) => 2 ** (METRE_ZOOM - zoom));
  return {
    projection,
    grid: new TileGrid({ origin: [0, 0], minZoom, resolutions, tileSize: 256 }),
    rowOf: (y) => -1 - y,
  };
}

/** How files of vectors are cut: on the grid of Web Mercator, also where their degrees are of another system. OpenLayers moves each point. */
export function vectorSystem(system: MapSystem, minZoom: number, maxZoom: number): Omit<TileSystem, 'rowOf'> {
  registerProjections();
  return { projection: VECTOR_CODES[system], grid: webMercatorGrid(minZoom, maxZoom) };
}

const webMercatorGrid = (minZoom: number, maxZoom: number): TileGrid =>
  createXYZ({ extent: get(CODES.wgs84)?.getExtent() ?? [], minZoom, maxZoom });

/** The tile of a system that covers a place of WGS84. */
export function tileAt(
  system: MapSystem,
  at: LonLat,
  z: number,
): { readonly z: number; readonly x: number; readonly y: number } {
  const { grid, rowOf } = tileSystem(system, 0, z);
  const plane = fromLonLat([...at]);
  const there = system === 'wgs84' ? plane : system === 'gcj02' ? toPlane(system)(plane) : toBaiduPlane(plane);
  const [, x = 0, y = 0] = grid.getTileCoordForCoordAndZ(there, z);
  return { z, x, y: rowOf(y) };
}
