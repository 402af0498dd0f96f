import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportCity } from '#city/export/export-city.ts';
import { generateCity } from '#city/generate/generate-city.ts';
import { decodeText } from './decode-text.ts';
import { parseCustomers } from './parse-customers.ts';
import { parseGeojson } from './parse-geojson.ts';
import { parseInp } from './parse-inp.ts';
import { newProblemList, problemText, type ProblemList } from './problems.ts';

const city = generateCity({ seed: 3, stations: 10 });
let dir: string;
let networkText: string;
let customersText: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-fuzz-'));
  await exportCity(city, dir);
  networkText = readFileSync(join(dir, 'network.geojson'), 'utf8');
  customersText = readFileSync(join(dir, 'customers.csv'), 'utf8');
});
afterAll(() => rmSync(dir, { recursive: true }));

const INP = `[JUNCTIONS]
A 100
[RESERVOIRS]
R 130
[PIPES]
P R A 1000 12 100 0 Open
[OPTIONS]
UNITS LPS
[COORDINATES]
R 0 0
A 1000 0
[END]`;

/** A reader gives either something or at least one error, whatever it is given, and each problem can be shown. */
function holds(read: (problems: ProblemList) => unknown): void {
  const problems = newProblemList();
  const result = read(problems);
  expect(result === undefined).toBe(problems.errorCount > 0);
  for (const problem of [...problems.errors, ...problems.warnings]) expect(problemText(problem)).toMatch(/^IMP\d{4} /);
}

/** Cuts, doubles and overwrites pieces of a good file. */
const damage = (text: string) =>
  fc
    .array(
      fc.record({
        at: fc.nat({ max: text.length }),
        drop: fc.nat({ max: 60 }),
        put: fc.oneof(
          fc.string({ maxLength: 8 }),
          fc.constantFrom('NaN', '-', '"', '[', '}', '\n', '1e999', '"",', ',,'),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((cuts) => cuts.reduce((now, { at, drop, put }) => now.slice(0, at) + put + now.slice(at + drop), text));

describe('import readers', () => {
  it('read back what the virtual city wrote', () => {
    const problems = newProblemList();
    const network = parseGeojson(networkText, 'x', problems);
    expect(problems.errors.map(problemText)).toEqual([]);
    expect(problems.warnings.map(problemText)).toEqual([]);
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    for (const part of ['nodes', 'pipes', 'valves', 'base'] as const) {
      expect(plain(network?.[part])).toEqual(plain(city.network[part]));
    }
    expect(network?.stations.map((one) => one.id)).toEqual(city.network.stations.map((one) => one.id));
    city.network.stations.forEach((station, index) => {
      const { designFlowTPerH, ...rest } = station;
      const { designFlowTPerH: read, ...others } = network?.stations[index] ?? {};
      expect(plain(others)).toEqual(plain(rest));
      expect(read ?? 0).toBeCloseTo(designFlowTPerH ?? 0, 2);
    });
    const stationIds = new Set(city.network.stations.map((one) => one.id));
    expect(plain(parseCustomers(customersText, stationIds, problems))).toEqual(plain(city.buildings));
  });

  it('never throw on GeoJSON of any kind', () => {
    const feature = fc.record({
      type: fc.constantFrom('Feature', 'x'),
      id: fc.jsonValue(),
      geometry: fc.oneof(
        fc.jsonValue(),
        fc.record({ type: fc.constantFrom('Point', 'LineString', 'Polygon'), coordinates: fc.jsonValue() }),
      ),
      properties: fc.oneof(
        fc.jsonValue(),
        fc.record({
          kind: fc.constantFrom('junction', 'pipe', 'valve', 'station', 'street', '__proto__', 'constructor'),
          side: fc.jsonValue(),
          from: fc.jsonValue(),
          lengthM: fc.jsonValue(),
        }),
      ),
    });
    const features = fc.array(feature, { maxLength: 6 });
    fc.assert(
      fc.property(features, (list) => {
        holds((problems) => parseGeojson(JSON.stringify({ type: 'FeatureCollection', features: list }), 'x', problems));
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.json(), (text) => holds((problems) => parseGeojson(text, 'x', problems))),
      { numRuns: 200 },
    );
  });

  it('never throw on a damaged file', () => {
    const lines = networkText.split('\n');
    const short = [lines[0], ...lines.slice(1, 12), lines.at(-1)].join('\n');
    const stationIds = new Set(city.network.stations.map((one) => one.id));
    const rows = customersText.split('\n').slice(0, 8).join('\n');
    const planar = { kind: 'origin', at: [126.6, 45.7] } as const;
    const cases: readonly [string, (text: string, problems: ProblemList) => unknown][] = [
      [short, (text, problems) => parseGeojson(text, 'x', problems)],
      [rows, (text, problems) => parseCustomers(text, stationIds, problems)],
      [INP, (text, problems) => parseInp(text, 'x', planar, problems)],
    ];
    for (const [good, read] of cases) {
      fc.assert(
        fc.property(damage(good), (text) => holds((problems) => read(text, problems))),
        { numRuns: 300 },
      );
    }
  });

  it('find the first byte that is not UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(0xff, 0xc0, 0x80), (text, bad) => {
        const before = Buffer.from(text, 'utf8');
        const problems = newProblemList();
        expect(decodeText(Buffer.concat([before, Buffer.from([bad, 0x41])]), problems)).toBeUndefined();
        expect(problems.errors[0]).toMatchObject({ code: 'IMP0003', value: String(before.length) });
      }),
    );
  });
});
