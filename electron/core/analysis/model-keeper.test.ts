import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { generateCity } from '#city/generate/generate-city.ts';
import { createPlant, type RunningPlant } from '#city/plant/plant.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { buildGraph } from '#shared/domain/network/graph.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import { cityReadings } from '#tests/support/city-readings.ts';
import type { Readings } from './analysis.ts';
import { meanReadings } from './mean-readings.ts';
import { createModelKeeper, type ModelKeeper } from './model-keeper.ts';

const numbers = burstNumbers();
const city = generateCity({ seed: 7, stations: 20 });
const { network } = city;
const start = Date.UTC(2026, 0, 12, 3);
const keepers: ModelKeeper[] = [];
let plant: RunningPlant;
let at = start;

beforeAll(async () => {
  plant = await createPlant(city, { seed: 7, startAtMs: start });
});
afterAll(() => plant.dispose());
afterEach(() => {
  for (const keeper of keepers.splice(0)) keeper.dispose();
});

function keeperOf(of = network): ModelKeeper {
  const keeper = createModelKeeper(of, numbers, () => 0);
  keepers.push(keeper);
  return keeper;
}

async function settle(keeper: ModelKeeper): Promise<void> {
  while (await keeper.work());
}

async function read(keeper: ModelKeeper, seconds: number, isCalm = true): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    at += 1_000;
    plant.step(at);
    keeper.observe(cityReadings(plant.readings, at), isCalm);
    await settle(keeper);
  }
}

const pipeId = network.pipes.find(({ side, dnMm }) => side === 'supply' && dnMm >= 200)?.id ?? '';
const trace = traceNetwork(buildGraph(network), {}, { pipeIds: [pipeId] }, () => 0);
const leakOf = (keeper: ModelKeeper, of = numbers): number => {
  const simulation = keeper.simulate({ pipeId, holeShare: 1, along: 0.5 }, trace, of);
  return simulation.state === 'solved' ? simulation.burst.leakTPerH : Number.NaN;
};

it('builds the model, says that it is being built until then, and brings it to calm readings alone', async () => {
  const keeper = keeperOf();
  expect(keeper.simulate({ pipeId, holeShare: 0.1, along: 0.5 }, trace, numbers)).toMatchObject({ code: 'HYD0003' });
  await settle(keeper);
  expect([keeper.state, keeper.calibration]).toEqual(['ready', undefined]);
  await read(keeper, 10, false);
  expect(keeper.calibration).toBeUndefined();
  await read(keeper, 10);
  expect(keeper.calibration?.rmsM).toBeLessThan(0.5);
  expect(keeper.isSettled).toBe(true);
});

it('works with the plan where too little is read, and says so by not being calibrated', async () => {
  const keeper = keeperOf();
  await settle(keeper);
  for (let second = 0; second < 25; second += 1) {
    const rows = network.stations.map(({ id }, k) =>
      k < 3 ? { stationId: id, supplyMPa: 0.8, returnMPa: 0.3 } : { stationId: id },
    );
    keeper.observe({ at: start + second * 1_000, rows }, true);
    await settle(keeper);
  }
  expect([keeper.calibration, keeper.isSettled]).toEqual([undefined, true]);
});

it('is another model with another source, and calibrated anew', async () => {
  const keeper = keeperOf();
  await settle(keeper);
  await read(keeper, 10);
  const before = leakOf(keeper);
  const { revision } = keeper;
  const poor = burstNumbers({ 'source.reserveShare': 0.01, 'source.droopM': 3 });
  keeper.setNumbers(poor);
  await settle(keeper);
  await read(keeper, 10);
  expect(keeper.revision).toBeGreaterThan(revision);
  expect(leakOf(keeper, poor)).toBeLessThan(0.98 * before);
});

it('says why there is no model where there is no source', async () => {
  const keeper = keeperOf({ ...network, stations: network.stations.filter(({ kind }) => kind === 'station') });
  await settle(keeper);
  expect(keeper.state).toBe('failed');
  expect(keeper.remarks.map(({ code }) => code)).toContain('HYD0002');
  expect(keeper.simulate({ pipeId, holeShare: 0.1, along: 0.5 }, trace, numbers)).toMatchObject({ code: 'HYD0002' });
});

it('takes the mean of what was read, and leaves out what never was', () => {
  const list: Readings[] = [
    { at: 1, rows: [{ stationId: 'A', supplyMPa: 0.8 }, { stationId: 'B' }] },
    { at: 2, rows: [{ stationId: 'A', supplyMPa: 0.6, flowTPerH: 10 }] },
  ];
  expect(meanReadings(list)).toEqual({
    at: 2,
    rows: [{ stationId: 'A', supplyMPa: 0.7, flowTPerH: 10 }, { stationId: 'B' }],
  });
});
