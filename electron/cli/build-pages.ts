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

/** Whether `out/` lacks its pages or is older than a source file under `root`. */
export function needsBuild(root: string): boolean {
  const built = oldestPage(join(root, 'out', 'renderer'));
  if (built === undefined) return true;
  const newest = Math.max(
    ...SOURCES.map((folder) => newestFile(join(root, folder))),
    ...SETTINGS.map((file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
  return newest > built;
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

/** Time of the oldest page (ms), undefined where there is none. */
function oldestPage(folder: string): number | undefined {
  let oldest: number | undefined;
  for (const name of readFolder(folder)) {
    if (!name.endsWith('.html')) continue;
    const { mtimeMs } = statSync(join(folder, name));
    oldest = oldest === undefined ? mtimeMs : Math.min(oldest, mtimeMs);
  }
  return oldest;
}

function newestFile(folder: string): number {
  let newest = 0;
  for (const name of readFolder(folder)) {
    if (/\.test\.ts$/.test(name)) continue;
    const stats = statSync(join(folder, name), { throwIfNoEntry: false });
    if (stats?.isFile()) newest = Math.max(newest, stats.mtimeMs);
  }
  return newest;
}

function readFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}
