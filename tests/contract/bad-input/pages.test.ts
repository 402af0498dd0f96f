import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { codeOfCall, giveNote, health, Site, type Served } from './support.ts';
import type { ConsoleClient } from '#tests/support/console-client.ts';

const site = new Site();
let core: Served;
let good: ConsoleClient;
/** Pages that are there when nobody else is. */
let pagesAtRest: number;
beforeAll(async () => {
  core = await site.core();
  good = await site.desk(core);
  pagesAtRest = (await health(core)).pages;
});
afterAll(() => site.close());

const SEAT = 'seat.0123456789abcdef';
const dial = (path: string, token: string, headers: Record<string, string> = {}): WebSocket => {
  const socket = new WebSocket(core.ready.url.replace('http', 'ws') + path, ['heatline.v1', `token.${token}`, SEAT], {
    headers,
  });
  socket.on('error', () => undefined);
  return socket;
};
const opened = async (path: string, token = site.token()): Promise<WebSocket> => {
  const socket = dial(path, token);
  await once(socket, 'open');
  return socket;
};
/** The same process still serves the page that did nothing wrong: it gets its answer, and the core did not start anew. */
const stillServes = async (): Promise<void> => {
  await giveNote(good);
  expect(core.process.exitCode ?? core.process.signalCode).toBeNull();
  expect((await health(core)).ok).toBe(true);
};

describe('a console before bad pages', () => {
  it.each(['/ws/api', '/ws/feed'])('closes %s with 4001 and API0001 for a wrong or missing token', async (path) => {
    for (const token of ['wrong', '', site.token('core', 'wall').slice(1)]) {
      const [code, reason] = (await once(dial(path, token), 'close')) as [number, Buffer];
      expect([code, reason.toString()]).toEqual([4001, 'API0001']);
    }
  });

  it('refuses another site (403, API0005), even with the right token', async () => {
    for (const Origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
      const socket = dial('/ws/feed', site.token(), { Origin });
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
      expect(response.statusCode).toBe(403);
      socket.terminate();
    }
    const own = dial('/ws/feed', site.token(), { Origin: core.ready.url });
    await once(own, 'open');
    own.terminate();
  });

  it('lets a wall look and not act (API0004)', async () => {
    const { dialConsole } = await import('#tests/support/console-client.ts');
    const wall = await dialConsole(core.ready.url, site.token('core', 'wall'));
    expect((await wall.api.log.entries({ limit: 1 })).head.seq).toBe(0);
    expect(await codeOfCall(wall.api.session.signOn({ personId: 'lead-1', pin: '0000' }))).toBe('API0004');
    expect(await codeOfCall(giveNote(wall))).toBe('API0004');
    expect(await codeOfCall(wall.api.command.dismissLost({ commandId: 'x' }))).toBe('API0004');
    wall.close();
  });

  it('outlives broken frames on every socket, also one that was not let in', async () => {
    const upgrade = (path: string, token: string): string =>
      [
        `GET ${path} HTTP/1.1`,
        'Host: x',
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Protocol: heatline.v1, token.${token}, ${SEAT}`,
        '\r\n',
      ].join('\r\n');
    const tooLong = Buffer.from([0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4]);
    for (const [path, token] of [
      ['/ws/feed', site.token()],
      ['/ws/api', site.token()],
      ['/ws/api', 'wrong'],
      ['/ws/feed', 'wrong'],
      ['/ws/nothing', 'wrong'],
    ] as const) {
      for (const bytes of [Buffer.alloc(64, 0xff), tooLong, Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe])]) {
        const socket = connect(Number(new URL(core.ready.url).port), '127.0.0.1').on('error', () => undefined);
        socket.write(upgrade(path, token));
        await Promise.race([once(socket, 'data'), once(socket, 'close')]);
        socket.write(bytes);
        await new Promise((resolve) => setTimeout(resolve, 20));
        socket.resetAndDestroy();
      }
    }
    await stillServes();
  });

  it('closes a feed that talks nonsense and tells it why (API0003, API0002); asking for everything costs nobody else', async () => {
    const errorAfter = async (text: string | Buffer): Promise<unknown> => {
      const socket = await opened('/ws/feed');
      const heard: unknown[] = [];
      socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString())));
      socket.send(text);
      await once(socket, 'close');
      return (heard.at(-1) as { code?: unknown }).code;
    };
    const huge = `{"t":"watch","hz":1,"signals":[${'1,'.repeat(1_500_000)}1]}`;
    for (const text of ['', 'x', 'null', Buffer.from([0, 255, 1]), '['.repeat(1_000_000), '{"t":"__proto__"}', huge]) {
      expect(await errorAfter(text)).toBe('API0003');
    }
    expect(await errorAfter('{"t":"watch","hz":1,"signals":[9007199254740991]}')).toBe('API0003');
    expect(await errorAfter('{"t":"hello","protocolVersion":2}')).toBe('API0002');
    const greedy = await opened('/ws/feed');
    greedy.pause();
    for (let i = 0; i < 2_000; i++) greedy.send('{"t":"hello","protocolVersion":1}');
    const all = JSON.stringify({ t: 'watch', signals: Array.from({ length: 200_000 }, (_, i) => i), hz: 10 });
    greedy.send(all);
    await stillServes();
    greedy.terminate();
  });

  it('answers no malformed API frame with a crash, and takes no keys of every object from it', async () => {
    const socket = await opened('/ws/api');
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    const call = (body: string): string => `{"i":"1","t":1,"p":{"u":"/command/submit","b":{"json":${body}}}}`;
    for (const frame of [
      'x',
      'null',
      '[]',
      '{"i":1}',
      deep,
      call(deep),
      call('{"__proto__":{"access":"full"},"constructor":{"prototype":{"polluted":1}}}'),
      '{"i":"2","t":1,"p":{"u":"/command/submit","b":{"json":{"a":1},"meta":[[0,"__proto__","polluted"]]}}}',
      '{"i":"3","t":1,"p":{"u":"/__proto__/constructor","b":{}}}',
      '{"i":"4","t":9,"p":{}}',
      Buffer.alloc(1_000_000, 0xff),
      Buffer.from([0, 255, 1]),
    ]) {
      socket.send(frame);
    }
    await stillServes();
    socket.terminate();
    expect(await codeOfCall(good.api.log.entries({ limit: -1 }))).toBe('API0009');
    expect(await codeOfCall(good.api.session.signOn({ personId: '__proto__', pin: '0000' }))).toBe('SES0001');
  });

  it('lets go of a page whose machine is gone without a word', async () => {
    const pages = async () => (await health(core)).pages;
    // Those of the tests before this one may still be on their way out.
    await expect.poll(pages).toBe(pagesAtRest);
    const socket = new WebSocket(
      `${core.ready.url.replace('http', 'ws')}/ws/feed`,
      ['heatline.v1', `token.${site.token()}`, SEAT],
      { autoPong: false },
    );
    socket.on('error', () => undefined);
    await once(socket, 'open');
    await expect.poll(pages).toBe(pagesAtRest + 1);
    await once(socket, 'close');
    await expect.poll(pages).toBe(pagesAtRest);
  });

  it('serves nothing but its own pages', async () => {
    for (const path of ['/..%2f..%2fetc%2fpasswd', '/%E0%A4%A', '/windows/../../package.json', '/core.log'])
      expect((await fetch(core.ready.url + path)).status).toBe(404);
    expect((await fetch(core.ready.url, { method: 'POST' })).status).toBe(405);
  });
});
