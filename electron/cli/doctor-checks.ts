import { accessSync, constants, existsSync, mkdirSync, readFileSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { CACHE_MIGRATIONS } from '#core/db/cache/open-cache.ts';
import type { cliErrors } from '#shared/contract/errors/cli.ts';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { findElectron, hasDisplay, type ShellSite } from './choose-shell.ts';
import { portProblem } from './ports.ts';
import { wordsOf } from './outcome.ts';

/** What one check found. `warn` does not stop Heatline from working. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly code?: string;
  readonly next?: string;
}

/** Node 24 runs the TypeScript sources. */
const LEAST_NODE = 24;
const LEAST_FREE_BYTES = 1024 ** 3;

const good = (check: string, detail: string): Finding => ({ check, state: 'ok', detail });

function bad(check: string, state: 'warn' | 'fail', code: keyof typeof cliErrors, detail: string): Finding {
  return { check, state, detail, code, next: wordsOf(code).next };
}

/** Whether this Node (`v24.1.0`) runs TypeScript as it is; CLI0101. */
export function checkNode(version: string): Finding {
  const major = Number(/^v?(\d+)/.exec(version)?.[1]);
  return major >= LEAST_NODE ? good('node', version) : bad('node', 'fail', 'CLI0101', version);
}

/** Loads the database module here rather than at the top, so that a broken one is a finding and not the end. */
export function checkNativeModule(): Finding {
  try {
    const db = openReadable(':memory:');
    const version = db.prepare<[], { v: string }>('SELECT sqlite_version() AS v').get()?.v ?? '';
    db.close();
    return good('database module', `SQLite ${version}`);
  } catch (thrown) {
    return bad('database module', 'fail', 'CLI0102', String(thrown));
  }
}

const CHROMIUM_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Only the browser tests need a Chromium of this computer; to use the console any browser anywhere will do. */
export function checkChromium(env: NodeJS.ProcessEnv): Finding {
  const named = env['HEATLINE_CHROMIUM'];
  const found = (named === undefined ? CHROMIUM_PLACES : [named]).find((place) => existsSync(place));
  return found === undefined ? bad('chromium', 'warn', 'CLI0103', named ?? 'not found') : good('chromium', found);
}

/** Whether desktop windows can be opened; CLI0104, a warning. */
export function checkElectron(site: ShellSite): Finding {
  const binary = findElectron(site);
  return binary === undefined ? bad('electron', 'warn', 'CLI0104', 'not found') : good('electron', binary);
}

/** Whether there is a screen for them; CLI0105, a warning. */
export function checkDisplay(site: ShellSite): Finding {
  const name = site.env['WAYLAND_DISPLAY'] ?? site.env['DISPLAY'] ?? site.platform;
  return hasDisplay(site) ? good('display', name) : bad('display', 'warn', 'CLI0105', 'none');
}

/** Whether a port can be listened on; CLI0106. */
export async function checkPort(name: string, host: string, port: number): Promise<Finding> {
  const problem = await portProblem(host, port);
  const place = `${host}:${String(port)}`;
  if (problem === undefined) return good(`port ${name}`, `${place} is free`);
  return bad(`port ${name}`, 'fail', 'CLI0106', `${place} ${problem}`);
}

/** Whether the data folder can be made and written, and has room. */
export function checkDataDir(data: string): readonly Finding[] {
  try {
    mkdirSync(data, { recursive: true });
    accessSync(data, constants.W_OK);
  } catch (thrown) {
    return [bad('data folder', 'fail', 'CLI0003', `${data}: ${String(thrown)}`)];
  }
  const { bavail, bsize } = statfsSync(data);
  const free = bavail * bsize;
  const words = `${(free / 1024 ** 3).toFixed(1)} GB free`;
  return [
    good('data folder', data),
    free < LEAST_FREE_BYTES ? bad('disk', 'warn', 'CLI0107', words) : good('disk', words),
  ];
}

/** Health and version of a database, without changing it. `newest`: the version this Heatline writes; undefined where any will do. */
export function checkDatabase(name: string, file: string, newest?: number): Finding {
  if (!existsSync(file)) return good(name, 'not made yet');
  try {
    const db = openReadable(file);
    try {
      const version = Number(db.pragma('user_version', { simple: true }));
      const health = String(db.pragma('quick_check(1)', { simple: true }));
      if (health !== 'ok') return bad(name, 'fail', 'CLI0108', `${file}: ${health}`);
      if (newest !== undefined && version > newest) {
        return bad(name, 'fail', 'CLI0109', `${file}: version ${String(version)}, known ${String(newest)}`);
      }
      return good(name, `healthy, version ${String(version)}`);
    } finally {
      db.close();
    }
  } catch (thrown) {
    return bad(name, 'fail', 'CLI0108', `${file}: ${String(thrown)}`);
  }
}

/** The cache, and whether a network is in it. */
export function checkCache(file: string): readonly Finding[] {
  const health = checkDatabase('cache.db', file, CACHE_MIGRATIONS.length);
  if (health.state !== 'ok') return [health];
  const empty = bad('network', 'warn', 'CLI0112', 'none');
  if (!existsSync(file)) return [health, empty];
  const db = openReadable(file);
  try {
    const found = db
      .prepare<[], { name: string; stations: number }>(
        `SELECT network_name AS name, (SELECT count(*) FROM stations WHERE removed_revision IS NULL) AS stations
         FROM imports WHERE kind = 'network' ORDER BY revision DESC LIMIT 1`,
      )
      .get();
    return [health, found ? good('network', `${found.name}, ${String(found.stations)} stations`) : empty];
  } finally {
    db.close();
  }
}

/** Whether a part that should be running answers `/healthz` within 3 s; CLI0110. */
export async function checkHealth(name: string, url: string): Promise<Finding> {
  try {
    const response = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(3_000) });
    if (response.ok) return good(name, `${url} answers`);
    return bad(name, 'fail', 'CLI0110', `${url}: HTTP ${String(response.status)}`);
  } catch (thrown) {
    return bad(name, 'fail', 'CLI0110', `${url}: ${String(thrown)}`);
  }
}

/** Whether a drivers file can be used; CLI0111 with the field that is wrong. */
export function checkDrivers(file: string): Finding {
  try {
    const { drivers } = parseDriversConfig(readFileSync(file, 'utf8'));
    return good('drivers', `${file}: ${String(drivers.length)} drivers`);
  } catch (thrown) {
    const why = thrown instanceof CodedError ? thrown.message : String(thrown);
    return bad('drivers', 'fail', 'CLI0111', `${file}: ${why}`);
  }
}

function openReadable(file: string): Sqlite.Database {
  const Database = createRequire(import.meta.url)('better-sqlite3') as typeof Sqlite;
  // Reading a WAL database needs its -shm file, so a read-only folder is opened as it is.
  const canWrite = file === ':memory:' || isWritable(dirname(file));
  return new Database(file, canWrite ? {} : { readonly: true });
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
