import { afterEach, expect, it } from 'vitest';
import { generateCity } from '#city/generate/generate-city.ts';
import { createPlant, type RunningPlant } from '#city/plant/plant.ts';
import { loadScenario } from '#city/scenario/scenario.ts';
import { defaultLimits } from '#shared/domain/alarm/default-limits.ts';
import { createAlarmEngine } from '#shared/domain/alarm/engine.ts';
import { createTransitions } from '#shared/domain/alarm/transitions.ts';
import { MEASURE_NAMES, signalIdOf } from '#shared/domain/telemetry/measures.ts';

const START_MS = Date.UTC(2026, 0, 10, 2);
const STEP_S = 5;
const city = generateCity({ seed: 7, stations: 60 });
const { stations } = city.network;
let running: RunningPlant | undefined;
afterEach(() => running?.dispose());

/** The alarms that the default limits raise on the virtual city while a scenario runs: `S001.primarySupplyPressureMPa fall`. */
async function raised(scenario: string, minutes: number): Promise<readonly string[]> {
  const plant = (running = await createPlant(city, { seed: 7, startAtMs: START_MS }));
  const slots = new Map(
    stations.flatMap(({ id }, station) =>
      MEASURE_NAMES.map((measure, n) => [signalIdOf(id, measure), station * MEASURE_NAMES.length + n] as const),
    ),
  );
  const limits = stations.flatMap((station) => defaultLimits(station));
  const engine = createAlarmEngine(limits, { slotCount: slots.size, slotOf: (signalId) => slots.get(signalId) });
  for (const slot of slots.values()) engine.setStaleAfter(slot, 3 * STEP_S * 1_000);
  const out = createTransitions();
  const events = [...loadScenario(scenario).events];
  for (let second = STEP_S; second <= minutes * 60; second += STEP_S) {
    const atMs = START_MS + second * 1_000;
    while ((events[0]?.atS ?? Infinity) <= second) plant.strike(events.shift() as (typeof events)[number]);
    plant.step(atMs);
    const { values, quality } = plant.readings;
    for (let slot = 0; slot < slots.size; slot += 1) {
      engine.update(slot, values[slot] as number, quality[slot] as number, atMs, out);
    }
    engine.settle(atMs, out);
  }
  return Array.from(out.raised.slice(0, out.count).keys())
    .filter((row) => out.raised[row] === 1)
    .map((row) => limits[out.limitIndex[row] as number])
    .map((limit) => `${limit?.signalId ?? ''} ${limit?.kind ?? ''}`);
}

/** A run of 24 h is silent too (2026-11, 20 s each). */
const MINUTES = 90;

it('the default limits are silent on a quiet day', async () => {
  expect(await raised('quiet-day', MINUTES)).toEqual([]);
}, 600_000);

it('the default limits are silent in a cold wave that the plant can stand', async () => {
  expect(await raised('cold-wave', MINUTES)).toEqual([]);
}, 600_000);

it('a burst main shows as a sudden fall of pressure', async () => {
  const found = await raised('burst-main', 3);
  expect(found.filter((alarm) => alarm.endsWith('fall')).length).toBeGreaterThan(3);
});
