import proj4 from 'proj4';
import { fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** Where planar coordinates lie: in a reference system (EPSG code or PROJ string), or around a place. */
export type PlanarReference =
  | { readonly kind: 'crs'; readonly crs: string }
  | {
      readonly kind: 'origin';
      readonly at: LonLat;
      /** The point of the drawing that lies at `at`, in units of the drawing; default: the middle of its extent. */
      readonly planar?: readonly [x: number, y: number] | undefined;
    };

/** Widest drawing that `--origin` takes, from its origin in metres: beyond it the local plane is no longer good. */
const MAX_LOCAL_M = 100_000;

/** `--origin lon,lat` or `--origin lon,lat@x,y`. Throws IMP0024. */
export function parseOrigin(text: string): PlanarReference {
  const number = String.raw`\s*([+-]?\d+(?:\.\d+)?)\s*`;
  const match = new RegExp(`^${number},${number}(?:@${number},${number})?$`).exec(text);
  const [lon, lat, x, y] = (match ?? []).slice(1).map(Number);
  if (lon === undefined || lat === undefined || Math.abs(lon) > 180 || Math.abs(lat) > 85) {
    throw new CodedError('IMP0024', { origin: text });
  }
  const planar = x === undefined || y === undefined || Number.isNaN(x) ? undefined : ([x, y] as const);
  return { kind: 'origin', at: [lon, lat], planar };
}

/**
 * A function from planar coordinates to WGS84. `drawing` are all points of the file, `unitM` the length in metres of one unit of a
 * drawing that is placed by its origin. Throws IMP0021 (unknown system), IMP0024 (too far from the origin).
 */
export function toWgs84(
  reference: PlanarReference,
  drawing: readonly (readonly [number, number])[],
  unitM: number,
): (x: number, y: number) => LonLat {
  if (reference.kind === 'crs') {
    const convert = crsConverter(reference.crs);
    return (x, y) => convert([x, y]);
  }
  const [x0, y0] = reference.planar ?? middleOf(drawing);
  for (const [x, y] of drawing) {
    const farM = Math.hypot(x - x0, y - y0) * unitM;
    if (farM > MAX_LOCAL_M) throw new CodedError('IMP0024', { x, y, kmFromOrigin: Math.round(farM / 1000) });
  }
  return (x, y) => fromLocalM(reference.at, (x - x0) * unitM, (y - y0) * unitM);
}

function crsConverter(crs: string): (point: [number, number]) => LonLat {
  const definition = /^EPSG:\d+$/i.test(crs)
    ? epsgDefinition(Number(crs.slice(5)))
    : crs.includes('+proj')
      ? crs
      : undefined;
  if (definition === undefined) throw new CodedError('IMP0021', { crs });
  try {
    const converter = proj4(definition, 'EPSG:4326');
    return (point) => {
      const [lon = Number.NaN, lat = Number.NaN] = converter.forward(point);
      return [lon, lat];
    };
  } catch (thrown) {
    throw new CodedError('IMP0021', { crs, why: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

/**
 * PROJ definitions of the systems that city drawings use: WGS84 and ETRS89 UTM zones, CGCS2000 Gauss-Kruger zones of 3 and 6 degrees
 * (EPSG registry, with and without the zone number in the easting), web Mercator. Others are given as PROJ strings.
 */
function epsgDefinition(code: number): string | undefined {
  const within = (first: number, last: number): boolean => code >= first && code <= last;
  const gaussKruger = (meridian: number, easting: number): string =>
    `+proj=tmerc +lat_0=0 +lon_0=${String(meridian)} +k=1 +x_0=${String(easting)} +y_0=0 +ellps=GRS80 +units=m +no_defs`;
  if (code === 4326 || code === 4490 || code === 4258) return '+proj=longlat +datum=WGS84 +no_defs';
  if (code === 3857) return 'EPSG:3857';
  if (within(32601, 32660)) return `+proj=utm +zone=${String(code - 32600)} +datum=WGS84 +units=m +no_defs`;
  if (within(32701, 32760)) return `+proj=utm +zone=${String(code - 32700)} +south +datum=WGS84 +units=m +no_defs`;
  if (within(25828, 25838)) return `+proj=utm +zone=${String(code - 25800)} +ellps=GRS80 +units=m +no_defs`;
  if (within(4491, 4501)) return gaussKruger(75 + 6 * (code - 4491), (13 + code - 4491) * 1e6 + 500_000);
  if (within(4502, 4512)) return gaussKruger(75 + 6 * (code - 4502), 500_000);
  if (within(4513, 4533)) return gaussKruger(75 + 3 * (code - 4513), (25 + code - 4513) * 1e6 + 500_000);
  if (within(4534, 4554)) return gaussKruger(75 + 3 * (code - 4534), 500_000);
  return undefined;
}

function middleOf(points: readonly (readonly [number, number])[]): readonly [number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return points.length === 0 ? [0, 0] : [(west + east) / 2, (south + north) / 2];
}
