import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { homedir } from 'node:os';
import { CodedError } from '#shared/lib/coded-error.ts';

/** Where this app lies and whether it is an installed one. */
export interface AppPlace {
  readonly appPath: string;
  readonly isPackaged: boolean;
}

/** What `process.env` may say about a checkout. An installed console listens to HEATLINE_NODE only. */
export type ShellEnv = Readonly<Record<string, string | undefined>>;

/** Folder of the built pages. */
export function pagesPath(place: AppPlace): string {
  return join(unpacked(place), 'out', 'renderer');
}

const SOURCES = { core: 'electron/core/entry/node.ts', hub: 'electron/hub/entry/hub.ts' } as const;

/** What a Node program or a worker thread reads as plain files is left outside the archive (electron-builder.yml). */
function unpacked({ appPath }: AppPlace): string {
  return appPath.replace(/app\.asar$/, 'app.asar.unpacked');
}

function bundle(place: AppPlace, name: string): string {
  return join(unpacked(place), 'out', 'core', `${name}.mjs`);
}

/** Who may sign on, as it is delivered. */
export function rosterPath(place: AppPlace): string {
  return join(unpacked(place), 'resources', 'config', 'roster.json');
}

/**
 * The module of a child process. On Node in a checkout these are the TypeScript sources (Node 24 runs them), else the bundles;
 * a utilityProcess always runs a bundle. In a checkout HEATLINE_CORE_ENTRY names another core (the tests' own).
 */
export function entryPath(place: AppPlace, child: 'core' | 'hub', on: 'node' | 'utility', env: ShellEnv): string {
  const named = env['HEATLINE_CORE_ENTRY'];
  if (child === 'core' && !place.isPackaged && named !== undefined) return named;
  if (on === 'node' && !place.isPackaged) return join(place.appPath, SOURCES[child]);
  if (child === 'hub') return bundle(place, 'hub');
  return bundle(place, on === 'node' ? 'node' : 'utility');
}

/** Node for `--core node`: HEATLINE_NODE, else the one among the packages of a checkout. Throws WIN0004 where neither is. */
export function nodePath(place: AppPlace, env: ShellEnv, platform: NodeJS.Platform): string {
  const named = env['HEATLINE_NODE'];
  if (named !== undefined) return named;
  const own = join(place.appPath, 'node_modules', 'node', 'bin', platform === 'win32' ? 'node.exe' : 'node');
  if (place.isPackaged || !existsSync(own)) throw new CodedError('WIN0004', { looked: own });
  return own;
}

/** Folder of a console's files where none is named: on Linux that of the command line, elsewhere the system's place for apps. */
export function defaultData(appData: string, env: ShellEnv, platform: NodeJS.Platform): string {
  const shared = platform === 'linux' ? (env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share')) : appData;
  return env['HEATLINE_DATA'] ?? join(shared, 'heatline');
}
