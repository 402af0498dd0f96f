import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '#kit/open-database.ts';
import { systemClock } from '#kit/system-clock.ts';
import { readBuildings } from '../../db/cache/buildings.ts';
import { lastImport, revision } from '../../db/cache/imports.ts';
import { readNetwork } from '../../db/cache/network.ts';
import { openCache } from '../../db/cache/open-cache.ts';
import { fileSha256, importCustomersFile, importNetworkFile } from './import-file.ts';

let dir: string;
let cache: OpenDatabase;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-import-'));
  cache = openCache(join(dir, 'cache.db'));
});
afterEach(() => {
  cache.dispose();
  rmSync(dir, { recursive: true });
});

const at = { type: 'Point', coordinates: [126.6, 45.7] };
const node = (id: string, side: string) => ({
  type: 'Feature',
  id,
  geometry: at,
  properties: { kind: 'junction', side, elevationM: 120 },
});
const network = (...stations: string[]) => ({
  type: 'FeatureCollection',
  name: 'n',
  features: [
    node('A', 'supply'),
    node('B', 'return'),
    {
      type: 'Feature',
      id: 'P',
      geometry: { type: 'LineString', coordinates: [at.coordinates, at.coordinates] },
      properties: { kind: 'pipe', side: 'supply', from: 'A', to: 'A', innerDiameterM: 0.1, roughnessMm: 0.1 },
    },
    ...stations.map((id) => ({
      type: 'Feature',
      id,
      geometry: at,
      properties: { kind: 'station', supplyJunction: 'A', returnJunction: 'B' },
    })),
  ],
});
const CSV = `building_id,station_id,community,name,address,lon,lat,households,heated_area_m2,construction
B1,S1,c,n,a,126.6,45.7,1,2,light
`;

function write(name: string, content: string | Uint8Array): string {
  const file = join(dir, name);
  writeFileSync(file, content);
  return file;
}
const importNetwork = (file: string) => importNetworkFile(cache, file, undefined, systemClock);
const importCustomers = (file: string) => importCustomersFile(cache, file, systemClock);

describe('import of files', () => {
  it('imports, imports again, and keeps the ids and history', () => {
    const file = write('n.geojson', JSON.stringify(network('S1', 'S2')));
    expect(importNetwork(file)).toMatchObject({ ok: true, value: { added: 5, changed: 0, removed: 0, revision: 1 } });
    expect(importNetwork(file)).toMatchObject({ ok: true, value: { added: 0, unchanged: 5, revision: 2 } });
    write('n.geojson', JSON.stringify(network('S1', 'S3')));
    expect(importNetwork(file)).toMatchObject({ ok: true, value: { added: 1, unchanged: 4, removed: 1 } });
    expect(readNetwork(cache)?.stations.map((one) => one.id)).toEqual(['S1', 'S3']);
    expect(lastImport(cache, 'network')).toMatchObject({ fileName: 'n.geojson', sha256: fileSha256(file) });
    expect(lastImport(cache, 'network')?.problems).toContain('IMP0107 pipe "P"');
  });

  it('takes a byte-order mark, and customers after their network', () => {
    const csv = write('c.csv', `\uFEFF${CSV}`);
    expect(importCustomers(csv)).toMatchObject({ ok: false, error: { problems: [{ code: 'IMP0032' }] } });
    importNetwork(write('n.json', `\uFEFF${JSON.stringify(network('S1'))}`));
    expect(importCustomers(csv)).toMatchObject({ ok: true, value: { kind: 'customers', added: 1 } });
    expect(readBuildings(cache).map((one) => one.id)).toEqual(['B1']);
  });

  it('changes nothing for a bad file', () => {
    importNetwork(write('n.geojson', JSON.stringify(network('S1'))));
    const before = readNetwork(cache);
    const { features, ...rest } = network('S1');
    const pipeless = { ...rest, features: features.filter(({ properties }) => properties.kind !== 'pipe') };
    const bad = importNetwork(write('bad.geojson', JSON.stringify(pipeless)));
    expect(bad).toMatchObject({ ok: false, error: { problemCount: 1, problems: [{ code: 'IMP0006' }] } });
    expect(importCustomers(write('c.csv', CSV.replace('S1', 'S7')))).toMatchObject({ ok: false });
    expect(readNetwork(cache)).toEqual(before);
    expect(revision(cache)).toBe(1);
  });

  it('leaves out what cannot be used, and reports how much of each', () => {
    const twice = importNetwork(write('n.geojson', JSON.stringify(network('S1', 'S1', 'S1'))));
    expect(twice).toMatchObject({ ok: true, value: { added: 4, warningCounts: { IMP0111: 2, IMP0113: 1 } } });
    const rows = `${CSV}B2,S7,c,n,a,126.6,45.7,1,2,light\nB1,S1,c,n,a,126.6,45.7,1,2,light\n`;
    const customers = importCustomers(write('c.csv', rows));
    expect(customers).toMatchObject({ ok: true, value: { added: 1, warningCounts: { IMP0111: 1, IMP0115: 1 } } });
  });

  it.each([
    ['gbk.geojson', Buffer.from([0x7b, 0x0a, 0x22, 0xd6, 0xd0, 0x22, 0x7d]), 'IMP0003', 'line 2'],
    ['utf16.geojson', Buffer.from('\uFEFF{}', 'utf16le'), 'IMP0003', 'line 1'],
    ['cut.geojson', Buffer.from('{"name":"热').subarray(0, -1), 'IMP0003', 'line 1'],
    ['net.shp', Buffer.from('x'), 'IMP0005', 'file'],
    ['net.inp', Buffer.from('[JUNCTIONS]'), 'IMP0020', 'file'],
  ])('refuses %s', (name, bytes, code, where) => {
    expect(importNetwork(write(name, bytes))).toMatchObject({ ok: false, error: { problems: [{ code, where }] } });
  });

  it('tells a file that is not there, or a folder', () => {
    for (const file of [join(dir, 'none.geojson'), dir]) {
      expect(importNetwork(file)).toMatchObject({ ok: false, error: { problems: [{ code: 'IMP0001' }] } });
    }
    expect(fileSha256(join(dir, 'none'))).toBeUndefined();
  });
});
