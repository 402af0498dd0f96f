import { afterEach, expect, it } from 'vitest';
import { generateCity } from '#city/generate/generate-city.ts';
import { createPlant } from '#city/plant/plant.ts';
import { cityReadings } from '#tests/support/city-readings.ts';
import { createTestClock } from '#tests/support/test-clock.ts';
import type { Network } from '#shared/domain/network/types.ts';
import type { Analysis } from './analysis.ts';
import { createAnalysis } from './create-analysis.ts';

const { network, buildings } = generateCity({ seed: 7, stations: 20 });
const pipeId = network.pipes[10]?.id ?? '';
const clock = createTestClock();
const open: Analysis[] = [];

function start() {
  const deaths: unknown[] = [];
  const analysis = createAnalysis({ clock, onDeath: (reason) => void deaths.push(reason) });
  open.push(analysis);
  return { analysis, deaths };
}

const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );

const untilStatus = (analysis: Analysis, state: string): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (analysis.status().network === state) resolve();
    };
    analysis.onStatus(look);
    look();
  });

afterEach(async () => {
  for (const analysis of open.splice(0)) await analysis.dispose();
});

it('answers what it can and refuses the rest by code, from a thread of its own', async () => {
  const { analysis } = start();
  expect(await codeOf(analysis.trace({ pipeIds: [pipeId] }))).toBe('NET0005');
  analysis.setNetwork(network, buildings);
  expect(await codeOf(analysis.trace({ pipeIds: ['no such pipe'] }))).toBe('NET0001');
  const found = await analysis.trace({ pipeIds: [pipeId] });
  expect(found.isolatedPipeIds).toContain(pipeId);
  expect(found.steps.length).toBeGreaterThan(0);
  const step = found.steps.find(({ action }) => action === 'close');
  analysis.setValves({ [step?.valveId ?? '']: { condition: 'stuck' } });
  const wider = await analysis.trace({ pipeIds: [pipeId] });
  expect(wider.leftOut).toContainEqual(expect.objectContaining({ valveId: step?.valveId, why: 'stuck' }));
  expect(wider.isolatedPipeIds.length).toBeGreaterThan(found.isolatedPipeIds.length);
  const impact = await analysis.impact({ pipeId, simulate: false });
  expect(impact.trace.steps).toEqual(wider.steps);
  expect(impact.layers.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['washout', 'spread', 'isolated']));
});

it('starts again with what it knew when its thread dies, and refuses what was asked of the dead one', async () => {
  const { analysis, deaths } = start();
  analysis.setNetwork({ pipes: null } as unknown as Network, []);
  expect(await codeOf(analysis.trace({ pipeIds: [pipeId] }))).toBe('HYD0005');
  await untilStatus(analysis, 'failed');
  expect(deaths).toHaveLength(1);
  expect(await codeOf(analysis.trace({ pipeIds: [pipeId] }))).toBe('HYD0005');
  analysis.setNetwork(network, buildings);
  clock.advance(1_000);
  expect((await analysis.trace({ pipeIds: [pipeId] })).steps.length).toBeGreaterThan(0);
});

it('finds a burst that ran before it was started, and after the death of its thread: the calm state is recalled', async () => {
  const city = generateCity({ seed: 7, stations: 20 });
  const startAt = Date.UTC(2026, 0, 12, 3);
  const plant = await createPlant(city, { seed: 7, startAtMs: startAt });
  const readingsAt = (second: number) => {
    plant.step(startAt + second * 1_000);
    return cityReadings(plant.readings, startAt + second * 1_000);
  };
  const seconds = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);
  const calm = seconds(1, 100).map(readingsAt);
  plant.strike({ kind: 'pipeBurst', atS: 0, target: 'main', holeShare: 0.3 });
  const burst = seconds(100, 160).map(readingsAt);
  const reports = { nowMs: startAt + 160_000, complaints: [], alarms: [], verdicts: [] };

  const fresh = start().analysis;
  fresh.setNetwork(city.network, city.buildings);
  fresh.recall(burst);
  expect(await fresh.localise({}, reports)).toEqual([]);

  const { analysis, deaths } = start();
  analysis.setNetwork(city.network, city.buildings);
  analysis.recall([...calm, ...burst]);
  const pipes = async () => {
    while (analysis.status().sensitivity.state !== 'ready')
      await new Promise<void>((resolve) => analysis.onStatus(resolve));
    return (await analysis.localise({}, reports))[0]?.places.map(({ pipeId: id }) => id);
  };
  expect(await pipes()).toContain(plant.bursts[0]?.pipeId);
  expect((await analysis.calibration())?.rmsM).toBeLessThan(1);

  const { setValves } = analysis;
  setValves(null as never);
  await untilStatus(analysis, 'failed');
  setValves({});
  clock.advance(1_000);
  expect(deaths).toHaveLength(1);
  expect(await pipes()).toContain(plant.bursts[0]?.pipeId);
  plant.dispose();
});
