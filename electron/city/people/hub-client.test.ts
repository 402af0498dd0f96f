import { derivedId } from '#kit/derived-id.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '#kit/logger.ts';
import { systemClock } from '#kit/system-clock.ts';
import { freePort } from '#tests/support/free-port.ts';
import { HubClient, type Report } from './hub-client.ts';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: { commandId: string; n: number };
}

let dir: string;
let tokenFile: string;
let server: Server;
let client: HubClient;
let heard: Heard[];
let refused: Report[];
/** What the hub does with the request it has heard; 200 unless a test says otherwise. */
let answer: (request: Heard, response: ServerResponse, count: number) => void;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

const done = (response: ServerResponse, status = 200) => response.writeHead(status).end('{}');

async function serve(port: number): Promise<number> {
  server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        body: JSON.parse(text || '{}') as Heard['body'],
      };
      heard.push(one);
      answer(one, response, heard.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function stopServer(): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-hub-client-'));
  tokenFile = join(dir, 'token');
  writeFileSync(tokenFile, 'secret\n');
  heard = [];
  refused = [];
  answer = (_request, response) => done(response);
  const port = await serve(await freePort());
  client = new HubClient({
    url: `http://127.0.0.1:${port}/`,
    tokenFile,
    runId: 'run-1',
    // The pauses between attempts shrink, their order stays.
    clock: { ...systemClock, after: (delayMs, task) => systemClock.after(delayMs / 100, task) },
    log: createLogger({ name: 'test', level: 'silent' }),
    onRefused: (report) => refused.push(report),
  });
});

afterEach(async () => {
  client.dispose();
  await stopServer();
  rmSync(dir, { recursive: true, force: true });
});

const report = (n: number): Report => ({ act: `call-${n}`, method: 'POST', path: '/complaints', body: { n } });

async function drained(): Promise<void> {
  while (client.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a report carries the token and an id that its act always has', async () => {
  client.send(report(1));
  await drained();
  expect(heard).toEqual([
    {
      method: 'POST',
      path: '/api/v1/complaints',
      authorization: 'Bearer secret',
      body: { n: 1, commandId: derivedId('run-1', 'call-1') },
    },
  ]);
});

test('command ids differ between acts and between runs', () => {
  const ids = [derivedId('a', 'x'), derivedId('a', 'y'), derivedId('b', 'x')];
  expect(new Set(ids).size).toBe(3);
  expect(derivedId('a', 'x')).toBe(ids[0]);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a hub that fails, hangs up and answers garbage hears each report with one id until it says yes, in order', async () => {
  const accepted: number[] = [];
  answer = (request, response, count) => {
    if (count % 4 === 1) return void done(response, 503);
    if (count % 4 === 2) return void response.destroy();
    if (count % 4 === 3) return void done(response, 429);
    accepted.push(request.body.n);
    return void response.writeHead(200).end('not json');
  };
  for (let n = 1; n <= 10; n++) client.send(report(n));
  await drained();
  expect(accepted).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (let n = 1; n <= 10; n++) {
    const ids = heard.filter(({ body }) => body.n === n).map(({ body }) => body.commandId);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(1);
  }
});

test('a hub that is gone for a while gets everything when it is back', async () => {
  const { port } = server.address() as AddressInfo;
  await stopServer();
  for (let n = 1; n <= 20; n++) client.send(report(n));
  expect(await client.get('/crews/C01/orders')).toBeUndefined();
  await client.tell('/crew-positions', { positions: [] });
  expect(client.waiting).toBe(20);
  await serve(port);
  await drained();
  expect(heard.map(({ body }) => body.n)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});

test('an act is taken once, however often it is sent', async () => {
  client.send(report(1));
  await drained();
  client.send(report(1));
  client.send(report(2));
  await drained();
  expect(heard.map(({ body }) => body.n)).toEqual([1, 2]);
});

test('a report the hub will never take is told and does not hold up the next', async () => {
  answer = (request, response) => done(response, request.body.n === 1 ? 422 : 200);
  client.send(report(1));
  client.send(report(2));
  await drained();
  expect(refused.map(({ act }) => act)).toEqual(['call-1']);
  expect(heard.map(({ body }) => body.n)).toEqual([1, 2]);
});

test('a token that was refused is read again from its file', async () => {
  answer = (request, response) => done(response, request.authorization === 'Bearer fresh' ? 200 : 401);
  client.send(report(1));
  while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  writeFileSync(tokenFile, 'fresh');
  await drained();
  expect(heard.at(-1)?.authorization).toBe('Bearer fresh');
  expect(refused).toHaveLength(0);
});

test.each([
  ['missing', () => join(dir, 'none')],
  ['empty', () => tokenFile],
])('a token file that is %s is CTY0005', (_name, file) => {
  writeFileSync(tokenFile, '\n');
  const log = createLogger({ name: 'test', level: 'silent' });
  const start = () =>
    new HubClient({
      url: 'http://127.0.0.1:1',
      tokenFile: file(),
      runId: 'r',
      clock: systemClock,
      log,
      onRefused: () => undefined,
    });
  expect(start).toThrow(expect.objectContaining({ code: 'CTY0005' }));
});
