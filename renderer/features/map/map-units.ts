import type { LonLat } from '#shared/lib/geo.ts';
import type { Measured } from '../../map/measure.ts';

/** `126.642130, 45.756780`: longitude, latitude, WGS84, to a decimetre. */
export const coordinateText = ([lon, lat]: LonLat): string => `${lon.toFixed(6)}, ${lat.toFixed(6)}`;

/** `845 m`, `2.34 km`, `1,250 m²`, `3.4 ha`, `1.25 km²`. */
export function measuredText({ kind, value }: Pick<Measured, 'kind' | 'value'>): string {
  if (kind === 'distance') return value < 1_000 ? `${value.toFixed(0)} m` : `${(value / 1_000).toFixed(2)} km`;
  if (value < 10_000) return `${value.toFixed(0)} m²`;
  return value < 1_000_000 ? `${(value / 10_000).toFixed(1)} ha` : `${(value / 1_000_000).toFixed(2)} km²`;
}

/** Length of a scale bar: a round number of metres that fits into `mostM`. */
export function roundLength(mostM: number): number {
  const power = 10 ** Math.floor(Math.log10(mostM));
  const step = [5, 2, 1].find((factor) => factor * power <= mostM) ?? 1;
  return step * power;
}
