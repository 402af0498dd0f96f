import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { startChild } from '#tests/support/child.ts';
import { killChild, launch, makeTestApp, pageOf, pidsOf, type TestApp } from '#tests/support/electron-app.ts';
import { freePort } from '#tests/support/free-port.ts';

let app: TestApp;

test.beforeEach(() => {
  app = makeTestApp();
});
test.afterEach(() => app.remove());

/** Dials the feed as a page does, and gives the first thing that the core says; a number is the code of a close. */
function firstWord(page: Page): Promise<{ url: string; word: unknown }> {
  return page.evaluate(async () => {
    const connection = await window.heatline.connect();
    if (connection.kind !== 'websocket') throw new Error('not a WebSocket');
    const { url, token, seat } = connection;
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/feed`, [
      'heatline.v1',
      `token.${token}`,
      `seat.${seat}`,
    ]);
    const word = await new Promise((resolve) => {
      socket.onopen = () => socket.send(JSON.stringify({ t: 'hello', protocolVersion: 1 }));
      socket.onmessage = ({ data }) => resolve((JSON.parse(data as string) as { t: string }).t);
      socket.onclose = ({ code }) => resolve(code);
    });
    socket.close();
    return { url, word };
  });
}

test('--core node runs core and hub on Node, starts them again when they are killed, and ends them when it ends', async () => {
  const [port, hubPort] = [String(await freePort()), String(await freePort())];
  const electron = await launch(app, { core: null, args: ['--core', 'node', '--port', port, '--hub-port', hubPort] });
  try {
    const desk = await pageOf(electron, 'desk');
    expect((await firstWord(desk)).word).toBe('welcome');
    await expect.poll(async () => (await healthOf(await addressOf(desk))).link.state).toBe('online');

    killChild(app, 'core');
    await expect.poll(() => pidsOf(app, 'core').length).toBe(2);
    expect((await firstWord(desk)).word).toBe('welcome');

    killChild(app, 'hub');
    await expect.poll(() => pidsOf(app, 'hub').length).toBe(2);
    await expect.poll(async () => (await healthOf(await addressOf(desk))).link.state).toBe('online');
    expect(electron.windows()).toHaveLength(4);
  } finally {
    await electron.close();
  }
  const left = () => [...pidsOf(app, 'core'), ...pidsOf(app, 'hub')].filter(isAlive);
  await expect.poll(left).toEqual([]);
});

test('--core URL attaches to a running core and leaves it running', async () => {
  const data = join(app.folder, 'elsewhere');
  const core = await startChild<{ url: string }>(
    'electron/core/entry/node.ts',
    ['--data', data, '--port', '0'],
    join(app.folder, 'core.log'),
  );
  try {
    const tokenFile = join(data, 'console.token');
    const electron = await launch(app, { core: null, args: ['--core', core.ready.url, '--token-file', tokenFile] });
    try {
      expect(await firstWord(await pageOf(electron, 'wall'))).toEqual({ url: core.ready.url, word: 'welcome' });
    } finally {
      await electron.close();
    }
    expect(isAlive(core.process.pid ?? NaN)).toBe(true);
  } finally {
    await core.stop();
  }
});

test('a wrong option, and a token file that is not there, end it with their code', async () => {
  for (const [args, code] of [
    [['--core', 'elsewhere'], 'WIN0001'],
    [['--core', 'http://127.0.0.1:9', '--token-file', '/nowhere/token'], 'WIN0007'],
  ] as const) {
    await expect(launch(app, { core: null, args })).rejects.toThrow(code);
  }
});

function addressOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const connection = await window.heatline.connect();
    return connection.kind === 'websocket' ? connection.url : '';
  });
}

async function healthOf(url: string): Promise<{ link: { state: string } }> {
  const answer = await fetch(`${url}/healthz`).catch(() => undefined);
  return answer === undefined
    ? { link: { state: 'no answer' } }
    : ((await answer.json()) as { link: { state: string } });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
