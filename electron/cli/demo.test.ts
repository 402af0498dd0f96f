import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revision } from '#core/db/cache/imports.ts';
import { openCache } from '#core/db/cache/open-cache.ts';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import { modbusStationIds } from '#shared/contract/modbus-driver.ts';
import { needsBuild } from './build-pages.ts';
import { cityArgs, importDemo, prepareDemo, writeDemoDrivers } from './demo.ts';
import { electronArgs } from './electron-shell.ts';
import { placesIn, ROOT } from './places.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-demo-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(file: string, content = '', atS = 1_000): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, atS, atS);
}

const at = { type: 'Point', coordinates: [126.6, 45.7] };
const junction = (id: string, side: string) => ({
  type: 'Feature',
  id,
  geometry: at,
  properties: { kind: 'junction', side, elevationM: 1 },
});
const NETWORK = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    junction('A', 'supply'),
    junction('B', 'return'),
    {
      type: 'Feature',
      id: 'S001',
      geometry: at,
      properties: { kind: 'station', supplyJunction: 'A', returnJunction: 'B' },
    },
    {
      type: 'Feature',
      id: 'P',
      geometry: { type: 'LineString', coordinates: [at.coordinates, at.coordinates] },
      properties: { kind: 'pipe', side: 'supply', from: 'A', to: 'A', innerDiameterM: 0.1, roughnessMm: 0.1 },
    },
  ],
});
const CUSTOMERS = `building_id,station_id,community,name,address,lon,lat,households,heated_area_m2,construction
H1,S001,c,n,a,126.6,45.7,1,2,light
`;

const DEMO = { seed: '7', stations: '52', scenario: 'quiet-day', delay: '0', opcuaPort: 4801, modbusPort: 1502 };

describe('the demonstration', () => {
  it('imports what the city exported once, and again only when it changed', () => {
    const places = placesIn(dir);
    prepareDemo(places);
    write(join(places.city, 'export/network.geojson'), NETWORK);
    write(join(places.city, 'export/customers.csv'), CUSTOMERS);
    const revisionNow = (): number => {
      const cache = openCache(places.cache);
      try {
        return revision(cache);
      } finally {
        cache.dispose();
      }
    };
    importDemo(places);
    expect(revisionNow()).toBe(2);
    prepareDemo(places);
    importDemo(places);
    expect(revisionNow()).toBe(2);
    write(join(places.city, 'export/customers.csv'), CUSTOMERS.replace('H1', 'H2'));
    importDemo(places);
    expect(revisionNow()).toBe(3);
    write(join(places.city, 'export/customers.csv'), CUSTOMERS.replace('S001', 'S002'));
    expect(() => importDemo(places)).toThrow(/CLI0009.*IMP0015/);
  });

  it('does not put a made-up city in the place of a real network', () => {
    const places = placesIn(dir);
    prepareDemo(places);
    write(join(places.city, 'export/network.geojson'), NETWORK);
    write(join(places.city, 'export/customers.csv'), CUSTOMERS);
    importDemo(places);
    rmSync(places.city, { recursive: true });
    expect(() => prepareDemo(places)).toThrow('CLI0014');
  });

  it('writes drivers for the size of the city', () => {
    const places = placesIn(dir);
    prepareDemo(places);
    const config = parseDriversConfig(readFileSync(writeDemoDrivers(places, DEMO), 'utf8'));
    const modbus = config.drivers.find((driver) => driver.kind === 'modbus');
    const ids = modbus?.kind === 'modbus' ? modbusStationIds(modbus.stations) : [];
    expect([ids[0], ids.at(-1), ids.length]).toEqual(['S005', 'S050', 10]);
    const large = parseDriversConfig(readFileSync(writeDemoDrivers(places, { ...DEMO, stations: '2000' }), 'utf8'));
    const ofLarge = large.drivers.flatMap((driver) =>
      driver.kind === 'modbus' ? modbusStationIds(driver.stations) : [],
    );
    expect([ofLarge[0], ofLarge.at(-1)]).toEqual(['S0005', 'S2000']);
    expect(config.drivers).toMatchObject([
      { kind: 'opcua', endpoint: 'opc.tcp://127.0.0.1:4801/heatline-city' },
      { kind: 'modbus', port: 1502 },
    ]);
  });

  it('lets the city report to a hub only where it has a token for it', () => {
    const own = { url: 'http://h', tokenFile: 'c', integrationTokenFile: 'i' };
    expect(cityArgs(DEMO, placesIn(dir), own).join(' ')).toContain('--hub http://h --hub-token-file i');
    expect(cityArgs(DEMO, placesIn(dir), { ...own, integrationTokenFile: undefined })).not.toContain('--hub');
  });

  it('tells the Electron windows where hub, core and data are', () => {
    const options = { binary: 'e', core: 'node', data: '/d', port: 0, tokenFile: '/t', switches: ['--no-sandbox'] };
    const args = electronArgs({ ...options, hub: { url: 'http://h', tokenFile: '/h' }, drivers: '/dr' });
    expect(args.slice(0, 2)).toEqual(['--no-sandbox', ROOT]);
    expect(args.join(' ')).toContain(
      '--core node --data /d --port 0 --token-file /t --hub http://h --hub-token-file /h',
    );
    expect(electronArgs({ ...options, core: 'http://c' })).not.toContain('--hub');
  });
});

describe('needsBuild', () => {
  it('builds what is missing or older than a source, tests apart', () => {
    expect(needsBuild(dir)).toBe(true);
    write(join(dir, 'renderer/windows/wall/main.ts'), '', 900);
    write(join(dir, 'renderer/windows/wall/index.html'), '', 900);
    expect(needsBuild(dir)).toBe(true);
    write(join(dir, 'out/renderer/windows/wall/index.html'), '', 1_000);
    expect(needsBuild(dir)).toBe(false);
    write(join(dir, 'shared/lib/geo.test.ts'), '', 1_100);
    expect(needsBuild(dir)).toBe(false);
    write(join(dir, 'shared/lib/geo.ts'), '', 1_100);
    expect(needsBuild(dir)).toBe(true);
    write(join(dir, 'out/renderer/windows/wall/index.html'), '', 1_200);
    expect(needsBuild(dir)).toBe(false);
    write(join(dir, 'renderer/windows/map/index.html'), '', 900);
    expect(needsBuild(dir)).toBe(true);
  });
});
