import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastImport } from '#core/db/cache/imports.ts';
import { openCache } from '#core/db/cache/open-cache.ts';
import { fileSha256, importCustomersFile, importNetworkFile } from '#core/features/import/import-file.ts';
import { problemText } from '#core/features/import/problems.ts';
import type { OpenDatabase } from '#kit/open-database.ts';
import { systemClock } from '#kit/system-clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { HubAccess } from './launcher.ts';
import { ROOT, type DataPlaces } from './places.ts';

/** The virtual city of `npm start`. */
export interface DemoOptions {
  readonly seed: string;
  readonly stations: string;
  readonly scenario: string;
  /** Seconds that every event of the scenario comes later. */
  readonly delay: string;
  readonly opcuaPort: number;
  readonly modbusPort: number;
}

const exportDir = (places: DataPlaces): string => join(places.city, 'export');

/** Arguments of the city's entry. It writes network and customers before it says that it is ready. */
export function cityArgs(demo: DemoOptions, places: DataPlaces, hub: HubAccess): readonly string[] {
  const { integrationTokenFile } = hub;
  return [
    ...['--seed', demo.seed, '--stations', demo.stations, '--scenario', demo.scenario, '--delay', demo.delay],
    ...['--opcua-port', String(demo.opcuaPort), '--modbus-port', String(demo.modbusPort)],
    ...['--export', exportDir(places), '--pki', join(places.city, 'pki'), '--truth', join(places.city, 'truth.jsonl')],
    ...(integrationTokenFile === undefined ? [] : ['--hub', hub.url, '--hub-token-file', integrationTokenFile]),
  ];
}

/** Makes the folder of the city. Throws CLI0014 where the data folder holds another network. */
export function prepareDemo(places: DataPlaces): void {
  if (!existsSync(places.city) && existsSync(places.cache)) {
    const found = withCache(places, (cache) => lastImport(cache, 'network'));
    if (found !== undefined) throw new CodedError('CLI0014', { network: found.networkName ?? found.fileName });
  }
  mkdirSync(places.city, { recursive: true });
}

/** Imports what the city exported, where it is not what is there already. Throws CLI0009 with the first problem. */
export function importDemo(places: DataPlaces): void {
  const [network, customers] = [join(exportDir(places), 'network.geojson'), join(exportDir(places), 'customers.csv')];
  withCache(places, (cache) => {
    const isThere = (kind: 'network' | 'customers', file: string): boolean =>
      lastImport(cache, kind)?.sha256 === fileSha256(file);
    const results = [];
    if (!isThere('network', network)) results.push(importNetworkFile(cache, network, undefined, systemClock));
    if (!isThere('customers', customers)) results.push(importCustomersFile(cache, customers, systemClock));
    for (const result of results) {
      if (result.ok) continue;
      const [first] = result.error.problems;
      throw new CodedError('CLI0009', { file: result.error.file, problem: first ? problemText(first) : '' });
    }
  });
}

/** The drivers file for a city of this size and these ports, written beside it: every fifth station is on Modbus. Gives its path. */
export function writeDemoDrivers(places: DataPlaces, demo: DemoOptions): string {
  const template = join(ROOT, 'resources/config/virtual-city.drivers.json');
  const config = JSON.parse(readFileSync(template, 'utf8')) as { drivers: ShippedDriver[] };
  for (const driver of config.drivers) {
    if (driver.kind === 'modbus') {
      driver.port = demo.modbusPort;
      driver.stations.count = Math.floor(Number(demo.stations) / 5);
      // As the city numbers its stations.
      if (Number(demo.stations) > 999) driver.stations.idPattern = 'S{n:4}';
    } else driver.endpoint = driver.endpoint.replace(/:\d+\//, `:${String(demo.opcuaPort)}/`);
  }
  const file = join(places.city, 'drivers.json');
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`);
  return file;
}

/** What is filled in in the shipped drivers file. */
type ShippedDriver =
  | { readonly kind: 'opcua'; endpoint: string }
  | { readonly kind: 'modbus'; port: number; readonly stations: { idPattern: string; count: number } };

function withCache<T>(places: DataPlaces, work: (cache: OpenDatabase) => T): T {
  const cache = openCache(places.cache);
  try {
    return work(cache);
  } finally {
    cache.dispose();
  }
}
