import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Network } from '#shared/domain/network/types.ts';
import { parseGeojson } from './parse-geojson.ts';
import { MAX_PROBLEMS, newProblemList, problemText } from './problems.ts';

const SCHUTTERWALD = join(import.meta.dirname, '../../../../../shared/data/schutterwald/network.geojson');

type Properties = Record<string, unknown>;
const point = (id: unknown, properties: Properties, at: unknown = [7, 48]) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: at },
  properties,
});
const line = (
  id: string,
  properties: Properties,
  path: unknown = [
    [7, 48],
    [7.001, 48],
  ],
) => ({ type: 'Feature', id, geometry: { type: 'LineString', coordinates: path }, properties });
const junction = (id: string, side = 'supply', at: unknown = [7, 48]) =>
  point(id, { kind: 'junction', side, elevationM: 120 }, at);
const pipe = (id: string, from = 'A', to = 'B', more: Properties = {}) =>
  line(id, { kind: 'pipe', side: 'supply', from, to, lengthM: 75, innerDiameterM: 0.263, roughnessMm: 0.1, ...more });
const small = () => [
  junction('A'),
  junction('B', 'supply', [7.001, 48]),
  junction('C', 'return'),
  pipe('P1'),
  point('SRC', { kind: 'source', supplyJunction: 'A', returnJunction: 'C', supplyTempC: 110 }),
  point('S1', { kind: 'station', supplyJunction: 'B', returnJunction: 'C', designFlowKgPerS: 2, name: '一号站' }),
];

function parse(
  features: unknown,
  more: Properties = {},
): { network: Network | undefined; errors: string[]; warnings: string[] } {
  const problems = newProblemList();
  const text =
    typeof features === 'string' ? features : JSON.stringify({ type: 'FeatureCollection', ...more, features });
  const network = parseGeojson(text, 'file-name', problems);
  return { network, errors: problems.errors.map(problemText), warnings: problems.warnings.map(problemText) };
}

describe('parseGeojson', () => {
  it('reads junctions, pipes, valves, stations and the base map', () => {
    const valve = { kind: 'valve', side: 'supply', from: 'A', to: 'B', state: 'unknown', condition: 'stuck' };
    const ring = [
      [
        [7, 48],
        [7.1, 48],
        [7.1, 48.1],
        [7, 48],
      ],
    ];
    const { network, errors, warnings } = parse(
      [
        ...small(),
        point('V1', valve),
        line('R1', { kind: 'street', name: '中央大街' }),
        {
          type: 'Feature',
          id: 'H1',
          geometry: { type: 'Polygon', coordinates: ring },
          properties: { kind: 'building' },
        },
      ],
      { name: 'city' },
    );
    expect(errors).toEqual([]);
    expect(warnings).toEqual([]);
    expect(network?.name).toBe('city');
    expect(network?.pipes[0]).toMatchObject({
      id: 'P1',
      lengthM: 75,
      dnMm: 250,
      innerDiameterM: 0.263,
      depthM: undefined,
    });
    expect(network?.valves[0]).toMatchObject({ state: 'unknown', condition: 'stuck', at: [7, 48] });
    expect(network?.stations[1]).toMatchObject({ name: '一号站', elevationM: 120, designFlowTPerH: 7.2, area: '' });
    expect(network?.base.map((one) => [one.id, one.kind, one.geometry.type])).toEqual([
      ['R1', 'street', 'LineString'],
      ['H1', 'building', 'Polygon'],
    ]);
  });

  it('measures a pipe without length along its drawing', () => {
    const { network } = parse([...small().slice(0, 3), pipe('P1', 'A', 'B', { lengthM: null }), ...small().slice(4)]);
    expect(network?.pipes[0]?.lengthM).toBeCloseTo(74.4, 0);
    expect(network?.name).toBe('file-name');
  });

  it('names feature and field of everything that is wrong, in one go', () => {
    const { network, errors } = parse([
      ...small(),
      pipe('P1'),
      pipe('P2', 'A', 'nowhere'),
      pipe('P3', 'A', 'B', { innerDiameterM: '12,5' }),
      point('V1', { kind: 'valve', side: 'middle', from: 'A', to: 'B', state: 'open' }),
      junction('D', 'supply', [48, 126]),
      point('', { kind: 'junction', side: 'supply', elevationM: 1 }),
      point('E', { kind: 'junction', side: 'supply' }, 'here'),
      line('W', { kind: 'water' }, [[7, 48]]),
      { ...pipe('P4'), geometry: { type: 'Point', coordinates: [7, 48] } },
    ]);
    expect(network).toBeUndefined();
    expect(errors).toEqual([
      'IMP0013 feature 9 "P3", innerDiameterM: "12,5"',
      'IMP0014 feature 10 "V1", side (supply, return): "middle"',
      'IMP0017 feature 11 "D", coordinates (longitude and latitude swapped?): [48,126]',
      'IMP0010 feature 12, id: ""',
      'IMP0012 feature 13 "E", elevationM',
      'IMP0016 feature 13 "E", coordinates: "here"',
      'IMP0016 feature 14 "W", coordinates: [[7,48]]',
      'IMP0016 feature 15 "P4", geometry (LineString): "Point"',
    ]);
  });

  it('keeps at most a hundred problems and counts the rest', () => {
    const problems = newProblemList();
    const features = Array.from({ length: 300 }, (_, index) =>
      pipe(`P${String(index)}`, 'A', 'B', { roughnessMm: -1 }),
    );
    parseGeojson(JSON.stringify({ type: 'FeatureCollection', features: [...small(), ...features] }), 'x', problems);
    expect(problems.errors).toHaveLength(MAX_PROBLEMS);
    expect(problems.errorCount).toBe(300);
  });

  it('imports what is odd but possible, and tells it', () => {
    const { network, warnings } = parse([
      ...small(),
      pipe('P0', 'A', 'B', { lengthM: 0 }),
      pipe('loop', 'A', 'A'),
      pipe('mixed', 'A', 'C'),
      junction('alone'),
      junction('X'),
      junction('Y'),
      pipe('island', 'X', 'Y'),
      point('Z', { kind: 'flowerbed' }),
      {
        ...pipe('far'),
        geometry: {
          type: 'LineString',
          coordinates: [
            [7, 48],
            [7.1, 48],
          ],
        },
      },
    ]);
    expect(network).toBeDefined();
    expect(warnings.map((one) => one.slice(0, 7) + one.slice(7).replace(/feature \d+ /, ''))).toEqual([
      'IMP0105 "Z", kind: "flowerbed"',
      'IMP0101 pipe "P0"',
      'IMP0107 pipe "loop"',
      'IMP0103 pipe "mixed", to: "C"',
      'IMP0106 pipe "loop", metres: 74',
      'IMP0106 pipe "mixed", metres: 74',
      'IMP0106 pipe "island", metres: 74',
      'IMP0106 pipe "far", metres: 7366',
      'IMP0104 junction "alone"',
      'IMP0102 junction "X", junctions: 2',
    ]);
  });

  it('leaves out what cannot be used: the first of two ids counts, unknown ends do not', () => {
    const valve = { kind: 'valve', side: 'supply', state: 'open' };
    const { network, errors, warnings } = parse([
      ...small(),
      junction('B', 'supply', [8, 48]),
      pipe('P1', 'A', 'B', { lengthM: 1 }),
      pipe('P2', 'A', 'nowhere'),
      line('P3', { kind: 'pipe', side: 'supply', innerDiameterM: 0.1, roughnessMm: 0.1 }),
      point('V1', { ...valve, from: 'ghost', to: 'ghost' }),
      junction('X'),
      junction('Y'),
      point('V2', { ...valve, from: 'X', to: 'Y' }),
      point('S1', { kind: 'station', supplyJunction: 'A', returnJunction: 'C' }),
      point('S2', { kind: 'station', supplyJunction: 'A' }),
    ]);
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      'IMP0111 junction "B", id',
      'IMP0111 pipe "P1", id',
      'IMP0112 pipe "P2", to: "nowhere"',
      'IMP0112 pipe "P3", from: ""',
      'IMP0112 pipe "P3", to: ""',
      'IMP0112 valve "V1", from: "ghost"',
      'IMP0112 valve "V1", to: "ghost"',
      'IMP0111 station "S1", id',
      'IMP0112 station "S2", returnJunction: ""',
      'IMP0114 valve "V2"',
      'IMP0102 junction "X", junctions: 2',
    ]);
    expect(network?.nodes.find((one) => one.id === 'B')?.at).toEqual([7.001, 48]);
    expect(network?.pipes.map((one) => [one.id, one.lengthM])).toEqual([['P1', 75]]);
    expect(network?.valves.map((one) => one.id)).toEqual(['V2']);
    expect(network?.stations.map((one) => [one.id, one.name])).toEqual([
      ['SRC', 'SRC'],
      ['S1', '一号站'],
    ]);
  });

  it('imports a network without a source, and says what that means once', () => {
    const { network, warnings } = parse(small().filter((one) => one.id !== 'SRC'));
    expect(network?.stations.map((one) => one.id)).toEqual(['S1']);
    expect(warnings).toEqual(['IMP0113 file, source']);
  });

  it('keeps some warnings of each code, however many there are of one', () => {
    const problems = newProblemList();
    const lost = Array.from({ length: 500 }, (_, index) => pipe(`L${String(index)}`, 'A', 'nowhere'));
    const features = [...small(), ...lost, pipe('P0', 'A', 'B', { lengthM: 0 })];
    parseGeojson(JSON.stringify({ type: 'FeatureCollection', features }), 'x', problems);
    expect(problems.warningCounts).toEqual({ IMP0112: 500, IMP0101: 1 });
    expect(problems.warnings.map((one) => one.code)).toContain('IMP0101');
    expect(problems.warnings.length).toBeLessThan(30);
  });

  it.each([
    ['{"type":"FeatureCollection","features":[{"a":NaN}]}', /^IMP0004 file, JSON/],
    ['[1]', /^IMP0004 file, type/],
    ['{"type":"FeatureCollection","features":{}}', /^IMP0004 file, type/],
    ['{"type":"FeatureCollection","features":[]}', /^IMP0006 file, junction/],
    ['{"type":"FeatureCollection","features":[null]}', /^IMP0004 feature 1, type: null/],
    [
      '{"type":"FeatureCollection","crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}',
      /^IMP0017 file, crs/,
    ],
  ])('refuses %s', (text, message) => {
    const { network, errors } = parse(text);
    expect(network).toBeUndefined();
    expect(errors[0]).toMatch(message);
  });

  it.skipIf(!existsSync(SCHUTTERWALD))(
    'reads the Schutterwald network as others drew it (skipped where the sample is absent)',
    () => {
      const { network, errors } = parse(readFileSync(SCHUTTERWALD, 'utf8'));
      expect(errors).toEqual([]);
      expect(network?.name).toBe('schutterwald');
      expect(network?.nodes).toHaveLength(488);
      expect(network?.pipes).toHaveLength(482);
      expect(network?.valves).toHaveLength(4);
      expect(network?.stations.filter((one) => one.kind === 'station')).toHaveLength(44);
      expect(network?.stations.filter((one) => one.kind === 'source')).toHaveLength(1);
      expect(network?.pipes.every((one) => one.dnMm === 100)).toBe(true);
    },
  );
});
