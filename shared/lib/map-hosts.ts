/** Coordinates in which well-known providers publish their tiles. [std] their developer documents; Tianditu publishes CGCS2000, within decimetres of WGS84 */
const PROVIDERS: readonly (readonly [RegExp, 'wgs84' | 'gcj02' | 'bd09'])[] = [
  [/(^|\.)(autonavi|amap|gaode)\.com$/, 'gcj02'],
  [/(^|\.)(gtimg|map\.qq)\.com$/, 'gcj02'],
  [/(^|\.)google\.cn$/, 'gcj02'],
  [/(^|\.)(bdimg|baidu)\.com$/, 'bd09'],
  [/(^|\.)tianditu\.(gov\.cn|com|cn)$/, 'wgs84'],
  [/(^|\.)openstreetmap\.org$/, 'wgs84'],
];

/** In which coordinates the host of an address usually publishes; undefined where that is not known. */
export function usualSystem(url: string): 'wgs84' | 'gcj02' | 'bd09' | undefined {
  const host =
    /^https?:\/\/([^/:?]+)/i
      .exec(url)?.[1]
      ?.toLowerCase()
      .replaceAll(/\{[^}]*\}/g, '') ?? '';
  return PROVIDERS.find(([pattern]) => pattern.test(host))?.[1];
}
