import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * `npm run test:electron`: the desktop shell on a real Electron. Takes HEATLINE_ELECTRON, else an installed `electron`, else the one
 * of ../shared/tools/electron; says in one line why it skips where there is none. Brings three monitors where the display has fewer.
 */

const repository = fileURLToPath(new URL('../..', import.meta.url));
const tools = join(repository, '..', 'shared', 'tools', 'electron');
const MONITORS = ['1920x1080+0+0', '1920x1080+1920+0', '3840x2160+0+1080'];

/** The binary of the installed package; asking the package itself would download one. */
function installedElectron(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

function toolElectron(): string | undefined {
  if (!existsSync(join(tools, 'runtime'))) return undefined;
  const { status, stdout } = spawnSync(join(tools, 'runtime'), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return status === 0 ? stdout.trim() : undefined;
}

function hasMonitors(): boolean {
  if (process.env['DISPLAY'] === undefined) return false;
  const { status, stdout } = spawnSync('xrandr', ['--listactivemonitors'], { encoding: 'utf8' });
  return status === 0 && Number(/^Monitors: (\d+)/.exec(stdout)?.[1] ?? 0) >= MONITORS.length;
}

function main(): number {
  const electron = process.env['HEATLINE_ELECTRON'] ?? installedElectron() ?? toolElectron();
  if (electron === undefined || !existsSync(electron)) {
    process.stdout.write('test:electron: skipped, no Electron binary here (set HEATLINE_ELECTRON to one)\n');
    return 0;
  }
  const displays = join(tools, 'displays');
  if (!hasMonitors() && !existsSync(displays)) {
    process.stdout.write('test:electron: skipped, it needs an X display with three monitors\n');
    return 0;
  }
  const playwright = [
    join(repository, 'node_modules', '.bin', 'playwright'),
    ...['test', '-c', 'tests/e2e/playwright.electron.config.ts', ...process.argv.slice(2)],
  ];
  const [command = '', ...args] = hasMonitors() ? playwright : [displays, ...MONITORS, '--', ...playwright];
  const env = { ...process.env, HEATLINE_ELECTRON: electron };
  return spawnSync(command, args, { cwd: repository, stdio: 'inherit', env }).status ?? 1;
}

process.exitCode = main();
