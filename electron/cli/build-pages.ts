import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '#shared/lib/coded-error.ts';
import { ROOT } from './places.ts';

/** Sources that end up in the pages and bundles. */
const SOURCES = [
  'renderer',
  'shared',
  'electron/main',
  'electron/preload',
  'electron/core',
  'electron/hub',
  'electron/kit',
];
const SETTINGS = ['package.json', 'electron.vite.config.ts', 'vite.core.config.ts'];

/** Whether `out/` lacks a page or is older than a source file under `root`. */
export function needsBuild(root: string): boolean {
  const pages = readFolder(join(root, 'renderer')).filter((name) => name.endsWith('index.html'));
  const built = pages.map((page) => timeOf(join(root, 'out', 'renderer', page)));
  if (built.length === 0 || built.includes(0)) return true;
  const newest = Math.max(
    ...SOURCES.map((folder) => newestFile(join(root, folder))),
    ...SETTINGS.map((file) => timeOf(join(root, file))),
  );
  return newest > Math.min(...built);
}

/** Runs the build; its words go to standard error. Throws CLI0006. */
export async function buildPages(): Promise<void> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(npm, ['run', '--silent', 'build'], {
      cwd: ROOT,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    });
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  if (code !== 0) throw new CodedError('CLI0006', { exit: String(code) });
}

function newestFile(folder: string): number {
  let newest = 0;
  for (const name of readFolder(folder)) {
    if (!name.endsWith('.test.ts')) newest = Math.max(newest, timeOf(join(folder, name)));
  }
  return newest;
}

/** Time of the last change of a file in ms; 0 for a folder, and where there is none. */
function timeOf(file: string): number {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.mtimeMs : 0;
}

function readFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}
