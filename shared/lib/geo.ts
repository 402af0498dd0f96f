/** Longitude and latitude in degrees, WGS84 (EPSG:4326). Always in this order. */
export type LonLat = readonly [lon: number, lat: number];

/** Mean Earth radius in metres (IUGG). */
const EARTH_RADIUS_M = 6_371_008.8;

/** Great-circle distance in metres (haversine). */
export function distanceM(a: LonLat, b: LonLat): number {
  const rad = Math.PI / 180;
  const dLat = (b[1] - a[1]) * rad;
  const dLon = (b[0] - a[0]) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Metres east and north of `origin`, on the local tangent plane. Good to 0.1 % within 50 km of the origin. */
export function toLocalM(origin: LonLat, point: LonLat): readonly [eastM: number, northM: number] {
  const rad = Math.PI / 180;
  const eastM = (point[0] - origin[0]) * rad * EARTH_RADIUS_M * Math.cos(origin[1] * rad);
  const northM = (point[1] - origin[1]) * rad * EARTH_RADIUS_M;
  return [eastM, northM];
}

/** The inverse of {@link toLocalM}. */
export function fromLocalM(origin: LonLat, eastM: number, northM: number): LonLat {
  const deg = 180 / Math.PI;
  const lon = origin[0] + (eastM / (EARTH_RADIUS_M * Math.cos((origin[1] * Math.PI) / 180))) * deg;
  const lat = origin[1] + (northM / EARTH_RADIUS_M) * deg;
  return [lon, lat];
}
