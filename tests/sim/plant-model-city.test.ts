import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { generateCity } from '#city/generate/generate-city.ts';
import { createPlant, type RunningPlant } from '#city/plant/plant.ts';
import type { Readings } from '#core/analysis/analysis.ts';
import { PlantModel } from '#core/analysis/hydraulics/plant-model.ts';
import { columnM } from '#kit/hydraulics/water.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { buildGraph } from '#shared/domain/network/graph.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import type { Network } from '#shared/domain/network/types.ts';
import { cityReadings, withoutStations } from '#tests/support/city-readings.ts';

/**
 * The core's model against the virtual city: it sees the imported network and what noisy instruments show, never the city's own model. Above
 * the make-up limit the agreement also rests on a reserve that is assumed to be about as large as the city's is.
 */

const START_MS = Date.UTC(2026, 0, 10, 2);
/** Noise of a pressure reading is 0.13 m and wanders by as much again: what a perfect model would leave, m. */
const NOISE_M = 0.2;
const city = generateCity({ seed: 7, stations: 60 });
const { network } = city;
const numbers = burstNumbers();
const graph = buildGraph(network, city.buildings);
const open: { dispose(): void }[] = [];
const keep = <Item extends { dispose(): void }>(item: Item): Item => {
  open.push(item);
  return item;
};
let calm: Readings;

/** A plant after half an hour, when its valves have come to rest. */
async function settledPlant(): Promise<RunningPlant> {
  const plant = await createPlant(city, { seed: 7, startAtMs: START_MS });
  for (let s = 10; s <= 1800; s += 10) plant.step(START_MS + s * 1000);
  return plant;
}
const modelOf = async (imported: Network, readings?: Readings): Promise<PlantModel> =>
  keep(await PlantModel.create(imported, readings));
const headDrop = (before: number | undefined, now: number | undefined): number => columnM((before ?? 0) - (now ?? 0));
const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const pipeOf = (side: string, dnMm: number): string =>
  network.pipes.filter((pipe) => pipe.side === side && pipe.dnMm === dnMm && pipe.lengthM > 30)[3]?.id ?? '';

beforeAll(async () => {
  const plant = await settledPlant();
  calm = cityReadings(plant.readings, START_MS);
  plant.dispose();
});
afterEach(() => {
  for (const item of open.splice(0)) item.dispose();
});
afterAll(() => {
  expect(open).toEqual([]);
});

describe('calibrated to the readings of a running city', () => {
  it('repeats every measured head within the noise of the instruments, and every flow within 1 %', async () => {
    const model = await modelOf(network);
    const { stations, rmsM, maxM, residuals } = model.calibrate(calm);
    expect(stations).toBe(62);
    expect(rmsM).toBeLessThan(1.5 * NOISE_M);
    expect(maxM).toBeLessThan(5 * NOISE_M);
    const flows = new Map(calm.rows.map((row) => [row.stationId, row.flowTPerH ?? 0]));
    for (const { stationId, flowTPerH = 0 } of residuals) {
      expect(Math.abs(flowTPerH) / (flows.get(stationId) ?? 1)).toBeLessThan(0.01);
    }
    const source = calm.rows.find(({ stationId }) => stationId === 'SRC1');
    expect(model.makeupTPerH).toBeCloseTo(source?.makeupTPerH ?? 0, 1);
  });

  it('does not count silent stations, and gives them their share of the load', async () => {
    const silent = new Set(network.stations.filter((_, k) => k % 3 === 0).map(({ id }) => id));
    const model = await modelOf(network);
    const { stations, rmsM, residuals } = model.calibrate(withoutStations(calm, silent));
    expect(stations).toBe(62 - silent.size);
    expect(residuals.some(({ stationId }) => silent.has(stationId))).toBe(false);
    expect(rmsM).toBeLessThan(3 * NOISE_M);
  });

  it('shows a broken transmitter as that station\u2019s residual alone', async () => {
    const rows = calm.rows.map((row) =>
      row.stationId === 'S007' ? { ...row, supplyMPa: (row.supplyMPa ?? 0) + 0.1 } : row,
    );
    const model = await modelOf(network);
    const { residuals } = model.calibrate({ at: START_MS, rows });
    expect(residuals.find(({ stationId }) => stationId === 'S007')?.supplyM).toBeGreaterThan(9);
    const others = residuals.flatMap(({ stationId, supplyM = 0 }) => (stationId === 'S007' ? [] : [supplyM]));
    expect(rms(others)).toBeLessThan(2 * NOISE_M);
  });

  it('finds that pipes lose more than imported, and then repeats the heads', async () => {
    const smooth = { ...network, pipes: network.pipes.map((pipe) => ({ ...pipe, roughnessMm: 0.02 })) };
    const model = await modelOf(smooth);
    const { rmsM } = model.calibrate(calm);
    expect(rmsM).toBeLessThan(2 * NOISE_M);
  });
});

describe.each([
  ['a service pipe', 'supply', 100, 0.1],
  ['a branch', 'supply', 200, 0.02],
  ['a return branch', 'return', 200, 0.1],
  ['a main', 'supply', 300, 0.05],
  ['a rupture of a branch', 'supply', 150, 1],
])('a burst of %s (%s DN%i, %d of the bore)', (_, side, dnMm, holeShare) => {
  it('leaks and lowers the heads as in the city', async () => {
    const pipeId = pipeOf(side, dnMm);
    const plant = keep(await settledPlant());
    const model = await modelOf(network, calm);
    plant.strike({ kind: 'pipeBurst', atS: 0, target: { pipeId }, holeShare });
    // Pressures settle within 4 s; the stations' valves have hardly begun to move.
    for (let s = 1; s <= 20; s++) plant.step(START_MS + (1800 + s) * 1000);
    const truth = plant.bursts[0]?.leakTPerH ?? Number.NaN;
    const seen = new Map(cityReadings(plant.readings, 0).rows.map((row) => [row.stationId, row]));
    const before = new Map(calm.rows.map((row) => [row.stationId, row]));

    const state = model.simulate({ pipeId, holeShare }, [], numbers);
    expect(state?.leakTPerH).toBeGreaterThan(0.97 * truth);
    expect(state?.leakTPerH).toBeLessThan(1.03 * truth);
    const errors = (state?.effects ?? []).map(
      ({ stationId, supplyDropM }) =>
        supplyDropM - headDrop(before.get(stationId)?.supplyMPa, seen.get(stationId)?.supplyMPa),
    );
    // Two readings of noise each, and the valves' first movements.
    expect(rms(errors)).toBeLessThan(3 * NOISE_M);
    const drops = model.leakEffect(pipeId, holeShare)?.dropM;
    for (const [k, { stationId, supplyDropM }] of (state?.effects ?? []).entries()) {
      expect(model.stationIds[k]).toBe(stationId);
      expect(drops?.[k]).toBeCloseTo(supplyDropM, 1);
    }
  });
});

it('rests on what is assumed of the reserve only where a leak exceeds the make-up limit', async () => {
  const assumed = await modelOf(network, calm);
  const poor = keep(
    await PlantModel.create(network, calm, burstNumbers({ 'source.reserveShare': 0.02, 'source.droopM': 3 })),
  );
  const leakOf = (model: PlantModel, dnMm: number, holeShare: number): number =>
    model.simulate({ pipeId: pipeOf('supply', dnMm), holeShare }, [], numbers)?.leakTPerH ?? Number.NaN;
  expect(leakOf(poor, 200, 0.02) / leakOf(assumed, 200, 0.02)).toBeCloseTo(1, 1);
  expect(leakOf(poor, 150, 1) / leakOf(assumed, 150, 1)).toBeLessThan(0.8);
});

describe('closing the valves of the trace', () => {
  it('stops the leak, takes the heat from the lost stations and gives the others theirs back', async () => {
    const model = await modelOf(network, calm);
    const noSourceInside = network.pipes.filter(
      ({ side, dnMm, lengthM }) => side === 'supply' && dnMm >= 150 && lengthM > 60,
    );
    const pipe = noSourceInside.find(({ id }) => {
      const trace = traceNetwork(graph, {}, { pipeIds: [id] }, () => 0);
      return trace.remarks.every(({ code }) => code !== 'NET0004') && trace.lost.stations.length > 2;
    });
    const pipeId = pipe?.id ?? '';
    const trace = traceNetwork(graph, {}, { pipeIds: [pipeId] }, () => 0);
    const burst = model.simulate({ pipeId, holeShare: 0.1 }, [], numbers);
    const closed = model.simulate(
      { pipeId, holeShare: 0.1 },
      trace.steps.map(({ valveId }) => valveId),
      numbers,
    );
    expect(burst?.leakTPerH).toBeGreaterThan(20);
    expect(closed?.leakTPerH).toBe(0);
    expect(closed?.pressureMPa).toBe(0);
    expect(closed?.isMakeupAtLimit).toBe(false);
    expect(closed?.makeupTPerH).toBeLessThan(model.makeupTPerH + 1);
    const lost = new Set(trace.lost.stations.map(({ stationId }) => stationId));
    for (const { stationId, flowShare, isAffected, liftM } of closed?.effects ?? []) {
      if (lost.has(stationId)) expect([flowShare, liftM, isAffected]).toEqual([0, 0, true]);
    }
    // Some others get less, on the longer way that is left: which ones is what the simulation is for.
    const others = (closed?.effects ?? []).filter(({ stationId }) => !lost.has(stationId));
    expect(others.filter(({ flowShare }) => flowShare > 0.95).length).toBeGreaterThan(0.6 * others.length);
    expect(others.some(({ flowShare }) => flowShare < 0.1)).toBe(false);
    // And the model is as it was.
    expect(model.simulate({ pipeId, holeShare: 0.1 }, [], numbers)?.leakTPerH).toBeCloseTo(burst?.leakTPerH ?? 0, 1);
  });

  it('takes valves that are known to be closed as the calm state', async () => {
    const model = await modelOf(network, calm);
    const pipeId = pipeOf('supply', 100);
    const trace = traceNetwork(graph, {}, { pipeIds: [pipeId] }, () => 0);
    const valves = Object.fromEntries(trace.steps.map(({ valveId }) => [valveId, { state: 'closed' as const }]));
    expect(model.setValves(valves)).toBe(true);
    expect(model.simulate({ pipeId, holeShare: 0.1 }, [], numbers)?.leakTPerH).toBe(0);
    const drops = model.leakEffect(pipeOf('supply', 300), 0.02)?.dropM;
    for (const { stationId } of trace.lost.stations) expect(drops?.[model.stationIds.indexOf(stationId)]).toBeNaN();
    expect(model.setValves({})).toBe(true);
    expect(model.simulate({ pipeId, holeShare: 0.1 }, [], numbers)?.leakTPerH).toBeGreaterThan(10);
  });
});
