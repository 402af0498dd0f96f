import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { WebSocket, WebSocketServer } from 'ws';
import { startChild } from '#tests/support/child.ts';
import { dialConsole } from '#tests/support/console-client.ts';
import { clicksOnScreen } from './clicks-on-screen.ts';
import { quantile, type Emit } from './figure.ts';

const COMMANDS = 400;
const WARM_UP = 40;
const SHARES = [
  ['p50', 0.5],
  ['p99', 0.99],
] as const;

/**
 * From a page's command to "safe on this console's disk" and to "the hub's receipt is on the feed", over real processes, sockets
 * and files. The floor of the first is one durable insert, of the second three of them (console, hub, console) and two round trips.
 */
export async function run(emit: Emit): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'heatline-bench-'));
  const commits = bareCommits(join(dir, 'bare.db'));
  const trips = await bareRoundTrips();

  const hub = await startChild<{ url: string }>(
    'electron/hub/entry/hub.ts',
    ['--data', join(dir, 'hub'), '--port', '0'],
    join(dir, 'hub.log'),
  );
  const data = join(dir, 'core');
  const hubArgs = ['--hub', hub.ready.url, '--hub-token-file', join(dir, 'hub', 'hub.token')];
  const core = await startChild<{ url: string }>(
    'electron/core/entry/node.ts',
    ['--data', data, '--port', '0', ...hubArgs],
    join(dir, 'core.log'),
  );
  const token = readFileSync(join(data, 'console.token'), 'utf8').trim();
  const client = await dialConsole(core.ready.url, token);
  const people = await client.api.session.people();
  const lead = people.find((person) => person.role === 'shiftLead');
  await client.api.session.signOn({ personId: lead?.id ?? '', pin: '0000' });

  const committed: number[] = [];
  const received: number[] = [];
  const waiting = new Map<string, () => void>();
  client.onRow((row) => {
    for (const [commandId, done] of waiting) {
      if (row.id === `S${commandId}` && row.value !== null && row.pending.length === 0) done();
    }
  });
  for (let round = 0; round < COMMANDS + WARM_UP; round += 1) {
    const commandId = randomUUID();
    const startedAt = performance.now();
    const receipt = new Promise<void>((resolve) => waiting.set(commandId, resolve));
    await client.api.command.submit({
      commandId,
      entity: { type: 'station', id: `S${commandId}` },
      type: 'noteStation',
      payload: { text: 'pressure checked by hand' },
    });
    const committedAt = performance.now();
    await receipt;
    waiting.delete(commandId);
    if (round < WARM_UP) continue;
    committed.push(committedAt - startedAt);
    received.push(performance.now() - startedAt);
  }

  for (const [name, share] of SHARES) {
    const commit = quantile(commits, share);
    const trip = quantile(trips, share);
    emit({
      figure: `command to committed, ${name}`,
      value: quantile(committed, share),
      unit: 'ms',
      baseline: 'one durable SQLite insert and one WebSocket round trip',
      baselineValue: commit + trip,
    });
    emit({
      figure: `command to hub receipt on the feed, ${name}`,
      value: quantile(received, share),
      unit: 'ms',
      baseline: 'three durable SQLite inserts and two WebSocket round trips',
      baselineValue: 3 * commit + 2 * trip,
    });
  }
  const clicked = await clicksOnScreen(core.ready.url, token, client);
  for (const [name, share] of SHARES) {
    const floor = quantile(commits, share) + quantile(trips, share);
    emit({
      figure: `click to committed on screen, ${name}`,
      value: quantile(clicked.committed, share),
      unit: 'ms',
      baseline: 'one durable SQLite insert and one WebSocket round trip',
      baselineValue: floor,
    });
    emit({
      figure: `click to hub receipt on screen, ${name}`,
      value: quantile(clicked.received, share),
      unit: 'ms',
      baseline: 'three durable SQLite inserts and two WebSocket round trips',
      baselineValue: 3 * quantile(commits, share) + 2 * quantile(trips, share),
    });
  }
  client.close();
  await core.stop();
  await hub.stop();
  rmSync(dir, { recursive: true, force: true });
}

/** Milliseconds of single inserts as durable as the journal's. */
function bareCommits(file: string): number[] {
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE row (body TEXT)');
  const insert = db.prepare('INSERT INTO row VALUES (?)');
  const body = 'x'.repeat(600);
  const samples = Array.from({ length: COMMANDS }, () => {
    const startedAt = performance.now();
    insert.run(body);
    return performance.now() - startedAt;
  });
  db.close();
  return samples;
}

/** Milliseconds of a message to a WebSocket server and back. */
async function bareRoundTrips(): Promise<number[]> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const socket = new WebSocket(`ws://127.0.0.1:${String((http.address() as AddressInfo).port)}`);
  await new Promise((resolve) => socket.once('open', resolve));
  const samples: number[] = [];
  for (let round = 0; round < COMMANDS; round += 1) {
    const startedAt = performance.now();
    socket.send('x'.repeat(600));
    await new Promise((resolve) => socket.once('message', resolve));
    samples.push(performance.now() - startedAt);
  }
  socket.terminate();
  http.close();
  return samples;
}
