import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { CONSOLE_PROTOCOL_VERSION, type FeedMessage } from '#shared/contract/feed.ts';
import { chromiumArgs } from '#tests/support/chromium-args.ts';
import { startChild } from '#tests/support/child.ts';
import { ensureChromium } from '#tests/support/ensure-chromium.ts';
import { freePort } from '#tests/support/free-port.ts';
import type { Emit } from './figure.ts';
import { supportFile } from './support/measured.ts';

const ROUNDS = 6;
/** Rounds begin at other times between two questions of the heartbeat (1.5 s). */
const PHASE_MS = 250;
const ALLOWED_MS = 5_000;
/** A bare client gives up a server that has said nothing for as long as a console does: heartbeat and patience of the hub. */
const SILENT_MS = 3_500;

const WAYS = [
  { how: 'is killed', signal: 'SIGKILL', bare: 'a bare WebSocket client whose server is killed' },
  { how: 'stands still', signal: 'SIGSTOP', bare: 'a bare WebSocket client that gives up after 3.5 s of silence' },
] as const;

/** From the loss of the hub to "offline" in what a page is told and on a screen: the longest of some rounds, each at another place of the heartbeat. */
export async function hubLoss(emit: Emit): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'heatline-hub-loss-'));
  const port = await freePort();
  const startHub = () =>
    startChild(
      'electron/hub/entry/hub.ts',
      ['--data', join(folder, 'hub'), '--port', String(port)],
      join(folder, 'hub.log'),
    );
  let hub = await startHub();
  const core = await startChild<{ url: string }>(
    'electron/core/entry/node.ts',
    [
      ...['--data', join(folder, 'core'), '--port', '0', '--hub', `http://127.0.0.1:${String(port)}`],
      ...['--hub-token-file', join(folder, 'hub', 'hub.token')],
    ],
    join(folder, 'core.log'),
  );
  const token = readFileSync(join(folder, 'core', 'console.token'), 'utf8').trim();
  const told = await openFeed(core.ready.url, token);
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArgs] });
  const page = await browser.newPage();
  await page.goto(`${core.ready.url}/desk#token=${token}`);
  const shown = await noteScreen(page);

  for (const { how, signal, bare } of WAYS) {
    const feedMs: number[] = [];
    const screenMs: number[] = [];
    const bareMs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      while (told.state() !== 'online' || (await shown()).state !== 'online') await delay(20);
      await delay(round * PHASE_MS);
      const lostAt = Date.now();
      hub.process.kill(signal);
      while (told.state() !== 'offline' || (await shown()).state !== 'hubOffline') await delay(20);
      feedMs.push(told.changedAt() - lostAt);
      screenMs.push((await shown()).changedAt - lostAt);
      if (signal === 'SIGSTOP') hub.process.kill('SIGCONT');
      else {
        await hub.kill();
        hub = await startHub();
      }
      bareMs.push(await bareLoss(folder, signal, round * PHASE_MS));
    }
    const longest = `longest of ${String(ROUNDS)}`;
    for (const [where, values] of [
      ['to "offline" told to a page', feedMs],
      ['to "offline" on a screen', screenMs],
    ] as const) {
      const figure = `the hub ${how}: ${where}, ${longest}`;
      const value = Math.max(...values);
      emit({ figure, value, unit: 'ms', baseline: bare, baselineValue: Math.max(...bareMs) });
      emit({ figure, value, unit: 'ms', baseline: 'what is allowed', baselineValue: ALLOWED_MS });
    }
  }
  await browser.close();
  told.close();
  await core.stop();
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The state of the link as a page is told it, and since when. */
async function openFeed(url: string, token: string) {
  const protocols = ['heatline.v1', `token.${token}`, `seat.${randomUUID()}`];
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/feed`, protocols);
  let link = { state: '', changedAt: 0 };
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return;
    const message = JSON.parse(data.toString()) as FeedMessage;
    if (message.t !== 'status' || message.status.link.state === link.state) return;
    link = { state: message.status.link.state, changedAt: Date.now() };
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ t: 'hello', protocolVersion: CONSOLE_PROTOCOL_VERSION }));
  return { state: () => link.state, changedAt: () => link.changedAt, close: () => socket.close() };
}

/** The same of the status bar on a screen: the frame with which it is there. */
async function noteScreen(page: Page): Promise<() => Promise<{ readonly state: string; readonly changedAt: number }>> {
  const noted = await page.getByTestId('link-state').evaluateHandle((element) => {
    const link = { state: element.getAttribute('data-state') ?? '', changedAt: Date.now() };
    const look = (): void => {
      requestAnimationFrame(() =>
        Object.assign(link, { state: element.getAttribute('data-state'), changedAt: Date.now() }),
      );
    };
    new MutationObserver(look).observe(element, { attributes: true, attributeFilter: ['data-state'] });
    return link;
  });
  return () => noted.jsonValue();
}

/** How long a bare client takes to notice that its server, which says something every 1.5 s, is lost; ms. */
async function bareLoss(folder: string, signal: NodeJS.Signals, phaseMs: number): Promise<number> {
  const server = await startChild<{ port: number }>(supportFile('bare-server'), [], join(folder, 'bare.log'));
  const socket = new WebSocket(`ws://127.0.0.1:${String(server.ready.port)}`);
  let silent: NodeJS.Timeout | undefined;
  const lost = new Promise<number>((resolve) => {
    const giveUp = (): void => resolve(Date.now());
    socket.on('close', giveUp);
    socket.on('message', () => {
      clearTimeout(silent);
      silent = setTimeout(giveUp, SILENT_MS);
    });
  });
  await new Promise((resolve, reject) => socket.once('message', resolve).once('error', reject));
  await delay(phaseMs);
  const lostAt = Date.now();
  server.process.kill(signal);
  const tookMs = (await lost) - lostAt;
  clearTimeout(silent);
  socket.terminate();
  await server.kill();
  return tookMs;
}
