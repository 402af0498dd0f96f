import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '#tests/support/free-port.ts';
import { giveNote, health, Site, type Served } from './support.ts';

const PEER = fileURLToPath(import.meta.resolve('./modbus-peer.ts'));

let site: Site;
beforeEach(() => void (site = new Site()));
afterEach(() => site.close());

const modbus = (port: number, rest: object = {}) => ({
  ...{ id: 'plant', kind: 'modbus', host: '127.0.0.1', port, pollMs: 200, timeoutMs: 2_000, staleAfterMs: 2_500 },
  ...{ stations: ['S001', 'S002'], unit: { first: 1, stationsPerUnit: 10 }, block: { stride: 64 } },
  ...{ measures: ['primarySupplyPressureMPa', 'primaryReturnPressureMPa'], sourceTimeAt: 42, ...rest },
});
const opcua = (port: number, rest: object = {}) => ({
  ...{ id: 'other', kind: 'opcua', endpoint: `opc.tcp://127.0.0.1:${String(port)}/x`, staleAfterMs: 2_500 },
  ...{ stations: { path: ['Stations'] }, ...rest },
});
const file = (...drivers: object[]): string => site.write('drivers.json', JSON.stringify({ version: 1, drivers }));
const wrong = (text: string) => site.core(['--drivers', site.write('drivers.json', text)]);
const signals = async (core: Served) => (await health(core)).signals;

describe('a drivers file that is wrong', () => {
  it.each([
    ['no JSON', '{"version": 1,', 'MAP0001', 'problem'],
    ['of another version', '{"version": 2, "drivers": []}', 'MAP0002', '"path":"version"'],
    ['without drivers', '{"version": 1}', 'MAP0002', '"path":"drivers"'],
    ['with an unknown measure', [modbus(1, { measures: ['primaryPressure'] })], 'MAP0004', 'drivers[0].measures[0]'],
    ['with a wrong endpoint', [opcua(1, { endpoint: 'http://x' })], 'MAP0002', 'drivers[0].endpoint'],
    ['with an id twice', [modbus(1), modbus(2)], 'MAP0003', 'drivers[1].id'],
    ['with a misspelt member', [modbus(1, { polMs: 5 })], 'MAP0002', 'polMs'],
    ['with keys of every object', '{"version":1,"drivers":[],"__proto__":{"a":1},"b":2}', 'MAP0002', 'b'],
  ])('%s is refused by a code that names the place, and nothing is opened', async (_name, drivers, code, place) => {
    const text = typeof drivers === 'string' ? drivers : JSON.stringify({ version: 1, drivers });
    const said = await wrong(text).then(
      () => 'started',
      (error: unknown) => String(error),
    );
    expect(said).toContain(`"code":"${code}"`);
    expect(said).toContain(place);
  });

  it('that is not there is refused (API0007), as is a hub address that is none', async () => {
    await expect(site.core(['--drivers', '/nowhere/drivers.json'])).rejects.toThrow('API0007');
    await expect(site.core(['--hub', 'not an address'])).rejects.toThrow('API0007');
  });
});

describe('peers of the plant that are not as they should be', () => {
  it('nobody there: the console runs, the drivers say so by code, no value is ever live', async () => {
    const core = await site.core(['--drivers', file(modbus(await freePort()), opcua(await freePort()))]);
    await expect
      .poll(async () => (await health(core)).drivers.map(({ code }) => code?.slice(0, 3)))
      .toEqual(['MOD', 'OPC']);
    expect(await signals(core)).toMatchObject({ live: 0 });
    await giveNote(await site.desk(core));
  });

  it('that answer with noise, or cut off: the same', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', () => {
        if (sockets.length % 3 === 0) socket.resetAndDestroy();
        else socket.write(Buffer.from('ERRF\x18\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\0\0\x7f\xff', 'latin1'));
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const core = await site.core(['--drivers', file(modbus(port), opcua(port))]);
    await expect
      .poll(async () => (await health(core)).drivers.map(({ code }) => /^[A-Z]{3}\d{4}$/.test(code ?? '')))
      .toEqual([true, true]);
    expect(await signals(core)).toMatchObject({ live: 0 });
    await giveNote(await site.desk(core));
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('killed: values go stale within their limit and are never counted live; they come back with the peer', async () => {
    const peer = await site.child<{ port: number }>(PEER, [String(await freePort()), 'running']);
    const core = await site.core(['--drivers', file(modbus(peer.ready.port))]);
    await expect.poll(() => signals(core)).toMatchObject({ known: 4, live: 4, stale: 0 });
    await peer.kill();
    const killedAt = performance.now();
    await expect.poll(() => signals(core)).toMatchObject({ live: 0, stale: 4 });
    // Their limit, and a share for a machine that is slow and busy; the limit itself has its test under a clock of its own (staleness.test.ts).
    expect(performance.now() - killedAt).toBeLessThan(2_500 + 15_000);
    await expect
      .poll(async () => (await health(core)).drivers[0])
      .toMatchObject({ state: 'reconnecting', code: expect.stringMatching(/^MOD/) as string });
    for (let i = 0; i < 5; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect((await signals(core)).live).toBe(0);
    }
    await site.child(PEER, [String(peer.ready.port), 'running']);
    await expect.poll(() => signals(core)).toMatchObject({ live: 4, stale: 0 });
  });

  it('whose clock stands still: values that change at the same source time go stale', async () => {
    const peer = await site.child<{ port: number }>(PEER, [String(await freePort()), 'frozen']);
    const core = await site.core(['--drivers', file(modbus(peer.ready.port))]);
    await expect.poll(async () => (await health(core)).drivers[0]?.state).toBe('live');
    await expect.poll(() => signals(core)).toMatchObject({ known: 4, live: 0, stale: 4 });
    await expect.poll(async () => (await health(core)).drivers[0]?.state).toBe('live');
  });
});
