import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from '@playwright/test';
import { ensureChromium } from '#tests/support/ensure-chromium.ts';
import { chromiumArgs } from '#tests/support/chromium-args.ts';
import { startStack } from '#tests/support/stack.ts';
import type { Emit } from './figure.ts';

const STATIONS = 240;

/**
 * From the command to the first live value on the wall, and the memory of core and page then. The floor is a Node process that
 * serves one page, and that page showing one number pushed over a WebSocket, in the same browser.
 */
export async function run(emit: Emit): Promise<void> {
  const executablePath = ensureChromium();
  const bare = await measureBare(executablePath);

  const startedAt = performance.now();
  const stack = await startStack({ stations: STATIONS });
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`${stack.url}/windows/wall/index.html#token=${stack.token}`);
  await page
    .getByTestId('wall-cell-S001')
    .filter({ hasText: /\d\.\d{3} MPa/ })
    .waitFor({ state: 'attached' });
  const liveMs = performance.now() - startedAt;
  // Let every signal arrive before the memory is read.
  await page.waitForTimeout(10_000);
  const core = residentMb(stack.pidOf('core'));
  const pageMb = await rendererMb(browser, page);
  await browser.close();
  await stack.stop();

  const baseline = 'a bare Node server and one page with one pushed number';
  emit({ figure: 'command to first live value', value: liveMs, unit: 'ms', baseline, baselineValue: bare.liveMs });
  emit({ figure: 'core resident', value: core, unit: 'MB', baseline, baselineValue: bare.serverMb });
  emit({ figure: 'page resident', value: pageMb, unit: 'MB', baseline, baselineValue: bare.pageMb });
}

const BARE_SERVER = `
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
const page = '<!doctype html><p id=v></p><script>new WebSocket("ws://"+location.host).onmessage=(e)=>{document.getElementById("v").textContent=e.data}</script>';
const http = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
new WebSocketServer({ server: http }).on('connection', (socket) => setInterval(() => socket.send('0.8'), 100));
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
`;

async function measureBare(executablePath: string): Promise<{ liveMs: number; serverMb: number; pageMb: number }> {
  const startedAt = performance.now();
  const server = spawn(process.execPath, ['--input-type=module', '-e', BARE_SERVER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve) =>
    server.stdout.once('data', (said: Buffer) => resolve(String(said).trim())),
  );
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.locator('#v', { hasText: '0.8' }).waitFor();
  const liveMs = performance.now() - startedAt;
  const measured = { liveMs, serverMb: residentMb(server.pid ?? 0), pageMb: await rendererMb(browser, page) };
  await browser.close();
  server.kill();
  return measured;
}

/** Resident memory of a process in MB (Linux). */
function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

/** Resident memory of the browser's largest renderer, which is the page's: the others hold blank tabs. */
async function rendererMb(browser: Browser, page: Page): Promise<number> {
  await page.bringToFront();
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentMb(id)));
}
