import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the checkout or package. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Modules that run as processes of their own. */
export const ENTRIES = {
  core: join(ROOT, 'electron/core/entry/node.ts'),
  hub: join(ROOT, 'electron/hub/entry/hub.ts'),
  city: join(ROOT, 'electron/city/entry/city.ts'),
} as const;

/** Built pages. */
export const PAGES = join(ROOT, 'out/renderer');

/** Default ports; the city's are those of the shipped drivers file. */
export const PORTS = { core: 48_600, hub: 48_500, cityOpcua: 48_400, cityModbus: 15_020 } as const;

/** `$HEATLINE_DATA`, else the place the system has for data of programs (XDG). */
export function defaultDataDir(env: NodeJS.ProcessEnv = process.env): string {
  return env['HEATLINE_DATA'] || join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'heatline');
}

/** What lies where in a data folder. */
export interface DataPlaces {
  readonly cache: string;
  readonly journal: string;
  readonly token: string;
  readonly wallToken: string;
  readonly hub: string;
  readonly hubToken: string;
  readonly integrationToken: string;
  /** Export, pki and truth of the virtual city. */
  readonly city: string;
  /** What runs now: process ids and addresses. */
  readonly run: string;
}

/** The files and folders below a data folder; none is made. */
export function placesIn(data: string): DataPlaces {
  const hub = join(data, 'hub');
  return {
    cache: join(data, 'cache.db'),
    journal: join(data, 'journal.db'),
    token: join(data, 'console.token'),
    wallToken: join(data, 'wall.token'),
    hub,
    hubToken: join(hub, 'hub.token'),
    integrationToken: join(hub, 'integration.token'),
    city: join(data, 'city'),
    run: join(data, 'run.json'),
  };
}
