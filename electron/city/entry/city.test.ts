import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '#tests/support/free-port.ts';

const dir = mkdtempSync(join(tmpdir(), 'heatline-city-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** `gone` is there for a parent that let go: Node 24.21 then tells the exit but never the end of the streams ('close'). */
function city(...words: string[]): { child: ChildProcess; ended: Promise<Ended>; gone: Promise<number | null> } {
  const args = ['--stations', '10', '--modbus-port', '0', '--pki', join(dir, 'pki'), ...words];
  const entry = join(import.meta.dirname, 'city.ts');
  const child = fork(entry, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stderr })));
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, gone };
}

const messageOf = (child: ChildProcess) => new Promise<unknown>((resolve) => child.once('message', resolve));

function stderrHolds(child: ChildProcess, words: string): Promise<void> {
  let text = '';
  return new Promise((resolve) => {
    child.stderr?.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes(words)) resolve();
    });
  });
}

function truthOf(file: string): Record<string, unknown>[] {
  // What follows the last line end is still being written.
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a child says where it serves, takes a strike by message and ends when its parent lets go', async () => {
  const port = await freePort();
  const truth = join(dir, 'truth.jsonl');
  const { child, gone } = city('--opcua-port', String(port), '--truth', truth);
  const refusedStrike = stderrHolds(child, 'CTY0002');
  expect(await messageOf(child)).toEqual({
    t: 'ready',
    opcuaUrl: `opc.tcp://127.0.0.1:${port}/heatline-city`,
    modbusPort: expect.any(Number) as number,
  });
  child.send({ t: 'strike', event: { kind: 'meteor', atS: 0 } });
  await refusedStrike;
  child.send({ t: 'strike', event: { kind: 'pipeBurst', atS: 0, target: 'main', holeShare: 0.1 } });
  while (!truthOf(truth).some(({ kind }) => kind === 'burst')) await new Promise((resolve) => setTimeout(resolve, 50));
  child.disconnect();
  expect(await gone).toBe(0);
  expect(truthOf(truth)[0]).toMatchObject({ kind: 'run', seed: 7, stations: 10, scenario: 'quiet-day' });
  expect(truthOf(truth).filter(({ kind }) => kind === 'strike')).toHaveLength(1);
});

/** A frame of OPC UA TCP: type, length, body. */
function opcFrame(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32LE(8 + body.length, 4);
  return Buffer.concat([header, body]);
}

test('bytes that are not OPC UA do not end the process', async () => {
  const port = await freePort();
  const { child, gone } = city('--opcua-port', String(port));
  await messageOf(child);
  const url = Buffer.from(`opc.tcp://127.0.0.1:${port}/heatline-city`);
  const hello = Buffer.alloc(24 + url.length);
  for (const [i, value] of [0, 65_536, 65_536, 0, 0, url.length].entries()) hello.writeUInt32LE(value, i * 4);
  url.copy(hello, 24);
  const shorterThanItsHeader = Buffer.from('OPNF\0\0\0\0 and more', 'latin1');
  const heard = stderrHolds(child, 'not OPC UA');
  const scanner = connect(port, '127.0.0.1');
  scanner.on('error', () => undefined);
  scanner.write(Buffer.concat([opcFrame('HELF', hello), shorterThanItsHeader]));
  await heard;
  const client = connect(port, '127.0.0.1');
  client.write(opcFrame('HELF', hello));
  const answer = await new Promise<Buffer>((resolve) => client.once('data', resolve));
  expect(answer.toString('latin1', 0, 4)).toBe('ACKF');
  scanner.destroy();
  client.destroy();
  child.disconnect();
  expect(await gone).toBe(0);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it cleanly', async (signal) => {
  const { child, ended } = city('--opcua-port', String(await freePort()));
  await messageOf(child);
  child.kill(signal);
  expect((await ended).code).toBe(0);
});

test('a port in use is CTY0004 and exit code 1', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const { port } = blocker.address() as AddressInfo;
  for (const words of [
    ['--opcua-port', String(port)],
    ['--modbus-port', String(port)],
  ]) {
    const { code, stderr } = await city(...words).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^CTY0004 .*\n.*--opcua-port/m);
  }
  blocker.close();
});

test.each([
  ['an unknown scenario', ['--scenario', 'nope'], 1, 'CTY0001'],
  ['a hub without its token', ['--hub', 'http://127.0.0.1:1', '--hub-token-file', '/nowhere/token'], 1, 'CTY0005'],
  ['an unknown option', ['--sead', '7'], 2, 'CTY0003'],
])('%s ends with its code', async (_name, words, code, errorCode) => {
  const result = await city('--opcua-port', String(await freePort()), ...words).ended;
  expect(result.stderr).toContain(errorCode);
  expect(result.code).toBe(code);
});

test('--export-only writes the import files and serves nothing', async () => {
  const target = join(dir, 'export');
  const { ended } = city('--export', target, '--export-only');
  expect((await ended).code).toBe(0);
  const files = readdirSync(target);
  expect(files.some((file) => file.endsWith('.geojson'))).toBe(true);
  expect(files.some((file) => file.endsWith('.csv'))).toBe(true);
});
