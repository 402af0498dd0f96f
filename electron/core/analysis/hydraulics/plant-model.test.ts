import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { buildGraph } from '#shared/domain/network/graph.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import type { Network, Station } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { anyNetwork } from '#tests/support/any-network.ts';
import { generateNetwork } from '#tests/support/generated-network.ts';
import type { Readings } from '../analysis.ts';
import { PlantModel } from './plant-model.ts';

const { network } = generateNetwork(120, 3);
const numbers = burstNumbers();
const open: PlantModel[] = [];
afterEach(() => {
  for (const model of open.splice(0)) model.dispose();
});

async function modelOf(imported: Network, readings?: Readings): Promise<PlantModel> {
  const model = await PlantModel.create(imported, readings);
  open.push(model);
  return model;
}
const codeOf = async (act: () => unknown): Promise<string> => {
  try {
    await act();
    return 'none';
  } catch (thrown) {
    if (thrown instanceof CodedError) return thrown.code;
    throw thrown;
  }
};
const pipeId = network.pipes[40]?.id ?? '';
const only = (keep: (station: Station) => boolean): Network => ({
  ...network,
  stations: network.stations.filter(keep),
});

describe('what cannot be simulated says why', () => {
  it('no heat source: HYD0002', async () => {
    expect(await codeOf(() => modelOf(only(({ kind }) => kind === 'station')))).toBe('HYD0002');
    expect(await codeOf(() => modelOf({ ...network, nodes: [] }))).toBe('HYD0002');
  });

  it('no balance: HYD0001', async () => {
    const pipes = network.pipes.map((pipe) => ({ ...pipe, lengthM: 1e200 }));
    expect(await codeOf(() => modelOf({ ...network, pipes }))).toBe('HYD0001');
  });

  it('a pipe that is not there: NET0001; one that no source feeds: HYD0002', async () => {
    const [first, second] = network.nodes;
    const island: Network = {
      ...network,
      nodes: [...network.nodes, { ...first!, id: 'I1' }, { ...second!, id: 'I2' }],
      pipes: [...network.pipes, { ...network.pipes[0]!, id: 'ISLAND', from: 'I1', to: 'I2' }],
    };
    const model = await modelOf(island);
    expect(model.remarks).toEqual([{ code: 'NET0007', detail: { withoutSource: 1 } }]);
    expect(await codeOf(() => model.simulate({ pipeId: 'ISLAND', holeShare: 0.1 }, [], numbers))).toBe('HYD0002');
    expect(await codeOf(() => model.simulate({ pipeId: 'nowhere', holeShare: 0.1 }, [], numbers))).toBe('NET0001');
  });

  it('can be used on after a state without balance', async () => {
    const model = await modelOf(network);
    const before = model.simulate({ pipeId, holeShare: 0.1 }, [], numbers);
    expect(model.simulate({ pipeId, holeShare: 1e300 }, [], numbers)).toBeUndefined();
    const after = model.simulate({ pipeId, holeShare: 0.1 }, [], numbers);
    expect(after?.leakTPerH).toBeCloseTo(before?.leakTPerH ?? 0, 2);
    const rows = network.stations.map(({ id }) => ({
      stationId: id,
      supplyMPa: 1e300,
      returnMPa: 0,
      flowTPerH: 1e-300,
    }));
    expect(await codeOf(() => model.calibrate({ at: 0, rows }))).toBe('HYD0001');
    expect(model.simulate({ pipeId, holeShare: 0.1 }, [], numbers)?.leakTPerH).toBeCloseTo(before?.leakTPerH ?? 0, 2);
  });
});

describe('networks as they are imported', () => {
  it('any network at all is solved, or says with a code why not', async () => {
    await fc.assert(
      fc.asyncProperty(anyNetwork, async (any) => {
        let model: PlantModel;
        try {
          model = await PlantModel.create(any);
        } catch (thrown) {
          return thrown instanceof CodedError && /^HYD000[12]$/.test(thrown.code);
        }
        try {
          for (const { id } of any.pipes.slice(0, 4)) {
            let state;
            try {
              state = model.simulate(
                { pipeId: id, holeShare: 0.1 },
                any.valves.map((valve) => valve.id),
                numbers,
              );
            } catch (thrown) {
              if (!(thrown instanceof CodedError && thrown.code === 'HYD0002')) throw thrown;
              continue;
            }
            if (!state) continue;
            const { leakTPerH, makeupTPerH, pressureMPa, effects } = state;
            const all = [leakTPerH, makeupTPerH, pressureMPa, ...effects.flatMap((e) => [e.flowShare, e.liftM])];
            if (!all.every(Number.isFinite) || leakTPerH < 0) return false;
          }
          return true;
        } finally {
          model.dispose();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('sizes that are missing are assumed, and told', async () => {
    const [first, ...rest] = network.pipes;
    const pipes = [
      { ...first!, lengthM: 0, innerDiameterM: Number.NaN, roughnessMm: 0 },
      ...rest,
      { ...rest[0]!, to: 'nowhere', id: 'X' },
    ];
    const model = await modelOf({ ...network, pipes });
    expect(model.remarks).toEqual([{ code: 'NET0007', detail: { leftOut: 1, assumedSizes: 1 } }]);
    expect(model.leakEffect(first?.id ?? '', 0.1)).toBeDefined();
  });

  it('a peak boiler alone holds the pressure; several sources share the make-up', async () => {
    const boiler = await modelOf({
      ...network,
      stations: network.stations.flatMap((station) =>
        station.kind !== 'source'
          ? [station]
          : station.id === 'SRC1'
            ? [{ ...station, kind: 'peakBoiler' as const }]
            : [],
      ),
    });
    const two = await modelOf(network);
    const leak = { pipeId, holeShare: 0.05 };
    expect(boiler.simulate(leak, [], numbers)?.leakTPerH).toBeGreaterThan(1);
    expect(two.simulate(leak, [], numbers)?.leakTPerH).toBeGreaterThan(1);
    expect(two.makeupTPerH).toBeCloseTo(boiler.makeupTPerH, 1);
  });

  it('stations without design flow take theirs from area or households, else from the others', async () => {
    const bare = network.stations.map(
      ({ designFlowTPerH: _, heatedAreaM2: __, households: ___, ...station }) => station,
    );
    const model = await modelOf({ ...network, stations: bare });
    const state = model.simulate({ pipeId, holeShare: 0.01 }, [], numbers);
    expect(state?.effects.every(({ flowShare }) => flowShare > 0)).toBe(true);
  });

  it('stations behind valves that are imported closed have nothing to lose, and get their flow when the valves open', async () => {
    const graph = buildGraph(network);
    const traces = network.pipes.map(({ id }) => traceNetwork(graph, {}, { pipeIds: [id] }, () => 0));
    const trace = traces.find(({ lost, remarks }) => lost.stations.length > 0 && remarks.length === 0);
    const shut = new Set(trace?.steps.map(({ valveId }) => valveId));
    const behind = new Set(trace?.lost.stations.map(({ stationId }) => stationId));
    const valves = network.valves.map((valve) => (shut.has(valve.id) ? { ...valve, state: 'closed' as const } : valve));
    const model = await modelOf({ ...network, valves });
    const inside = trace?.isolatedPipeIds[0] ?? '';
    for (const leak of [
      { pipeId: inside, holeShare: 0.1 },
      { pipeId, holeShare: 0.01 },
    ]) {
      const effects = model.simulate(leak, [], numbers)?.effects.filter(({ stationId }) => behind.has(stationId)) ?? [];
      expect(effects.length).toBe(behind.size);
      for (const { flowShare, liftM, supplyDropM, isAffected } of effects)
        expect([flowShare, liftM, supplyDropM, isAffected]).toEqual([1, 0, 0, false]);
    }
    expect(model.simulate({ pipeId: inside, holeShare: 0.1 }, [], numbers)?.leakTPerH).toBe(0);
    expect(model.leakEffect(inside, 0.1)?.dropM.some(Number.isNaN)).toBe(true);
    expect(model.setValves(Object.fromEntries([...shut].map((id) => [id, { state: 'open' as const }])))).toBe(true);
    const opened = model.simulate({ pipeId: inside, holeShare: 0.1 }, [], numbers);
    expect(opened?.leakTPerH).toBeGreaterThan(1);
    expect(opened?.effects.every(({ liftM }) => liftM > 0)).toBe(true);
  });

  it('a network without stations leaks what its source gives', async () => {
    const model = await modelOf(only(({ kind }) => kind === 'source'));
    const state = model.simulate({ pipeId, holeShare: 0.01 }, [], numbers);
    expect(state?.leakTPerH).toBeGreaterThan(1);
    expect(state?.effects).toEqual([]);
  });
});

describe('leak and make-up', () => {
  it('readings without a pressure compare nothing, and say so', async () => {
    const model = await modelOf(network);
    expect(model.calibrate({ at: 7, rows: [{ stationId: 'SRC1', makeupTPerH: 3 }] })).toEqual({
      ...{ at: 7, stations: 0, rmsM: 0, maxM: 0, residuals: [] },
    });
    expect(model.makeupTPerH).toBeGreaterThan(0);
  });

  it('no leak, no drop; a leak lowers the end of the pipe that it is nearer to', async () => {
    const model = await modelOf(network);
    for (const drop of model.leakEffect(pipeId, 0)?.dropM ?? [Number.NaN]) expect(Math.abs(drop)).toBeLessThan(0.01);
    const at = (along: number): number =>
      model.simulate({ pipeId, holeShare: 0.1, along }, [], numbers)?.pressureMPa ?? 0;
    expect(at(0)).not.toBeCloseTo(at(1), 4);
    expect(at(0.5)).toBeGreaterThan(Math.min(at(0), at(1)) - 0.01);
  });
});
