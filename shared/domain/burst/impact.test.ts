import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstNumbers } from '../burst-settings/catalogue.ts';
import type { TraceResult } from '../network/trace-types.ts';
import { flashShare } from './flash-steam.ts';
import { layerChanges, mergeLayers } from './impact-changes.ts';
import type { ImpactLayer, ImpactLayerKind, SimulatedState, Simulation, StationEffect } from './impact-types.ts';
import {
  holeShareOf,
  leakEstimate,
  quickLayers,
  simulatedLayers,
  simulatedLeak,
  tracedLayers,
  type Burst,
} from './impact.ts';

const numbers = burstNumbers();
const bore = (dnMm: number) => ({ dnMm, innerDiameterM: dnMm / 1000 });
const readings = (pressureMPa: number, tempC: number) => ({ pressureMPa, tempC, from: 'assumed', tempFrom: 'assumed' });
const burstOf = (dnMm: number, pressureMPa: number, tempC: number, holeShare = 0.1): Burst => ({
  pipe: bore(dnMm),
  at: [120, 36],
  numbers,
  leak: leakEstimate({ pipe: bore(dnMm), holeShare, readings: readings(pressureMPa, tempC), numbers }),
});
const of = (layers: readonly ImpactLayer[], kind: ImpactLayerKind) => layers.find((layer) => layer.kind === kind);
const figure = (layers: readonly ImpactLayer[], kind: ImpactLayerKind, name: string) =>
  of(layers, kind)?.figures[name] ?? Number.NaN;

const TRACE: TraceResult = {
  pipeIds: ['p1'],
  isolatedPipeIds: ['p1', 'p2'],
  cutOffPipeIds: ['p3'],
  lengthM: 900,
  volumeM3: 60,
  steps: [],
  leftOut: [],
  lost: {
    stations: [
      { stationId: 'S1', why: 'inside', households: 300 },
      { stationId: 'S2', why: 'cutOff', households: 200 },
    ],
    households: 500,
    heatedAreaM2: 40_000,
    buildings: 6,
    sensitive: [{ buildingId: 'b1', kind: 'hospital', stationId: 'S1' }],
    alreadyOut: [],
  },
  rounds: [],
  remarks: [{ code: 'NET0008' }],
  tookMs: 1,
};
const effect = (stationId: string, flowShare: number, liftM: number, isAffected: boolean): StationEffect => ({
  stationId,
  flowShare,
  liftM,
  supplyDropM: 3,
  isAffected,
});
const state = (leakTPerH: number, effects: readonly StationEffect[]): SimulatedState => ({
  leakTPerH,
  makeupTPerH: 120,
  isMakeupAtLimit: true,
  pressureMPa: 0.35,
  effects,
});
const SOLVED: Simulation = {
  state: 'solved',
  burst: state(300, [effect('S1', 0.5, 12, true), effect('S2', 0.97, 20, false), effect('S4', 0.95, 4, true)]),
  closed: state(0, [effect('S4', 0.8, 9, true), effect('S1', 0, 0, true)]),
  tookMs: 5,
  remarks: [],
};
const householdsOf = (id: string) => ({ S1: 300, S2: 200, S4: 50 })[id] ?? 0;

describe('leak', () => {
  it('IMP-01: DN300, a tenth of the bore, 0.6 MPa and 100 C lose 540 m3/h, 518 t/h', () => {
    const { leak } = burstOf(300, 0.6, 100);
    expect(leak.flowM3PerH).toBeCloseTo(540.4, 0);
    expect(leak.flowTPerH).toBeCloseTo(518, 0);
    expect(leak).toMatchObject({ holeShare: 0.1, basis: 'quick', readingsFrom: 'assumed' });
    expect(burstOf(300, 0, 100).leak.flowM3PerH).toBe(0);
    expect(burstOf(300, -0.05, 100).leak.flowM3PerH).toBe(0);
  });

  it('IMP-01: the classes are shares of the bore; without an inner diameter the DN is taken', () => {
    expect((['small', 'burst', 'rupture'] as const).map((hole) => holeShareOf({ hole }, numbers))).toEqual([
      0.01, 0.1, 1,
    ]);
    expect(holeShareOf({}, numbers)).toBe(0.1);
    expect(holeShareOf({ hole: 'small', holeShare: 0.3 }, numbers)).toBe(0.3);
    const at = readings(0.6, 100);
    const unsurveyed = leakEstimate({ pipe: { dnMm: 300, innerDiameterM: 0 }, readings: at, numbers });
    expect(unsurveyed.flowM3PerH).toBe(burstOf(300, 0.6, 100).leak.flowM3PerH);
  });

  it('IMP-16: the make-up says what hole it would be', () => {
    const make = (makeupRiseTPerH: number | undefined, pressureMPa = 0.6) =>
      leakEstimate({ pipe: bore(300), readings: readings(pressureMPa, 100), numbers, makeupRiseTPerH });
    expect(make(259).holeShareByMakeup).toBeCloseTo(0.05, 3);
    expect(make(259).flowTPerH).toBe(make(undefined).flowTPerH);
    expect(make(1e6).holeShareByMakeup).toBe(1);
    expect(make(undefined).holeShareByMakeup).toBeUndefined();
    expect(make(-3).holeShareByMakeup).toBeUndefined();
    expect(make(259, 0).holeShareByMakeup).toBeUndefined();
  });
});

describe('quick layers', () => {
  it('IMP-02: 5 m below 0.4 MPa, 7 m from there on, 10 m for large bores', () => {
    const radius = (dnMm: number, pressureMPa: number) =>
      figure(quickLayers(burstOf(dnMm, pressureMPa, 90)), 'washout', 'radiusM');
    expect([radius(150, 0.399), radius(150, 0.4), radius(299, 0.6), radius(300, 0.1), radius(800, 1)]).toEqual([
      5, 7, 7, 10, 10,
    ]);
  });

  it('IMP-03: DN300, a tenth of the bore, 0.6 MPa spreads over 41 m in half an hour, and scalds from 50 C on', () => {
    const layers = quickLayers(burstOf(300, 0.6, 100));
    expect(figure(layers, 'spread', 'radiusM')).toBeCloseTo(41.5, 1);
    expect(figure(layers, 'spread', 'volumeM3')).toBeCloseTo(270, 0);
    expect(of(layers, 'spread')?.shape).toMatchObject({ type: 'circle', at: [120, 36] });
    const scald = (tempC: number) => figure(quickLayers(burstOf(300, 0.6, tempC)), 'spread', 'isScald');
    expect([scald(49.9), scald(50)]).toEqual([0, 1]);
  });

  it('IMP-04: the share of steam agrees with the enthalpies of the steam tables', () => {
    // (h_f(T) - h_f(100)) / h_fg(100), saturated water of IAPWS-IF97, kJ/kg.
    const tables = [
      [110, 461.4],
      [120, 503.8],
      [130, 546.4],
      [150, 632.2],
      [180, 763.1],
    ] as const;
    for (const [tempC, enthalpy] of tables) expect(flashShare(tempC)).toBeCloseTo((enthalpy - 419.1) / 2256.4, 3);
    expect([flashShare(100), flashShare(60)]).toEqual([0, 0]);
    const layers = quickLayers(burstOf(300, 0.6, 130));
    expect(figure(layers, 'flashSteam', 'steamTPerH')).toBeCloseTo(
      flashShare(130) * burstOf(300, 0.6, 130).leak.flowTPerH,
      6,
    );
  });

  it('IMP-17: larger holes and higher pressures never make a radius smaller', () => {
    const share = fc.double({ min: 0.0001, max: 1, noNaN: true });
    const pressure = fc.double({ min: 0, max: 2.5, noNaN: true });
    fc.assert(
      fc.property(share, share, pressure, pressure, fc.constantFrom(80, 299, 300, 1200), (h1, h2, p1, p2, dnMm) => {
        const smaller = quickLayers(burstOf(dnMm, Math.min(p1, p2), 95, Math.min(h1, h2)));
        const larger = quickLayers(burstOf(dnMm, Math.max(p1, p2), 95, Math.max(h1, h2)));
        for (const kind of ['washout', 'spread'] as const)
          expect(figure(larger, kind, 'radiusM')).toBeGreaterThanOrEqual(figure(smaller, kind, 'radiusM'));
      }),
      { numRuns: 300 },
    );
  });
});

describe('trace and simulation', () => {
  const burst = burstOf(300, 0.6, 100);

  it('IMP-06: the water of the closed part comes on top', () => {
    const layers = tracedLayers(burst, TRACE);
    expect(figure(layers, 'spread', 'volumeM3')).toBeCloseTo(figure(quickLayers(burst), 'spread', 'volumeM3') + 60, 6);
    expect(of(layers, 'spread')?.basis).toBe('trace');
  });

  it('IMP-07: the closed part with its customers, and its stations as the first service impact', () => {
    const layers = tracedLayers(burst, TRACE);
    expect(of(layers, 'isolated')).toMatchObject({
      basis: 'trace',
      figures: { stations: 2, households: 500, buildings: 6, sensitive: 1, valves: 0, pipes: 2, volumeM3: 60 },
      shape: { type: 'pipes', pipeIds: ['p1', 'p2'] },
      remarks: [{ code: 'NET0008' }],
    });
    expect(of(layers, 'service')).toMatchObject({
      basis: 'trace',
      figures: { stations: 2, households: 500 },
      shape: { type: 'stations', stationIds: ['S1', 'S2'] },
    });
  });

  it('IMP-08: stations under the limits while it runs, and with the valves closed', () => {
    const layers = simulatedLayers(burst, TRACE, SOLVED, householdsOf);
    expect(of(layers, 'service')).toMatchObject({
      basis: 'simulation',
      params: { 'service.flowShare': 0.9, 'service.headM': 5 },
      figures: {
        stations: 2,
        households: 350,
        stationsClosed: 3,
        householdsClosed: 550,
        leastFlowShare: 0.5,
        leastLiftM: 4,
        makeupTPerH: 120,
      },
      shape: { type: 'stations', stationIds: ['S1', 'S4'] },
    });
    const open = simulatedLayers(burst, TRACE, { ...SOLVED, closed: undefined }, householdsOf);
    expect(of(open, 'service')?.figures).not.toHaveProperty('stationsClosed');
  });

  it('IMP-08: a station of the trace that stands without pressure counts, though it had none before the hole either', () => {
    const closed: Simulation = { ...SOLVED, burst: state(0, [effect('S1', 1, 0, false), effect('S4', 1, 0, false)]) };
    const service = of(simulatedLayers(burst, TRACE, closed, householdsOf), 'service');
    expect(service).toMatchObject({ figures: { stations: 1, households: 300 }, shape: { stationIds: ['S1'] } });
  });

  it('IMP-09: washout, spread and steam follow the simulated leak', () => {
    const leak = simulatedLeak(burst.leak, state(300, []));
    expect(leak).toMatchObject({ flowTPerH: 300, pressureMPa: 0.35, basis: 'simulation', holeShare: 0.1 });
    expect(leak.flowM3PerH).toBeCloseTo(313, 0);
    const layers = simulatedLayers({ ...burst, pipe: bore(200) }, TRACE, SOLVED, householdsOf);
    expect(figure(layers, 'washout', 'radiusM')).toBe(5);
    expect(figure(layers, 'spread', 'volumeM3')).toBeCloseTo(leak.flowM3PerH / 2 + 60, 6);
    expect(layers.map((layer) => layer.basis)).toEqual(['simulation', 'simulation', 'simulation', 'simulation']);
  });

  it('IMP-10: without a simulation the stations of the trace stand, with the reason', () => {
    const layers = simulatedLayers(burst, TRACE, { state: 'none', code: 'HYD0001' }, householdsOf);
    expect(layers).toMatchObject([
      { kind: 'service', basis: 'trace', figures: { stations: 2 }, remarks: [{ code: 'HYD0001' }] },
    ]);
  });
});

describe('better answers', () => {
  const burst = burstOf(300, 0.6, 100);
  const quick = quickLayers(burst);
  const traced = mergeLayers(quick, tracedLayers(burst, TRACE));
  const simulated = mergeLayers(traced, simulatedLayers(burst, TRACE, SOLVED, householdsOf));

  it('IMP-11: one layer of each kind, in the fixed order, the latest answer', () => {
    const kinds = ['washout', 'spread', 'flashSteam', 'isolated', 'service'];
    expect(traced.map((layer) => layer.kind)).toEqual(kinds);
    expect(simulated.map((layer) => layer.kind)).toEqual(kinds);
    expect(simulated.map((layer) => layer.basis)).toEqual([
      'simulation',
      'simulation',
      'simulation',
      'trace',
      'simulation',
    ]);
  });

  it('IMP-12: says what changed and nothing else', () => {
    expect(layerChanges(quick, quick)).toEqual([]);
    const changes = layerChanges(quick, traced);
    expect(changes.map(({ kind, figure: name, unit, basis }) => [kind, name, unit, basis])).toEqual([
      ['spread', 'radiusM', 'm', 'trace'],
      ['spread', 'areaM2', 'm²', 'trace'],
      ['spread', 'volumeM3', 'm³', 'trace'],
      ['spread', 'partVolumeM3', 'm³', 'trace'],
    ]);
    expect(changes[3]).toMatchObject({ from: 0, to: 60 });
    const service = layerChanges(traced, simulated).filter((change) => change.kind === 'service');
    expect(service[0]).toMatchObject({ figure: 'households', from: 500, to: 350, basis: 'simulation' });
    expect(service.find((change) => change.figure === 'stationsClosed')).toMatchObject({ from: undefined, to: 3 });
    expect(layerChanges(traced, quick).filter((change) => change.kind === 'service')).toMatchObject([
      { figure: 'stations', from: 2, to: undefined, basis: 'trace' },
      { figure: 'households', from: 500, to: undefined },
    ]);
  });

  it('IMP-12: a difference that is not shown is none', () => {
    const nearly = quickLayers(burstOf(300, 0.6001, 100));
    expect(layerChanges(quick, nearly)).toEqual([]);
    const lift = (leastLiftM: number): ImpactLayer[] => quick.map((layer) => ({ ...layer, figures: { leastLiftM } }));
    expect(layerChanges(lift(-0.01), lift(0.01))).toEqual([]);
  });
});
