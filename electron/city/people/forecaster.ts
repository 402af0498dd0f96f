import { createRandom } from '../generate/random.ts';
import type { Plant, ScenarioEvent } from '../types.ts';
import type { HubClient } from './hub-client.ts';

const EVERY_MS = 600_000;
const HOUR_MS = 3_600_000;
const HOURS_AHEAD = 48;
/** Error of one issue: so many K times the root of the hours ahead, one draw an issue (about 1 K at 48 h) [eng]. */
const ERROR_K_PER_ROOT_H = 0.15;
/** Share of a change to come that the forecast sees: cold waves turn out colder than foretold [eng]. */
const FORESEEN_SHARE = 0.85;

/** A change of the outdoor temperature that the scenario has in store; UTC ms. */
export interface OutdoorChange {
  readonly startMs: number;
  readonly rampMs: number;
  readonly tempC: number;
}

/** The outdoor changes of a scenario that begins at `beginsMs`, in order. */
export function outdoorChanges(events: readonly ScenarioEvent[], beginsMs: number): readonly OutdoorChange[] {
  return events.flatMap((event) =>
    event.kind === 'outdoorTemp'
      ? [{ startMs: beginsMs + event.atS * 1000, rampMs: event.rampS * 1000, tempC: event.tempC }]
      : [],
  );
}

/** The weather service: a forecast of 48 h by the hour, at the first call and every 10 min of the run; `act` counts them. */
export function createForecaster(of: {
  readonly plant: Pick<Plant, 'outdoorAt'>;
  readonly seed: number;
  readonly changes: readonly OutdoorChange[];
  readonly hub: Pick<HubClient, 'send'>;
}): (nowMs: number) => void {
  const { plant, changes, hub } = of;
  const random = createRandom(of.seed, 'forecast');
  let nextAtMs = Number.NEGATIVE_INFINITY;
  let count = 0;
  return (nowMs) => {
    if (nowMs < nextAtMs) return;
    nextAtMs = nowMs + EVERY_MS;
    count += 1;
    const error = ERROR_K_PER_ROOT_H * random.normal();
    const points = Array.from({ length: HOURS_AHEAD + 1 }, (_, hour) => {
      const atMs = nowMs + hour * HOUR_MS;
      const tempC = foreseen(plant, changes, nowMs, atMs) + error * Math.sqrt(hour);
      return { at: atMs, outdoorTempC: Math.round(tempC * 10) / 10 };
    });
    const body = { issuedAt: nowMs, source: 'city-forecast', points };
    hub.send({ act: `forecast/${String(count)}`, method: 'POST', path: '/weather/forecast', body });
  };
}

function foreseen(
  plant: Pick<Plant, 'outdoorAt'>,
  changes: readonly OutdoorChange[],
  nowMs: number,
  atMs: number,
): number {
  const ahead = changes.filter((change) => change.startMs > nowMs && change.startMs < atMs);
  return ahead.reduce((tempC, change, n) => {
    const until = Math.min(atMs, ahead[n + 1]?.startMs ?? atMs);
    const share = change.rampMs === 0 ? 1 : Math.min(1, (until - change.startMs) / change.rampMs);
    const from = n === 0 ? plant.outdoorAt(change.startMs) : tempC;
    return from + (change.tempC - from) * FORESEEN_SHARE * share;
  }, plant.outdoorAt(atMs));
}
