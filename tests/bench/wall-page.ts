import { readdirSync, readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import vue from '@vitejs/plugin-vue';
import sirv from 'sirv';
import { build } from 'vite';
import { chromiumArgs } from '#tests/support/chromium-args.ts';
import { ensureChromium } from '#tests/support/ensure-chromium.ts';

export type WallKind = 'heatline' | 'svg' | 'floor';

export interface Screen {
  readonly width: number;
  readonly height: number;
}

/** A wall in a browser of its own, updates not begun. */
export interface OpenWall {
  readonly page: Page;
  /** Main-thread CPU time of the page so far, ms. */
  mainThreadMs(): Promise<number>;
  /** CPU time of all processes of the browser so far, ms. */
  cpuMs(): number;
  updates(): Promise<number>;
  start(hz: number): Promise<void>;
  close(): Promise<void>;
}

/** Builds the page of a bench, a folder beside this file, and serves it until it is closed. */
export async function serveBenchPage(
  folder: 'wall-page' | 'map-page',
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const root = join(import.meta.dirname, folder);
  const outDir = mkdtempSync(join(tmpdir(), `heatline-${folder}-`));
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    base: './',
    plugins: [vue()],
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'chrome108', assetsInlineLimit: 0, reportCompressedSize: false },
  });
  const files = sirv(outDir, { dev: true });
  const server = createServer((request, response) => files(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

/** Opens a wall of so many stations. @param look what else to ask of the page, see wall-page/WallBench.vue */
export async function openWall(
  url: string,
  kind: WallKind,
  stations: number,
  viewport: Screen,
  look = '',
): Promise<OpenWall> {
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArgs] });
  const page = await browser.newPage({ viewport });
  const tools: CDPSession = await page.context().newCDPSession(page);
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`${url}?wall=${kind}&stations=${String(stations)}${look}`);
  await page.waitForFunction(() => 'bench' in window);
  await page.evaluate(() => document.fonts.ready);
  const pid = await browserPid(await browser.newBrowserCDPSession());
  return {
    page,
    mainThreadMs: async () => {
      const { metrics } = await tools.send('Performance.getMetrics');
      return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    },
    cpuMs: () => treeCpuMs(pid),
    updates: () => page.evaluate(() => bench.updates()),
    start: (hz) =>
      page.evaluate((wanted) => {
        bench.start(wanted);
      }, hz),
    close: () => browser.close(),
  };
}

async function browserPid(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pid = processInfo.find(({ type }) => type === 'browser')?.id;
  if (pid === undefined) throw new Error('the browser does not say which process it is');
  return pid;
}

const TICKS_PER_S = 100;

/** CPU time of a process and all below it, user and system, ms (Linux). */
function treeCpuMs(root: number): number {
  const parents = new Map<number, number>();
  const times = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      parents.set(Number(name), Number(fields[1]));
      times.set(Number(name), ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_S);
    } catch {
      // The process ended while the list was read.
    }
  }
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  return [...times].reduce((sum, [pid, ms]) => (isBelow(pid) ? sum + ms : sum), 0);
}

/** What the page puts on its `window` (wall-page/WallBench.vue). */
declare global {
  var bench: {
    readonly delays: number[];
    updates(): number;
    start(hz: number): void;
  };
}
