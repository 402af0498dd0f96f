import type { Forecast } from '../weather/forecast.ts';
import type { Weather } from '../weather/types.ts';

/** Outdoor temperature over time: linear between the points, held before the first and after the last. Times (UTC ms) rise strictly; at least one point. */
export interface OutdoorCourse {
  readonly points: readonly { readonly at: number; readonly outdoorTempC: number }[];
  /** `forecast`, or `lastObservation` held for good where no forecast reaches beyond `now`. */
  readonly basis: 'forecast' | 'lastObservation';
  /** Until when it is known, UTC ms; held from there on. */
  readonly knownUntil: number;
  /** Source of the forecast or the observation, as it names itself. */
  readonly source: string;
}

/** What is known of the outdoor temperature at `nowMs` (CLD-03, CLD-04); undefined where neither forecast nor observation came in. */
export function outdoorCourse(
  forecast: Forecast | undefined,
  weather: Pick<Weather, 'outdoorTempC' | 'observedAt' | 'source'> | undefined,
  nowMs: number,
): OutdoorCourse | undefined {
  const ordered = [...(forecast?.points ?? [])].sort((a, b) => a.at - b.at);
  const points = ordered.filter((point, n) => ordered[n + 1]?.at !== point.at);
  const last = points.at(-1);
  if (forecast !== undefined && last !== undefined && (last.at > nowMs || weather === undefined)) {
    return { points, basis: 'forecast', knownUntil: last.at, source: forecast.source };
  }
  if (weather === undefined) return undefined;
  const { observedAt: at, outdoorTempC, source } = weather;
  return { points: [{ at, outdoorTempC }], basis: 'lastObservation', knownUntil: at, source };
}
