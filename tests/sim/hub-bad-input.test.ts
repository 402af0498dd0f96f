import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createHubLink, type HubLink } from '#core/hub-link/hub-link.ts';
import { createConsoleLog, type ConsoleLog, type SubmitInput } from '#core/log/console-log.ts';
import { createMemoryJournal } from '#core/log/memory-journal.ts';
import { systemClock } from '#kit/system-clock.ts';
import { freePort } from '#tests/support/free-port.ts';
import { CONSOLE_TOKEN, INTEGRATION_TOKEN, startHub, until, type HubProcess } from './support/hub-process.ts';
import { createOrder } from './support/story.ts';

let folder: string;
let hub: HubProcess;
let log: ConsoleLog;
let link: HubLink | undefined;
const sockets: Socket[] = [];
let ids = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-bad-'));
  log = createConsoleLog({
    store: createMemoryJournal(),
    clock: systemClock,
    newId: () => `good-${++ids}`,
    deviceId: 'good',
  });
});
afterEach(async () => {
  link?.dispose();
  for (const socket of sockets.splice(0)) socket.disconnect();
  await hub.kill();
  rmSync(folder, { recursive: true, force: true });
});

const begin = async (dataDir: string): Promise<void> => {
  hub = await startHub(dataDir, await freePort());
  link = createHubLink({ url: hub.url, token: CONSOLE_TOKEN, log, clock: systemClock });
  await until('the good console is online', () => link?.status().state === 'online');
};
const give = (id: string): void => expect(log.submit(createOrder(id) as SubmitInput).ok).toBe(true) as void;
const peer = (auth: object): Socket => {
  const socket = io(hub.url, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
  sockets.push(socket);
  return socket;
};
const connected = (device = 'bad'): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = peer({ token: CONSOLE_TOKEN, protocolVersion: 1, device });
    socket.on('connect', () => resolve(socket)).on('connect_error', reject);
  });
const refusalOf = (auth: object): Promise<unknown> =>
  new Promise((resolve) => {
    peer(auth)
      .on('connect', () => resolve('connected'))
      .on('connect_error', (error: Error & { data?: { code: string } }) => resolve(error.data?.code));
  });
/** The good console still gets its receipts: nothing a bad peer did has touched it. */
const stillWorks = async (): Promise<void> => {
  give(`o${++ids}`);
  await until(
    'the good console gets its receipt',
    () => log.pending().count === 0 && link?.status().state === 'online',
  );
};

describe('a hub before bad peers', () => {
  it('refuses an unknown protocol version (HUB0002), a wrong token (HUB0001) and nonsense (HUB0003)', async () => {
    await begin(folder);
    const good = { token: CONSOLE_TOKEN, protocolVersion: 1, device: 'd' };
    expect(await refusalOf({ ...good, protocolVersion: 2 })).toBe('HUB0002');
    expect(await refusalOf({ ...good, token: INTEGRATION_TOKEN })).toBe('HUB0001');
    expect(await refusalOf({ ...good, token: '' })).toBe('HUB0001');
    for (const auth of [{}, { ...good, device: '' }, { ...good, device: 7 }, { ...good, token: ['x'] }]) {
      expect(await refusalOf(auth)).toBe('HUB0003');
    }
    expect(await refusalOf(good)).toBe('connected');
    await stillWorks();
  });

  it('answers malformed messages by code and takes nothing from them', async () => {
    await begin(folder);
    const socket = await connected();
    const ask = (event: string, value: unknown): Promise<unknown> => socket.timeout(60_000).emitWithAck(event, value);
    const seq = log.head().seq;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect(await ask('submit', value)).toMatchObject({ error: { code: 'HUB0003' } });
        const [receipt] = ((await ask('submit', { commands: [value] })) as { receipts: unknown[] }).receipts;
        expect(receipt).toMatchObject({ outcome: 'rejected', refusal: { code: 'HUB0003' } });
        expect(await ask('follow', value)).toMatchObject({ error: { code: 'HUB0003' } });
      }),
      { numRuns: 60, seed: 7 },
    );
    const command = { ...createOrder('x'), commandId: 'spoofed', deviceSeq: 1, expectedVersion: 0, issuedAt: 1 };
    expect(await ask('submit', { commands: [{ ...command, device: 'good' }] })).toMatchObject({
      receipts: [{ outcome: 'rejected', refusal: { code: 'HUB0006' } }],
    });
    for (const bad of [
      { deviceSeq: 0 },
      { deviceSeq: 1.5 },
      { expectedVersion: -1 },
      { extra: 1 },
      { entity: { type: 'order', id: '' } },
    ]) {
      expect(await ask('submit', { commands: [{ ...command, device: 'bad', ...bad }] })).toMatchObject({
        receipts: [{ outcome: 'rejected', refusal: { code: 'HUB0003' } }],
      });
    }
    expect(log.head().seq).toBe(seq);
    await stillWorks();
  });

  it('cuts off who sends unknown events, forgets to ask for an answer, floods, or sends too much', async () => {
    await begin(folder);
    const faultAfter = async (work: (socket: Socket) => void): Promise<string | undefined> => {
      const socket = await connected();
      let code: string | undefined;
      socket.on('fault', (refusal: { code: string }) => (code = refusal.code));
      const gone = new Promise((resolve) => socket.on('disconnect', resolve));
      work(socket);
      await gone;
      return code;
    };
    expect(await faultAfter((socket) => socket.emit('shutdown', 1))).toBe('HUB0003');
    expect(await faultAfter((socket) => socket.emit('submit', { commands: [] }))).toBe('HUB0003');
    expect(
      await faultAfter((socket) => {
        for (let i = 0; i < 30_000; i++) socket.emit('clock', null, () => undefined);
      }),
    ).toBe('HUB0004');
    await faultAfter((socket) => socket.emit('submit', { commands: ['x'.repeat(17_000_000)] }, () => undefined));
    await stillWorks();
  });

  it('survives frames and bytes that are no protocol at all', async () => {
    await begin(folder);
    const url = new URL(hub.url);
    const frames = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '0',
        '40',
        '42["submit"',
        '451-["submit",{"_placeholder":true,"num":0}]',
        '42["entries",{}]',
        '2probe',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(frames, { minLength: 1, maxLength: 8 }),
        fc.uint8Array({ maxLength: 300 }),
        async (texts, bytes) => {
          const ws = new WebSocket(`ws://${url.host}/socket.io/?EIO=4&transport=websocket`);
          await new Promise((resolve, reject) => ws.on('open', resolve).on('error', reject));
          ws.on('error', () => undefined);
          for (const text of texts) ws.send(text);
          ws.send(bytes);
          await new Promise((resolve) => setTimeout(resolve, 5));
          ws.terminate();
          const tcp = connectTcp(Number(url.port), url.hostname).on('error', () => undefined);
          tcp.write(bytes);
          tcp.end('GET /healthz HTTP/1.1\r\nContent-Length: -1\r\n\r\n');
          await new Promise((resolve) => tcp.on('close', resolve).resume());
        },
      ),
      { numRuns: 40, seed: 7 },
    );
    await stillWorks();
  });

  it('answers every HTTP body with a status below 500 and logs nothing of it', async () => {
    await begin(folder);
    const seq = log.head().seq;
    const paths = [
      '/complaints',
      '/crew-positions',
      '/weather',
      '/weather/forecast',
      '/orders/x/stages',
      '/alerts/%00/steps',
      '/crews/a/shift',
      '/../../etc/passwd',
    ];
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constant('{"commandId":{"$ne":1}}'),
      fc.constant(`${'['.repeat(5_000)}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), body, async (path, text) => {
        const answer = await fetch(`${hub.url}/api/v1${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${INTEGRATION_TOKEN}`, 'content-type': 'application/json' },
          body: text,
        });
        await answer.text();
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 120, seed: 7 },
    );
    expect(log.head().seq).toBe(seq);
    await stillWorks();
  });
});

describe('a hub whose disk is full', () => {
  // Needs a file system of its own that can be filled: a tmpfs, which only root may mount.
  it.skipIf(process.getuid?.() !== 0)(
    'says so to the console, which keeps what it has and sends it later',
    async () => {
      const dataDir = join(folder, 'small');
      mkdirSync(dataDir);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', dataDir]);
      try {
        await begin(dataDir);
        give('o-before');
        await until('sent', () => log.pending().count === 0);
        const filler = join(dataDir, 'filler');
        const handle = openSync(filler, 'w');
        const chunk = Buffer.alloc(4_096, 1);
        try {
          for (;;) writeSync(handle, chunk);
        } catch {
          closeSync(handle);
        }
        for (let i = 0; i < 40; i++) give(`o-full-${i}`);
        await until('the hub says that its disk is full', () => link?.status().code === 'DBS0002');
        expect(log.pending().count).toBeGreaterThan(0);
        rmSync(filler);
        await until('sent', () => log.pending().count === 0);
        expect(log.head().seq).toBe(41);
        await until('the trouble is over', () => link?.status().code === undefined);
      } finally {
        await hub.kill();
        execFileSync('umount', ['-l', dataDir]);
      }
    },
  );
});
