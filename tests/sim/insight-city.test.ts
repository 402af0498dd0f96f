import { afterEach, expect, it } from 'vitest';
import { generateCity } from '#city/generate/generate-city.ts';
import { createPlant, type RunningPlant } from '#city/plant/plant.ts';
import { createInsightEngine } from '#shared/domain/insight/engine.ts';
import { MEASURE_NAMES, QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { ScenarioEvent } from '#city/types.ts';

const START_MS = Date.UTC(2026, 0, 10, 2);
const city = generateCity({ seed: 7, stations: 60 });
const { stations } = city.network;
let running: RunningPlant | undefined;
afterEach(() => running?.dispose());

/** What is found on the virtual city in so many hours; the event strikes in the first minute. */
async function findings(hours: number, event?: ScenarioEvent): Promise<readonly string[]> {
  const plant = (running = await createPlant(city, { seed: 7, startAtMs: START_MS }));
  const engine = createInsightEngine(
    stations.map(({ id, area, kind, designFlowTPerH, heatedAreaM2 }) => ({
      ...{ id, area, isSource: kind !== 'station', designFlowTPerH, heatedAreaM2 },
    })),
    new Set(),
  );
  const found: string[] = [];
  for (let minute = 1; minute <= hours * 60; minute += 1) {
    plant.step(START_MS + minute * 60_000);
    if (minute === 1 && event !== undefined) plant.strike(event);
    const changes = engine.observe(plant.outdoorTempC, (station, measure) => {
      const at = station * MEASURE_NAMES.length + MEASURE_NAMES.indexOf(measure);
      return plant.readings.quality[at] === QUALITY.good ? (plant.readings.values[at] ?? Number.NaN) : Number.NaN;
    });
    found.push(...changes.found.map(({ kind }) => kind));
  }
  return found;
}

it('nothing is found on a quiet day', async () => {
  expect(await findings(24)).toEqual([]);
});

it('every stuck sensor is found once, and nothing else', async () => {
  const found = await findings(5, { kind: 'sensorFault', atS: 0, sensors: 5, fault: 'stuck' });
  expect(found).toEqual(Array.from({ length: 5 }, () => 'stuckSensor'));
});

it('stations whose pump has tripped show a low return', async () => {
  const found = await findings(4, { kind: 'stationTrip', atS: 0, stations: 3 });
  expect(found).toEqual(['returnTempLow', 'returnTempLow', 'returnTempLow']);
});
