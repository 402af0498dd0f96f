import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHubLink, type HubLink } from '#core/hub-link/hub-link.ts';
import { createConsoleLog, type ConsoleLog, type SubmitInput } from '#core/log/console-log.ts';
import { createMemoryJournal } from '#core/log/memory-journal.ts';
import { systemClock } from '#kit/system-clock.ts';
import { freePort } from '#tests/support/free-port.ts';
import { CONSOLE_TOKEN, INTEGRATION_TOKEN, startHub, until, type HubProcess } from './support/hub-process.ts';
import { acceptOrder, addNote, createOrder } from './support/story.ts';

let folder: string;
let port: number;
const hubs: HubProcess[] = [];
const links: HubLink[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-link-'));
  port = await freePort();
});
afterEach(async () => {
  for (const link of links.splice(0)) link.dispose();
  for (const hub of hubs.splice(0)) await hub.kill();
  rmSync(folder, { recursive: true, force: true });
});

let ids = 0;
const start = async (): Promise<HubProcess> => {
  const hub = await startHub(join(folder, 'hub'), port);
  hubs.push(hub);
  return hub;
};
const openLog = (deviceId: string): ConsoleLog =>
  createConsoleLog({ store: createMemoryJournal(), clock: systemClock, newId: () => `${deviceId}-${++ids}`, deviceId });
const connect = (log: ConsoleLog, token = CONSOLE_TOKEN): HubLink => {
  const link = createHubLink({ url: `http://127.0.0.1:${port}`, token, log, clock: systemClock });
  links.push(link);
  return link;
};
const give = (log: ConsoleLog, story: object): void => {
  const result = log.submit(story as SubmitInput);
  if (!result.ok) throw new Error(result.error.code);
};

describe('the link of a console to its hub', () => {
  it('brings two consoles to the same state, with receipts and the clock of the hub', async () => {
    await start();
    const [a, b] = [openLog('a'), openLog('b')];
    const linkA = connect(a);
    connect(b);
    for (let i = 0; i < 150; i++) give(a, createOrder(`o${i}`));
    give(b, createOrder('b1'));
    await until('all is sent', () => a.pending().count + b.pending().count === 0);
    await until('both have it', () => a.head().seq === 151 && b.head().seq === 151);
    expect(a.allRows()).toEqual(b.allRows());
    await until('all receipts are there', () => linkA.receipts().count === 150);
    await until('the clock is measured', () => linkA.status().hubSkewMs !== undefined);
    expect(Math.abs(linkA.status().hubSkewMs ?? 1e9)).toBeLessThan(1_000);
  });

  it('says offline after a SIGKILL, keeps what is given, and sends it when the hub is back', async () => {
    const hub = await start();
    const log = openLog('a');
    const link = connect(log);
    give(log, createOrder('o1'));
    await until('online and sent', () => link.status().state === 'online' && log.pending().count === 0);
    await hub.kill();
    await until('offline', () => link.status().state === 'offline');
    expect(link.status().code).toBe('LOG0008');
    give(log, acceptOrder('o1'));
    expect(log.pending().count).toBe(1);
    await start();
    await until('sent', () => log.pending().count === 0 && log.head().seq === 2);
    await until('online', () => link.status().state === 'online');
  });

  it('says offline of a hub that hangs', async () => {
    const hub = await start();
    const log = openLog('a');
    const link = connect(log);
    await until('online', () => link.status().state === 'online');
    hub.child.kill('SIGSTOP');
    give(log, createOrder('o1'));
    await until('offline', () => link.status().state === 'offline');
    hub.child.kill('SIGCONT');
    await until('sent', () => log.pending().count === 0 && log.head().seq === 1);
  });

  it.each([
    ['a wrong token', 'nonsense', 'HUB0001'],
    ['the token of another door', INTEGRATION_TOKEN, 'HUB0001'],
  ])('is refused with %s', async (_what, token, code) => {
    await start();
    const log = openLog('a');
    const link = connect(log, token);
    await until('refused', () => link.status().state === 'refused');
    expect(link.status().code).toBe(code);
    give(log, createOrder('o1'));
    expect(log.pending().count).toBe(1);
  });

  it('merges what two consoles did to one order while the hub was away', async () => {
    const hub = await start();
    const [a, b] = [openLog('a'), openLog('b')];
    connect(a);
    connect(b);
    give(a, createOrder('o1'));
    await until('both have it', () => a.head().seq === 1 && b.head().seq === 1);
    await hub.kill();
    give(a, addNote('o1', 'from a'));
    give(a, acceptOrder('o1'));
    give(b, addNote('o1', 'from b'));
    give(b, acceptOrder('o1'));
    await start();
    await until(
      'both settled',
      () => a.pending().count + b.pending().count === 0 && a.head().seq === b.head().seq && a.head().seq >= 5,
    );
    expect(a.allRows()).toEqual(b.allRows());
    expect(a.head()).toEqual(b.head());
  });

  it('stays offline, and alive, before a peer that talks nonsense', async () => {
    const peers: Socket[] = [];
    const server = createServer((socket) => {
      peers.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: nonsense\r\n\r\n\x00\xff\xff'),
      );
    }).listen(port, '127.0.0.1');
    const log = openLog('a');
    const link = connect(log);
    await until('offline', () => link.status().state === 'offline');
    for (const peer of peers) peer.destroy();
    await new Promise((resolve) => server.close(resolve));
    give(log, createOrder('o1'));
    await start();
    await until('sent', () => log.pending().count === 0);
  });
});
