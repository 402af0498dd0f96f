import fc from 'fast-check';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAnalysisEngine } from '#core/analysis/engine.ts';
import { parseGeojson } from '#core/features/import/parse-geojson.ts';
import { newProblemList } from '#core/features/import/problems.ts';
import { openCache } from '#core/db/cache/open-cache.ts';
import { importNetworkFile } from '#core/features/import/import-file.ts';
import { systemClock } from '#kit/system-clock.ts';
import { impactResultSchema, traceResultSchema } from '#shared/contract/analysis-answers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { Site } from './support.ts';

/** Networks as real files have them: islands, loops, ids twice, nothing at the end of a pipe. Imported, reported, traced, simulated. */
let site: Site;
beforeEach(() => {
  site = new Site();
});
afterEach(() => site.close());

type Properties = Record<string, unknown>;
const at = (n: number): [number, number] => [126.6 + (n % 7) * 0.002, 45.7 + Math.floor(n / 7) * 0.002];
const point = (id: string, n: number, properties: Properties) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: at(n) },
  properties,
});
const junction = (id: string, n: number, side = 'supply') => point(id, n, { kind: 'junction', side, elevationM: 120 });
const pipe = (id: string, from: number, to: number, more: Properties = {}, name = (n: number) => `S${String(n)}`) => ({
  type: 'Feature',
  id,
  geometry: { type: 'LineString', coordinates: [at(from), at(to)] },
  properties: {
    kind: 'pipe',
    side: 'supply',
    from: name(from),
    to: name(to),
    innerDiameterM: 0.2,
    roughnessMm: 0.5,
    ...more,
  },
});
const back = (n: number): string => `R${String(n)}`;
const returnPipe = (id: string, from: number, to: number) => pipe(id, from, to, { side: 'return' }, back);
const valve = (id: string, from: string, to: string, n: number, more: Properties = {}) =>
  point(id, n, { kind: 'valve', side: 'supply', from, to, state: 'open', condition: 'operable', ...more });
const plant = (id: string, n: number, kind = 'station') =>
  point(id, n, { kind, supplyJunction: `S${String(n)}`, returnJunction: back(n), designFlowKgPerS: 5 });
const collection = (features: readonly object[]): string =>
  JSON.stringify({ type: 'FeatureCollection', name: 'bad', features });

/** A source, a main of three pipes with a valve in it, two stations. */
const sound = (): object[] => [
  ...[0, 1, 2, 3].flatMap((n) => [junction(`S${String(n)}`, n), junction(back(n), n, 'return')]),
  junction('S1b', 1),
  pipe('P1', 0, 1),
  pipe('P2', 1, 2, { from: 'S1b' }),
  pipe('P3', 2, 3),
  returnPipe('Q1', 3, 2),
  returnPipe('Q2', 2, 1),
  returnPipe('Q3', 1, 0),
  valve('V1', 'S1', 'S1b', 1),
  plant('SRC', 0, 'source'),
  plant('A', 2),
  plant('B', 3),
];
const faults: Readonly<Record<string, readonly [extra: readonly object[], codes: readonly string[]]>> = {
  'an island': [[junction('S10', 10), junction('S11', 11), pipe('I1', 10, 11)], ['IMP0102']],
  'a loop': [[pipe('L1', 0, 3), pipe('L2', 3, 0)], []],
  'a pipe from a junction to itself': [[pipe('L0', 2, 2)], ['IMP0107']],
  'ids twice': [[pipe('P1', 2, 3), junction('S1', 9), valve('V1', 'S2', 'S3', 2), plant('A', 0)], ['IMP0111']],
  'a pipe without length': [[pipe('Z', 2, 3, { lengthM: 0 })], ['IMP0101']],
  'a pipe that hangs on nothing': [[pipe('N1', 2, 20), pipe('N2', 21, 22)], ['IMP0112']],
  'a pipe that names no ends': [[pipe('N3', 2, 3, { from: null, to: null })], ['IMP0112']],
  'valves on nothing': [
    [junction('S12', 12), junction('S13', 13), valve('V9', 'S12', 'S13', 12), valve('V8', 'S99', 'S98', 12)],
    ['IMP0112', 'IMP0114'],
  ],
  'a station on nothing': [[plant('C', 40)], ['IMP0112']],
  'a link across the sides': [[pipe('X', 2, 3, { to: 'R3' })], ['IMP0103']],
};

describe('a network that is not as it should be', () => {
  it.each(Object.entries(faults))('is imported with %s, with a report, and traced', async (_what, [extra, codes]) => {
    const problems = newProblemList();
    const network = parseGeojson(collection([...sound(), ...extra]), 'bad', problems);
    expect(problems.errors).toEqual([]);
    for (const code of codes) expect(problems.warnings.map((one) => one.code)).toContain(code);
    const engine = createAnalysisEngine({ now: () => 0 });
    engine.setNetwork(network ?? null, []);
    for (const { id } of network?.pipes ?? []) {
      expect(traceResultSchema.parse(engine.trace({ pipeIds: [id] })).isolatedPipeIds).toContain(id);
    }
    // What was sound is traced as if the fault were not there, where it does not lie in between.
    if (!['a loop', 'a link across the sides'].includes(_what)) {
      const { steps, lost } = engine.trace({ pipeIds: ['P3'] });
      expect(steps.map((step) => step.valveId)).toContain('V1');
      expect(lost.stations.map((one) => one.stationId).sort()).toEqual(['A', 'B']);
    }
    engine.dispose();
  });

  it('has no source: valves are found, the simulation says HYD0002, nobody is called cut off', async () => {
    const problems = newProblemList();
    const features = sound().filter((one) => (one as { id: string }).id !== 'SRC');
    const network = parseGeojson(collection(features), 'bad', problems);
    expect(problems.warnings.map((one) => one.code)).toEqual(['IMP0113']);
    const engine = createAnalysisEngine({ now: () => performance.now() });
    engine.setNetwork(network ?? null, []);
    while (await engine.work());
    const { trace, simulation } = await engine.impact({ pipeId: 'P3' });
    expect(trace.remarks.map((one) => one.code)).toContain('NET0002');
    expect(trace.isolatedPipeIds).toContain('P3');
    expect(simulation).toMatchObject({ state: 'none', code: 'HYD0002' });
    engine.dispose();
  });

  it('cannot be balanced: the simulation says so or gives numbers, and the topological answer stands', async () => {
    const nonsense: Properties[] = [
      { lengthM: 200_000, innerDiameterM: 0.005 },
      { lengthM: 0, innerDiameterM: 5, roughnessMm: 0 },
      { roughnessMm: 50, innerDiameterM: 0.02 },
    ];
    for (const more of nonsense) {
      const network = parseGeojson(collection([...sound(), pipe('W', 2, 3, more)]), 'bad', newProblemList());
      const engine = createAnalysisEngine({ now: () => performance.now() });
      engine.setNetwork(network ?? null, []);
      while (await engine.work());
      for (const pipeId of ['P1', 'P3', 'W', 'Q1']) {
        const answer = await engine.impact({ pipeId, hole: 'rupture' });
        expect(impactResultSchema.parse(answer).trace.isolatedPipeIds).toContain(pipeId);
        expect(answer.layers.map((layer) => layer.kind)).toContain('washout');
        if (answer.simulation.state === 'none') expect(answer.simulation.code).toMatch(/^HYD000[1-3]$/);
      }
      engine.dispose();
    }
  });

  it('of any kind is imported or refused by code, and traced without an end or an error', () => {
    const name = fc.constantFrom('S0', 'S1', 'S2', 'S3', 'R0', 'R1', 'ghost', '');
    const some = fc.oneof(
      fc
        .record({ id: fc.constantFrom('P1', 'P2', 'Z'), from: name, to: name })
        .map(({ id, ...ends }) => pipe(id, 0, 1, ends)),
      fc
        .record({
          id: fc.constantFrom('V1', 'V2'),
          from: name,
          to: name,
          state: fc.constantFrom('open', 'closed', 'unknown'),
          condition: fc.constantFrom('operable', 'stuck', 'unknown'),
        })
        .map(({ id, from, to, ...more }) => valve(id, from, to, 1, more)),
      fc
        .record({
          id: fc.constantFrom('A', 'B'),
          kind: fc.constantFrom('station', 'source', 'peakBoiler'),
          supplyJunction: name,
          returnJunction: name,
        })
        .map(({ id, ...more }) => point(id, 2, more)),
      fc
        .record({
          id: fc.constantFrom('S0', 'S1', 'S2', 'S3', 'R0', 'R1'),
          n: fc.nat(20),
          side: fc.constantFrom('supply', 'return'),
        })
        .map(({ id, n, side }) => junction(id, n, side)),
    );
    fc.assert(
      fc.property(fc.array(some, { maxLength: 25 }), (features) => {
        const problems = newProblemList();
        const network = parseGeojson(collection(features), 'any', problems);
        expect(network === undefined).toBe(problems.errorCount > 0);
        if (network === undefined) return;
        const engine = createAnalysisEngine({ now: () => 0 });
        engine.setNetwork(network, []);
        for (const { id } of network.pipes) traceResultSchema.parse(engine.trace({ pipeIds: [id] }));
        expect(() => engine.trace({ pipeIds: ['none'] })).toThrow(CodedError);
        engine.dispose();
      }),
      { numRuns: 300 },
    );
  });

  it('is traced by the running console, which says what it left out of its model', async () => {
    mkdirSync(join(site.dir, 'core'));
    const cache = openCache(join(site.dir, 'core', 'cache.db'));
    const all = Object.values(faults).flatMap(([extra]) => extra);
    const result = importNetworkFile(
      cache,
      site.write('bad.geojson', collection([...sound(), ...all])),
      undefined,
      systemClock,
    );
    cache.dispose();
    expect(result).toMatchObject({ ok: true, value: { warningCounts: { IMP0111: 4, IMP0114: 1 } } });
    const core = await site.core();
    const page = await site.dial(core);
    const { network } = await page.api.network.get();
    expect(network?.pipes.length).toBeGreaterThan(10);
    for (const { id } of network?.pipes ?? []) {
      const { trace } = await page.api.analysis.impact({ pipeId: id });
      expect(trace.isolatedPipeIds).toContain(id);
    }
  });
});
