import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateCity } from '../generate/generate-city.ts';
import { exportCity } from './export-city.ts';

interface Feature {
  readonly id: string;
  readonly geometry: { readonly type: string };
  readonly properties: Readonly<Record<string, unknown>> & { readonly kind: string };
}

const city = generateCity({ seed: 5, stations: 12 });
let dir = '';
const textOf = (name: string, run = 'one'): Promise<string> => readFile(join(dir, run, name), 'utf8');

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heatline-export-'));
  await exportCity(city, join(dir, 'one'));
  await exportCity(generateCity({ seed: 5, stations: 12 }), join(dir, 'two'));
});

afterAll(() => rm(dir, { recursive: true }));

describe('exportCity', () => {
  it('writes the same bytes for the same city', async () => {
    for (const name of ['network.geojson', 'customers.csv']) expect(await textOf(name)).toBe(await textOf(name, 'two'));
  });

  it('writes every item of the network once, in the words of the import format', async () => {
    const { type, features } = JSON.parse(await textOf('network.geojson')) as { type: string; features: Feature[] };
    expect(type).toBe('FeatureCollection');
    const count = (kind: string): number => features.filter((feature) => feature.properties.kind === kind).length;
    expect(count('junction')).toBe(city.network.nodes.length);
    expect(count('pipe')).toBe(city.network.pipes.length);
    expect(count('valve')).toBe(city.network.valves.length);
    expect(count('station')).toBe(12);
    expect(count('building')).toBe(city.buildings.length);
    const source = features.find((feature) => feature.properties.kind === 'source');
    expect(source?.properties).toMatchObject({
      supplyPressureBar: 9.2,
      pumpLiftBar: 5.9,
      supplyJunction: expect.any(String),
    });
    const [first] = city.network.stations;
    const station = features.find((feature) => feature.id === first?.id);
    expect((station?.properties['designFlowKgPerS'] as number) * 3.6).toBeCloseTo(first?.designFlowTPerH ?? 0, 2);
  });

  it('writes a row for every building', async () => {
    const rows = (await textOf('customers.csv')).trimEnd().split('\n');
    expect(rows[0]).toBe(
      'building_id,station_id,community,name,address,lon,lat,households,heated_area_m2,construction,sensitive,phone',
    );
    expect(rows).toHaveLength(city.buildings.length + 1);
    expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([12]));
  });
});
