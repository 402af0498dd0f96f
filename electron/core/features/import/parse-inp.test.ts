import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distanceM } from '#shared/lib/geo.ts';
import { roughnessMmOf, unitsOfFlow } from './inp-units.ts';
import { parseInp } from './parse-inp.ts';
import { pathLengthM } from './parse-geojson.ts';
import { parseOrigin, type PlanarReference } from './planar.ts';
import { newProblemList, problemText } from './problems.ts';

const KY4 = join(import.meta.dirname, '../../../../../shared/data/epanet/ky4.inp');
/** Kentucky single zone, feet (EPSG:3089), as a PROJ string: what ky4's coordinates turn out to be in. */
const KENTUCKY =
  '+proj=lcc +lat_0=36.3333333333333 +lon_0=-85.75 +lat_1=37.0833333333333 +lat_2=38.6666666666667 ' +
  '+x_0=1500000 +y_0=999999.9998984 +datum=NAD83 +units=us-ft +no_defs';
const HARBIN: PlanarReference = { kind: 'origin', at: [126.6, 45.7], planar: [0, 0] };

function inp(more: Record<string, string> = {}): string {
  const sections: Record<string, string> = {
    JUNCTIONS: 'A 100 0 ;first\nB 110',
    RESERVOIRS: 'R 130',
    TANKS: '',
    PIPES: 'P1 R A 1000 12 0.5 0 Open\nP2 A B 500 6 0.5 Closed',
    PUMPS: '',
    VALVES: '',
    STATUS: '',
    OPTIONS: 'Units GPM\nHeadloss D-W',
    COORDINATES: 'R 0 0\nA 1000 0\nB 1000 500',
    VERTICES: 'P1 500 100',
    ...more,
  };
  return Object.entries(sections)
    .map(([name, lines]) => `[${name}]\n;comment\n${lines}\n`)
    .join('\r\n');
}

function parse(text: string, planar: PlanarReference | undefined = HARBIN) {
  const problems = newProblemList();
  const network = parseInp(text, 'net', planar, problems);
  return { network, errors: problems.errors.map(problemText), warnings: problems.warnings.map(problemText) };
}

describe('parseInp', () => {
  it('converts US units to SI', () => {
    const { network, errors } = parse(inp());
    expect(errors).toEqual([]);
    expect(network?.nodes.find((node) => node.id === 'A')?.elevationM).toBeCloseTo(30.48);
    const [main] = network?.pipes ?? [];
    expect(main).toMatchObject({ id: 'P1', from: 'R', to: 'A', dnMm: 300, side: 'supply' });
    expect(main?.lengthM).toBeCloseTo(304.8);
    expect(main?.innerDiameterM).toBeCloseTo(0.3048);
    expect(main?.roughnessMm).toBeCloseTo(0.5 * 0.3048);
    expect(main?.path).toHaveLength(3);
    expect(distanceM(main?.path[0] ?? [0, 0], main?.path[2] ?? [0, 0])).toBeCloseTo(304.8, 0);
  });

  it.each(['LPS', 'LPM', 'MLD', 'CMH', 'CMD', 'CMS'])('reads %s files as metric', (unit) => {
    const { network } = parse(
      inp({ OPTIONS: `UNITS ${unit}\nHEADLOSS D-W`, PIPES: 'P1 R A 1000 300 0.5 0 Open\nP2 A B 5 20 1' }),
    );
    expect(network?.pipes[0]).toMatchObject({ lengthM: 1000, innerDiameterM: 0.3, roughnessMm: 0.5 });
  });

  it.each(['CFS', 'GPM', 'MGD', 'IMGD', 'AFD'])('reads %s files as US units', (unit) => {
    expect(unitsOfFlow(unit)?.lengthM).toBe(0.3048);
  });

  it('finds a wall that loses as much head where the roughness is a Hazen-Williams C or a Manning n', () => {
    const si = unitsOfFlow('LPS');
    if (si === undefined) throw new Error('LPS is known');
    // Published equivalents for steel: C 130 to 140 is 0.05 to 0.25 mm, n 0.010 to 0.012 is 0.1 to 0.6 mm at these bores.
    const hw = roughnessMmOf('H-W', 135, 0.3, si);
    expect(hw).toBeGreaterThan(0.03);
    expect(hw).toBeLessThan(0.3);
    expect(roughnessMmOf('H-W', 100, 0.3, si)).toBeGreaterThan(1);
    const cm = roughnessMmOf('C-M', 0.011, 0.3, si);
    expect(cm).toBeGreaterThan(0.1);
    expect(cm).toBeLessThan(1);
  });

  it('makes a closed pipe a pipe behind a closed valve, and reservoirs sources', () => {
    const { network, warnings } = parse(inp());
    expect(network?.valves).toMatchObject([{ id: 'P2:valve', from: 'A', to: 'P2:cut', state: 'closed' }]);
    expect(network?.pipes[1]).toMatchObject({ id: 'P2', from: 'P2:cut', to: 'B' });
    expect(network?.stations).toMatchObject([{ id: 'R', kind: 'source', supplyNode: 'R', returnNode: 'R' }]);
    expect(warnings).toContain('IMP0109 source "R"');
  });

  it('takes valves, pumps and their status', () => {
    const { network, warnings } = parse(
      inp({
        VALVES: 'V1 A B 12 PRV 50 0',
        PUMPS: 'U1 R A POWER 5\nU2 R A POWER 5',
        STATUS: 'V1 Closed\nU2 0\nP2 OPEN',
      }),
    );
    expect(network?.valves.map((one) => [one.id, one.state, one.dnMm])).toEqual([
      ['V1', 'closed', 300],
      ['U1', 'open', undefined],
      ['U2', 'closed', undefined],
    ]);
    expect(warnings.filter((one) => one.startsWith('IMP0110'))).toHaveLength(2);
  });

  it('puts what is tagged so on the return side', () => {
    const { network } = parse(
      inp({
        RESERVOIRS: 'R 130\nR2 90',
        COORDINATES: 'R 0 0\nA 1000 0\nB 1000 500\nR2 0 500',
        PIPES: 'P1 R A 1000 12 0.5 0 Open\nP2 B R2 500 6 0.5',
        TAGS: 'NODE B return\nNODE R2 return\nLINK P2 return',
      }),
    );
    expect(network?.pipes.map((one) => one.side)).toEqual(['supply', 'return']);
    expect(network?.stations).toMatchObject([{ id: 'R', supplyNode: 'R', returnNode: 'R2' }]);
  });

  it('names line and field of what is wrong', () => {
    const { network, errors } = parse(
      inp({
        JUNCTIONS: 'A 1OO\nB 5\nC 7',
        PIPES: 'P1 R A 1000\nP2 A nowhere 5 6 1\nP2 A B NaN 6 1',
        VERTICES: 'P1 5',
      }),
    );
    expect(network).toBeUndefined();
    expect(errors.map((one) => one.replace(/line \d+,? /, ''))).toEqual([
      'IMP0013 VERTICES: "P1 5"',
      'IMP0013 "A", elevation: "1OO"',
      'IMP0023 "C", COORDINATES',
      'IMP0022 "P1", diameter: "P1 R A 1000"',
      'IMP0022 "P1", roughness: "P1 R A 1000"',
      'IMP0013 "P2", length: "NaN"',
    ]);
  });

  it('leaves out ids used twice and ends that do not exist, with the valve of a closed pipe', () => {
    const { network, errors, warnings } = parse(
      inp({
        JUNCTIONS: 'A 100\nB 110\nA 900',
        PIPES: 'P1 R A 1000 12 0.5\nP1 A B 500 6 0.5 Closed\nP2 A nowhere 5 6 1 Closed\nP3 A B 5 6 1 Closed',
        VALVES: 'V1 nowhere B 12 PRV 50 0',
      }),
    );
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      'IMP0109 source "R"',
      'IMP0111 junction "A", id',
      'IMP0111 pipe "P1", id',
      'IMP0112 pipe "P2", to: "nowhere"',
      'IMP0112 valve "V1", from: "nowhere"',
      'IMP0108 file',
    ]);
    expect(network?.nodes.find((one) => one.id === 'A')?.elevationM).toBeCloseTo(30.48);
    expect(network?.pipes.map((one) => one.id)).toEqual(['P1', 'P3']);
    expect(network?.valves.map((one) => one.id)).toEqual(['P3:valve']);
  });

  it.each([
    [inp({ OPTIONS: 'Units FURLONGS' }), HARBIN, 'IMP0014 OPTIONS, Units'],
    [inp(), { kind: 'crs', crs: 'EPSG:999999' }, 'IMP0021 COORDINATES'],
    [inp(), { kind: 'crs', crs: '+proj=nonsense' }, 'IMP0021 COORDINATES'],
    [inp({ COORDINATES: 'R 0 0\nA 9000000 0\nB 1 1' }), HARBIN, 'IMP0024 COORDINATES'],
    [inp(), { kind: 'crs', crs: 'EPSG:4326' }, 'IMP0017 line'],
    ['A 1 2\n[JUNCTIONS]', HARBIN, 'IMP0022 line 1, section'],
    ['', HARBIN, 'IMP0006 file'],
  ] as const)('refuses a bad file %#', (text, planar, message) => {
    const { network, errors } = parse(text, planar);
    expect(network).toBeUndefined();
    expect(errors[0]).toContain(message);
  });

  it('asks where planar coordinates lie', () => {
    const problems = newProblemList();
    expect(parseInp(inp(), 'net', undefined, problems)).toBeUndefined();
    expect(problems.errors.map((one) => one.code)).toEqual(['IMP0020']);
  });

  it('places CGCS2000 drawings with and without zone number alike', () => {
    const at = (crs: string, x: number) =>
      parse(inp({ COORDINATES: `R ${String(x)} 5064000\nA ${String(x)} 5064100\nB ${String(x)} 5064200` }), {
        kind: 'crs',
        crs,
      }).network?.nodes[0]?.at;
    expect(at('EPSG:4530', 42_500_000)?.[0]).toBeCloseTo(126, 6);
    expect(at('EPSG:4551', 500_000)?.[0]).toBeCloseTo(126, 6);
    expect(at('EPSG:4551', 500_000)?.[1]).toBeCloseTo(45.7, 1);
  });

  it('reads --origin, with the middle of the drawing where no point is named', () => {
    expect(parseOrigin('126.6,45.7')).toEqual({ kind: 'origin', at: [126.6, 45.7], planar: undefined });
    expect(parseOrigin('126.6, 45.7@ -5,1.5')).toEqual({ kind: 'origin', at: [126.6, 45.7], planar: [-5, 1.5] });
    for (const bad of ['126.6', '45.7,126.6', 'a,b', '1,2@3']) expect(() => parseOrigin(bad)).toThrow('IMP0024');
    const { network } = parse(inp(), parseOrigin('126.6,45.7'));
    const lons = network?.nodes.map((node) => node.at[0]) ?? [];
    expect((Math.min(...lons) + Math.max(...lons)) / 2).toBeCloseTo(126.6, 6);
  });

  it.skipIf(!existsSync(KY4))(
    'reads ky4 in Kentucky, drawn as long as its pipes say (skipped where the sample is absent)',
    () => {
      const { network, errors } = parse(readFileSync(KY4, 'utf8'), { kind: 'crs', crs: KENTUCKY });
      expect(errors).toEqual([]);
      expect(network?.nodes).toHaveLength(964);
      expect(network?.pipes).toHaveLength(1156);
      expect(network?.valves.map((one) => [one.id, one.state])).toEqual([
        ['~@Pump-1', 'closed'],
        ['~@Pump-2', 'open'],
      ]);
      const first = network?.pipes.find((one) => one.id === 'P-1');
      expect(first?.lengthM).toBeCloseTo(1760.131 * 0.3048, 3);
      const shares = (network?.pipes ?? []).map((one) => pathLengthM(one.path) / one.lengthM).sort((a, b) => a - b);
      expect(shares[Math.floor(shares.length / 2)]).toBeCloseTo(1, 1);
      expect(network?.nodes.every((node) => node.at[0] > -89 && node.at[0] < -81 && node.at[1] > 36)).toBe(true);
    },
  );
});
