import { createRandom } from '../generate/random.ts';
import type { Plant } from '../types.ts';
import type { HubClient } from './hub-client.ts';

const EVERY_MS = 60_000;

/** Reports the weather at the first call and every 60 s of the run: `act` counts them. Wind is invented from the seed. */
export function createWeather(
  plant: Pick<Plant, 'outdoorTempC'>,
  seed: number,
  hub: HubClient,
): (nowMs: number) => void {
  const random = createRandom(seed, 'wind');
  let nextAtMs = Number.NEGATIVE_INFINITY;
  let count = 0;
  return (nowMs) => {
    if (nowMs < nextAtMs) return;
    nextAtMs = nowMs + EVERY_MS;
    count += 1;
    const body = {
      outdoorTempC: Math.round(plant.outdoorTempC * 10) / 10,
      windMPerS: Math.round(random.between(0.5, 5) * 10) / 10,
      observedAt: nowMs,
      source: 'city-weather',
    };
    hub.send({ act: `weather/${count}`, method: 'POST', path: '/weather', body });
  };
}
