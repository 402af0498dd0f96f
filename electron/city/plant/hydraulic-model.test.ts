import { afterEach, describe, expect, it } from 'vitest';
import { generateCity } from '../generate/generate-city.ts';
import { createCityModel } from './city-model.ts';
import type { HydraulicModel } from '#kit/hydraulics/hydraulic-model.ts';
import { pressureMPa } from '#kit/hydraulics/water.ts';

const { network } = generateCity({ seed: 7, stations: 60 });
const nodeIndex = new Map(network.nodes.map((node, k) => [node.id, k]));
const consumers = network.stations.filter((station) => station.kind === 'station');
const models: HydraulicModel[] = [];

async function openModel(): Promise<HydraulicModel> {
  const model = await createCityModel(network);
  models.push(model);
  return model;
}

afterEach(() => {
  for (const model of models.splice(0)) model.dispose();
});

const at = (id: string): number => nodeIndex.get(id) ?? -1;
const pressureAt = (model: HydraulicModel, id: string): number =>
  pressureMPa((model.headM[at(id)] ?? 0) - (network.nodes[at(id)]?.elevationM ?? 0));
const makeupOf = (model: HydraulicModel): number => model.flowTPerH[model.layout.makeup] ?? 0;

/** The supply pipe that feeds a branch valve's far side with most water, and the valves around its segment on both sides. */
function segmentOf(pipeId: string): { nodes: Set<string>; valves: string[] } {
  const pipe = network.pipes.find((p) => p.id === pipeId);
  const nodes = new Set([pipe?.from ?? '']);
  for (let size = 0; size !== nodes.size;) {
    size = nodes.size;
    for (const { from, to } of network.pipes) {
      if (nodes.has(from) || nodes.has(to)) nodes.add(from).add(to);
    }
  }
  const valves = network.valves.filter((valve) => nodes.has(valve.from) !== nodes.has(valve.to));
  return { nodes, valves: valves.map((valve) => valve.id) };
}

describe('the hydraulic model', () => {
  it('holds plausible pressures and gives every station its design flow', async () => {
    const model = await openModel();
    const source = network.stations.find((station) => station.kind === 'source');
    expect(pressureAt(model, source?.supplyNode ?? '')).toBeGreaterThan(0.85);
    expect(pressureAt(model, source?.supplyNode ?? '')).toBeLessThan(1.2);
    expect(pressureAt(model, source?.returnNode ?? '')).toBeGreaterThan(0.28);
    expect(pressureAt(model, source?.returnNode ?? '')).toBeLessThan(0.5);
    for (const [k, station] of consumers.entries()) {
      const lift = pressureAt(model, station.supplyNode) - pressureAt(model, station.returnNode);
      expect(lift).toBeGreaterThan(0.05);
      const share = (model.flowTPerH[model.layout.firstStation + k] ?? 0) / (station.designFlowTPerH ?? 1);
      expect(share).toBeCloseTo(1, 1);
    }
  });

  it('keeps the mass at every junction, with a leak too', async () => {
    const model = await openModel();
    const leaking = network.pipes.find((pipe) => pipe.side === 'supply' && pipe.dnMm >= 200) ?? network.pipes[0];
    model.setLeak(leaking?.id ?? '', 0.1);
    expect(model.solve()).toBe(true);
    const sum = new Float64Array(network.nodes.length);
    const pass = (from: number, to: number, flow: number): void => {
      sum[from] = (sum[from] ?? 0) - flow;
      sum[to] = (sum[to] ?? 0) + flow;
    };
    const flowOf = (link: number): number => model.flowTPerH[link] ?? 0;
    for (const [k, pipe] of network.pipes.entries()) pass(at(pipe.from), at(pipe.to), flowOf(k));
    for (const [k, valve] of network.valves.entries()) {
      pass(at(valve.from), at(valve.to), flowOf(model.layout.firstValve + k));
    }
    for (const [k, s] of consumers.entries()) {
      pass(at(s.supplyNode), at(s.returnNode), flowOf(model.layout.firstStation + k));
      sum[at(s.returnNode)] = (sum[at(s.returnNode)] ?? 0) - (s.designFlowTPerH ?? 0) * 0.0055;
    }
    const plants = network.stations.filter((station) => station.kind !== 'station');
    for (const [k, p] of plants.entries()) {
      pass(at(p.returnNode), at(p.supplyNode), flowOf(model.layout.pumps[k] ?? -1));
    }
    const source = at(plants[0]?.returnNode ?? '');
    sum[source] = (sum[source] ?? 0) + makeupOf(model) + flowOf(model.layout.accumulator);
    const leak = model.leakTPerH.get(leaking?.id ?? '') ?? 0;
    for (const end of [leaking?.from ?? '', leaking?.to ?? '']) expect(sum[at(end)] ?? 0).toBeGreaterThan(0.3 * leak);
    const total = sum.reduce((a, b) => a + b, 0);
    expect(total).toBeCloseTo(leak, 0);
    const others = [...sum.entries()].filter(
      ([node]) => node !== at(leaking?.from ?? '') && node !== at(leaking?.to ?? ''),
    );
    expect(Math.max(...others.map(([, rest]) => Math.abs(rest)))).toBeLessThan(0.5);
  });

  it('loses pressure around a burst, makes up more, and is as before when it is mended', async () => {
    const model = await openModel();
    const far = consumers.reduce((low, s) =>
      pressureAt(model, s.supplyNode) < pressureAt(model, low.supplyNode) ? s : low,
    );
    const near = network.stations.find((station) => station.kind === 'source') ?? far;
    const pipe = network.pipes.find((p) => p.to === far.supplyNode) ?? network.pipes[0];
    const before = [far, near].map((s) => pressureAt(model, s.supplyNode));
    const makeup = makeupOf(model);
    model.setLeak(pipe?.id ?? '', 1);
    expect(model.solve()).toBe(true);
    const falls = [far, near].map((s, k) => (before[k] ?? 0) - pressureAt(model, s.supplyNode));
    expect(falls[0]).toBeGreaterThan(0.15);
    expect(falls[0]).toBeGreaterThan(2 * (falls[1] ?? 0));
    expect(makeupOf(model)).toBeGreaterThan(makeup + 5);
    model.setLeak(pipe?.id ?? '', 0);
    model.solve();
    expect(pressureAt(model, far.supplyNode)).toBeCloseTo(before[0] ?? 0, 2);
  });

  it('stops a leak when the valves around its segment are closed on both sides', async () => {
    const model = await openModel();
    const pipe = network.pipes.find((p) => p.side === 'supply' && p.dnMm === 200 && p.lengthM > 60);
    const { nodes, valves } = segmentOf(pipe?.id ?? '');
    const twin = segmentOf(`${pipe?.id.slice(0, -1) ?? ''}R`);
    const makeup = makeupOf(model);
    model.setLeak(pipe?.id ?? '', 0.3);
    model.solve();
    expect(model.leakTPerH.get(pipe?.id ?? '')).toBeGreaterThan(50);
    for (const id of [...valves, ...twin.valves])
      model.setValve(
        network.valves.findIndex((v) => v.id === id),
        false,
      );
    expect(model.solve()).toBe(true);
    expect(model.leakTPerH.get(pipe?.id ?? '')).toBe(0);
    for (const node of nodes) expect(model.isConnected(at(node))).toBe(false);
    expect(makeupOf(model)).toBeLessThan(makeup + 1);
  });
});
