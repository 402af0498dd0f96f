import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test';
import { WINDOW_NAMES, type WindowName } from '#shared/contract/host-bridge.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A core that runs in a utilityProcess even of an old Electron, and sends back what its ports bring. */
export const echoCore = join(repository, 'tests', 'support', 'electron-echo-core.cjs');

export interface TestApp {
  /** Folder that Electron is started on. */
  readonly folder: string;
  /** Data folder of its console; a second launch finds what the first one kept. */
  readonly data: string;
  remove(): void;
}

/** The app as it is built, with the built pages or, by default, with pages that hold nothing but their name (and run page.js). */
export function makeTestApp(pages: 'built' | 'blank' = 'blank'): TestApp {
  const folder = mkdtempSync(join(tmpdir(), 'heatline-electron-'));
  mkdirSync(join(folder, 'out'));
  for (const part of ['out/main', 'out/preload', 'resources', 'node_modules', 'electron', 'shared']) {
    symlinkSync(join(repository, part), join(folder, part));
  }
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Record<string, unknown>;
  const { name, version, main, type, imports } = manifest;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, main, type, imports }));
  if (pages === 'built') {
    symlinkSync(join(repository, 'out', 'renderer'), join(folder, 'out', 'renderer'));
  } else {
    for (const window of WINDOW_NAMES) writeBlankPage(folder, window);
  }
  return {
    folder,
    data: join(folder, 'data'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

function writeBlankPage(folder: string, window: WindowName): void {
  const place = join(folder, 'out', 'renderer', 'windows', window);
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${window}</title><h1>${window}</h1><script type="module" src="../../page.js"></script></html>`,
  );
}

export interface LaunchOptions {
  /** Options of the desktop console beside `--data`; default: no hub of its own. */
  readonly args?: readonly string[];
  /** Core to run instead of the product's: a path for HEATLINE_CORE_ENTRY; null: the product's own. Default: the echo core. */
  readonly core?: string | null;
}

/** Starts the desktop console on real Electron. */
export async function launch(
  app: TestApp,
  { args = NO_HUB, core = echoCore }: LaunchOptions = {},
): Promise<ElectronApplication> {
  const env = Object.fromEntries(
    Object.entries({ ...process.env, HEATLINE_CORE_ENTRY: core ?? undefined }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  );
  const electron = await _electron.launch({
    executablePath: process.env['HEATLINE_ELECTRON'] ?? '',
    // As root Chromium needs --no-sandbox; pages are isolated from Node all the same.
    args: ['--no-sandbox', '--disable-gpu', app.folder, '--data', app.data, ...args],
    env,
    timeout: PATIENCE_MS,
  });
  electron.context().setDefaultTimeout(PATIENCE_MS);
  return electron;
}

/** For a start, a click, a reload: a safety net for a machine that is slow or busy with others; Playwright's own is 30 s. */
const PATIENCE_MS = 180_000;

const NO_HUB = ['--hub', 'http://127.0.0.1:9'] as const;

/** The page of a window, as soon as it has loaded. A window is told of before it has its address: it is looked for until it is there. */
export async function pageOf(electron: ElectronApplication, window: WindowName): Promise<Page> {
  const find = (): Page | undefined =>
    electron.windows().find((page) => page.url().startsWith(`app://heatline/windows/${window}/`));
  await expect.poll(() => find() !== undefined, { message: `the ${window} window is open` }).toBe(true);
  const page = find();
  if (page === undefined) throw new Error(`the ${window} window was closed again`);
  await page.waitForLoadState('domcontentloaded');
  return page;
}

/** Process ids of a child of the console, as its log names them, the newest last. */
export function pidsOf(app: TestApp, child: 'core' | 'hub'): number[] {
  const file = join(app.data, 'logs', 'shell.log');
  if (!existsSync(file)) return [];
  // What follows the last end of a line is still being written.
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines
    .map((line) => JSON.parse(line) as { msg: string; child: number })
    .filter(({ msg }) => msg === `${child} is up`)
    .map((line) => line.child);
}

/** Ends the newest such child as a crash would. Gives its process id; throws where none was ever up. */
export function killChild(app: TestApp, child: 'core' | 'hub'): number {
  const pid = pidsOf(app, child).at(-1);
  if (pid === undefined) throw new Error(`no ${child} was up yet`);
  process.kill(pid, 'SIGKILL');
  return pid;
}
