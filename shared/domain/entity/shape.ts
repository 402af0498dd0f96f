/**
 * What makes a payload impossible whoever sent it (ENT-04): not an object, a number that is no number, or a place off the globe.
 * @returns the path of the first fault (`place.at`), or undefined when there is none.
 */
export function shapeFault(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return 'payload';
  return faultIn(payload, '');
}

function faultIn(value: unknown, path: string): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = path === '' ? key : `${path}.${key}`;
    if (/[a-z]At$/.test(key) && inner !== undefined && typeof inner !== 'number') return innerPath;
    if (key === 'base' && !isLonLat(inner)) return innerPath;
    if (key === 'place' && !isLonLat((inner as { at?: unknown } | null | undefined)?.at)) return `${innerPath}.at`;
    const fault = faultIn(inner, innerPath);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isLonLat(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [lon, lat] = value as readonly unknown[];
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
