import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { ImpactRequest, ImpactResult, Simulation } from '#shared/domain/burst/impact-types.ts';
import { buildGraph } from '#shared/domain/network/graph.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import type { TraceResult } from '#shared/domain/network/trace-types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { distanceM } from '#shared/lib/geo.ts';
import { generateNetwork } from '#tests/support/generated-network.ts';
import type { Readings } from './analysis.ts';
import { PlantModel } from './hydraulics/plant-model.ts';
import { composeImpact, impactGround, simulateClosing, type ImpactSources } from './impact.ts';

const { network, buildings } = generateNetwork(300, 5);
const graph = buildGraph(network, buildings);
const ground = impactGround(network, buildings);
const now = () => performance.now();
const traceOf = (pipeId: string): TraceResult => traceNetwork(graph, {}, { pipeIds: [pipeId] }, now);
/** The source lies inside: valves alone do not end this leak. */
const hasSourceInside = (trace: TraceResult): boolean => trace.remarks.some(({ code }) => code === 'NET0004');
const mains = network.pipes.filter((one) => one.side === 'supply' && one.dnMm === 200);
const pipe = mains.find((one) => !hasSourceInside(traceOf(one.id)))!;
let model: PlantModel;

beforeAll(async () => {
  model = await PlantModel.create(network);
});
afterAll(() => {
  model.dispose();
});

const SOURCES: ImpactSources = {
  ground,
  numbers: burstNumbers(),
  trace: (request) => traceNetwork(graph, {}, request, now),
  simulate: (leak, trace, numbers) =>
    simulateClosing({ solve: (one, closed) => model.simulate(one, closed, numbers), leak, trace, now }),
};
const ask = (request: ImpactRequest, changes: Partial<ImpactSources> = {}): ImpactResult =>
  composeImpact({ ...SOURCES, ...changes }, request);
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof CodedError ? error.code : 'uncoded';
  }
};
const figure = ({ layers }: ImpactResult, kind: string, name: string): number =>
  layers.find((layer) => layer.kind === kind)?.figures[name] ?? Number.NaN;

describe('with the real trace and the real hydraulics', () => {
  it('gives every layer, the leak of the simulation, and what closing does', () => {
    const result = ask({ pipeId: pipe.id });
    expect(result.layers.map((layer) => [layer.kind, layer.basis])).toEqual([
      ['washout', 'simulation'],
      ['spread', 'simulation'],
      ['flashSteam', 'simulation'],
      ['isolated', 'trace'],
      ['service', 'simulation'],
    ]);
    if (result.simulation.state !== 'solved') throw new Error(result.simulation.code);
    const { burst, closed } = result.simulation;
    expect(result.leak).toMatchObject({ basis: 'simulation', flowTPerH: burst.leakTPerH, holeShare: 0.1 });
    expect(result.leak.flowTPerH).toBeGreaterThan(20);
    expect(result.trace.steps.length).toBeGreaterThan(0);
    expect(closed?.leakTPerH).toBe(0);
    expect(figure(result, 'service', 'stationsClosed')).toBeGreaterThanOrEqual(result.trace.lost.stations.length);
    expect(figure(result, 'isolated', 'households')).toBe(result.trace.lost.households);
    expect(result).toMatchObject({ pipeId: pipe.id, dnMm: 200, readingsAt: undefined });
  });

  it('ends every leak by closing what the trace says, unless the source lies inside', () => {
    const leaks = mains.slice(0, 30).map(({ id }) => ask({ pipeId: id }));
    const left = leaks.map(({ simulation }) =>
      simulation.state === 'solved' ? simulation.closed?.leakTPerH : undefined,
    );
    expect(left.map((leakTPerH) => leakTPerH === 0)).toEqual(leaks.map(({ trace }) => !hasSourceInside(trace)));
  });

  it('leaks more through a larger hole', () => {
    const flows = [0.005, 0.02, 0.1, 0.4].map((holeShare) => ask({ pipeId: pipe.id, holeShare }).leak.flowTPerH);
    expect(flows).toEqual([...flows].sort((a, b) => a - b));
  });

  it('gives the topological answer without the simulation', () => {
    const result = ask({ pipeId: pipe.id, simulate: false });
    expect(result.simulation).toEqual({ state: 'none', code: 'HYD0004' });
    expect(result.leak.basis).toBe('quick');
    const service = result.layers.find((layer) => layer.kind === 'service');
    expect(service).toMatchObject({ basis: 'trace', remarks: [{ code: 'HYD0004' }] });
    expect(figure(result, 'service', 'stations')).toBe(result.trace.lost.stations.length);
  });

  it('traces with the valves of the question', () => {
    const plain = ask({ pipeId: pipe.id, simulate: false }).trace;
    const stuck = plain.steps.find((step) => step.action === 'close')?.valveId ?? '';
    const wider = ask({ pipeId: pipe.id, simulate: false, valves: { [stuck]: { condition: 'stuck' } } }).trace;
    expect(wider.steps.map((step) => step.valveId)).not.toContain(stuck);
    expect(wider.lengthM).toBeGreaterThan(plain.lengthM);
  });
});

describe('place', () => {
  it('takes the middle of a pipe, or the given place moved onto it', () => {
    const [from, to] = [pipe.path[0]!, pipe.path.at(-1)!];
    const middle = ask({ pipeId: pipe.id, simulate: false }).at;
    expect(distanceM(middle, from)).toBeCloseTo(distanceM(middle, to), 1);
    const near = ask({ pipeId: pipe.id, at: [from[0] + 0.00001, from[1] + 0.00001], simulate: false }).at;
    expect(distanceM(near, from)).toBeLessThan(2);
  });

  it('finds the nearest pipe of a place, and says where there is none', () => {
    const middle = ask({ pipeId: pipe.id, simulate: false }).at;
    const found = ask({ at: middle, simulate: false });
    expect(distanceM(found.at, middle)).toBeLessThan(3);
    expect(codeOf(() => ask({ at: [middle[0] + 1, middle[1]] }))).toBe('NET0006');
    expect(codeOf(() => ask({ pipeId: 'no such pipe' }))).toBe('NET0001');
    expect(codeOf(() => ask({}))).toBe('NET0006');
  });

  it('asks the hydraulics about the share of the length', () => {
    const asked: number[] = [];
    const simulate: ImpactSources['simulate'] = (leak) => {
      asked.push(leak.along);
      return { state: 'none', code: 'HYD0003' };
    };
    const [from, to] = [pipe.path[0]!, pipe.path.at(-1)!];
    ask({ pipeId: pipe.id }, { simulate });
    ask({ pipeId: pipe.id, at: from }, { simulate });
    ask({ pipeId: pipe.id, at: [from[0] + (to[0] - from[0]) / 4, from[1] + (to[1] - from[1]) / 4] }, { simulate });
    expect(asked.map((along) => Math.round(along * 100) / 100)).toEqual([0.5, 0, 0.25]);
  });
});

describe('numbers and readings', () => {
  it('takes the numbers of the question before those of the site, and refuses impossible ones', () => {
    const site = { numbers: burstNumbers({ 'spread.isolationMin': 60 }) };
    const request = { pipeId: pipe.id, simulate: false };
    const halfHour = ask(request);
    const hour = ask(request, site);
    const asked = ask({ ...request, params: { 'spread.isolationMin': 30 } }, site);
    expect(figure(hour, 'spread', 'volumeM3')).toBeGreaterThan(figure(halfHour, 'spread', 'volumeM3') * 1.3);
    expect(figure(asked, 'spread', 'volumeM3')).toBe(figure(halfHour, 'spread', 'volumeM3'));
    expect(codeOf(() => ask({ ...request, params: { 'spread.depthM': 0 } }))).toBe('BUR0002');
    const unknown = { colour: 1 } as ImpactRequest['params'];
    expect(codeOf(() => ask({ ...request, params: unknown }))).toBe('BUR0001');
  });

  it('takes pressure and temperature from the nearest station that reports, and names it', () => {
    const middle = ask({ pipeId: pipe.id, simulate: false }).at;
    const [nearest] = [...network.stations].sort((a, b) => distanceM(a.at, middle) - distanceM(b.at, middle));
    const rows = network.stations.map(({ id }) =>
      id === nearest?.id
        ? { stationId: id, supplyMPa: 0.9, supplyC: 118 }
        : { stationId: id, supplyMPa: 0.2, supplyC: 60 },
    );
    const readings: Readings = { at: 1_768_000_000_000, rows: [...rows, { stationId: 'gone', supplyMPa: 1 }] };
    const result = ask({ pipeId: pipe.id, simulate: false }, { readings, makeupRiseTPerH: 40 });
    expect(result.leak).toMatchObject({
      pressureMPa: 0.9,
      tempC: 118,
      readingsFrom: `station:${nearest?.id ?? ''}`,
      makeupRiseTPerH: 40,
    });
    expect(result.readingsAt).toBe(readings.at);
    expect(ask({ pipeId: pipe.id, simulate: false }).leak.readingsFrom).toBe('assumed');
  });

  it('counts households of stations from their buildings, else as the station says', () => {
    const some = impactGround(network, buildings.slice(0, 1));
    const first = buildings[0]!;
    expect(some.householdsById.get(first.stationId)).toBe(first.households);
    const other = network.stations.find(({ id, kind }) => kind === 'station' && id !== first.stationId)!;
    expect(some.householdsById.get(other.id)).toBe(other.households);
  });
});

describe('closing', () => {
  const leak = { pipeId: pipe.id, holeShare: 0.1, along: 0.5 };
  const trace = traceOf(pipe.id);
  const state = {
    leakTPerH: 1,
    makeupTPerH: 1,
    isMakeupAtLimit: false,
    pressureMPa: 0.5,
    effects: [],
  };
  const close = (solve: Parameters<typeof simulateClosing>[0]['solve'], traced = trace): Simulation =>
    simulateClosing({ solve, leak, trace: traced, now: () => 0 });

  it('says what did not balance', () => {
    expect(close(() => undefined)).toMatchObject({ state: 'none', code: 'HYD0001' });
    expect(close((_leak, valves) => (valves.length === 0 ? state : undefined))).toMatchObject({
      state: 'solved',
      closed: undefined,
      remarks: [{ code: 'HYD0001' }],
    });
    expect(close(() => state, { ...trace, steps: [] })).toMatchObject({ closed: undefined, remarks: [] });
  });

  it('hands on why the model refuses, and throws what it cannot know', () => {
    const refuse = (code: string) => () => {
      throw new CodedError(code, { pipeId: pipe.id });
    };
    expect(close(refuse('HYD0002'))).toEqual({ state: 'none', code: 'HYD0002', detail: { pipeId: pipe.id } });
    expect(codeOf(() => close(refuse('NET0001')))).toBe('NET0001');
  });
});
