import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#kit/system-clock.ts';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import type { DriverStatus } from '#shared/contract/feed.ts';
import { freePort } from '#tests/support/free-port.ts';
import { startOpcuaPlant } from '#tests/support/opcua-plant.ts';
import { registersReply, startModbusResponder } from '#tests/support/modbus-responder.ts';
import { PATIENCE } from '#tests/support/patience.ts';
import { LatestTable } from '../telemetry/latest-table.ts';
import { SignalCatalogue } from '../telemetry/signal-catalogue.ts';
import { createIngest } from './ingest.ts';
import type { Ingest } from './ingest.ts';

const folder = mkdtempSync(join(tmpdir(), 'heatline-ingest-'));
const closers: (() => Promise<unknown>)[] = [];
let ingest: Ingest | undefined;

afterEach(async () => {
  await ingest?.dispose();
  for (const close of closers.splice(0)) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(drivers: readonly object[]) {
  const catalogue = new SignalCatalogue();
  const latest = new LatestTable({ clock: systemClock, catalogue });
  const states = new Map<string, DriverStatus[]>();
  ingest = createIngest({
    config: parseDriversConfig(JSON.stringify({ version: 1, drivers })),
    catalogue,
    latest,
    clock: systemClock,
    pkiDir: folder,
    onDriverState: (state) => states.set(state.id, [...(states.get(state.id) ?? []), state]),
  });
  return { catalogue, latest, statesOf: (id: string) => states.get(id) ?? [] };
}

async function modbusPlant(value: number) {
  const responder = await startModbusResponder((question) => {
    const registers = Buffer.alloc(2 * question.quantity);
    registers.writeFloatBE(value);
    return registersReply(question, registers);
  });
  closers.push(() => responder.close());
  return {
    id: 'plain',
    kind: 'modbus',
    host: '127.0.0.1',
    port: responder.port,
    pollMs: 100,
    staleAfterMs: 1_000,
    stations: ['S001'],
    block: { stride: 2 },
    measures: ['primarySupplyPressureMPa'],
  };
}

/** A TCP server that does with each connection what it is told. */
async function peer(behave: (socket: Socket) => void): Promise<object> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return {
    id: 'hostile',
    kind: 'opcua',
    endpoint: `opc.tcp://127.0.0.1:${(server.address() as AddressInfo).port}/x`,
    stations: { path: ['Stations'] },
  };
}

/** The whole message is 24 bytes: ERR, final, size, status BadTcpInternalError and a reason of 8 bytes. */
function errorFrame(reasonLength = 8): Buffer {
  const frame = Buffer.alloc(24);
  frame.write('ERRF', 0, 'latin1');
  frame.writeUInt32LE(24, 4);
  frame.writeUInt32LE(0x8082_0000, 8);
  frame.writeUInt32LE(reasonLength, 12);
  frame.write('go away!', 16, 'latin1');
  return frame;
}

const ACKNOWLEDGE = (() => {
  const frame = Buffer.alloc(28);
  frame.write('ACKF', 0, 'latin1');
  frame.writeUInt32LE(28, 4);
  for (const [i, number] of [0, 65_536, 65_536, 0, 0].entries()) frame.writeUInt32LE(number, 8 + 4 * i);
  return frame;
})();

function hostileMessage(type: string, size: number): Buffer {
  const frame = Buffer.alloc(24, 0xff);
  frame.write(type, 0, 'latin1');
  frame.writeUInt32LE(size, 4);
  return frame;
}

/** Acknowledges the hello and answers what comes next with `reply`. */
function afterHello(reply: Buffer) {
  return (socket: Socket) => {
    let isFirst = true;
    socket.on('data', () => {
      socket.write(isFirst ? ACKNOWLEDGE : reply);
      isFirst = false;
    });
  };
}

const HOSTILE: readonly [name: string, behave: (socket: Socket) => void][] = [
  ['the 24-byte error frame at once', (socket) => void socket.write(errorFrame())],
  ['the error frame after the hello', (socket) => void socket.on('data', () => socket.write(errorFrame()))],
  ['the error frame in place of a channel', afterHello(errorFrame())],
  ['garbage', (socket) => void socket.write(Buffer.alloc(4_096, 0xa5))],
  ['a message that claims 4 GB', afterHello(hostileMessage('OPNF', 0xffff_ffff))],
  ['a channel of nonsense', afterHello(hostileMessage('OPNF', 24))],
  ['a web page', (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['nothing at all', () => undefined],
  ['a close in the middle of the hello', (socket) => void socket.end(ACKNOWLEDGE.subarray(0, 11))],
];

describe('ingest', () => {
  it('brings values of a plant into the latest table, with the state of the driver', async () => {
    const { catalogue, latest, statesOf } = start([await modbusPlant(0.75)]);
    await vi.waitFor(() => expect(latest.freshness().live).toBe(1), PATIENCE);
    const index = catalogue.indexOf('S001.primarySupplyPressureMPa') as number;
    expect(latest.values[index]).toBe(0.75);
    expect(catalogue.at(index)).toMatchObject({ unit: 'MPa', low: 0, high: 1.6, staleAfterMs: 1_000, driver: 'plain' });
    await vi.waitFor(() => {
      expect(statesOf('plain').at(-1)).toMatchObject({ state: 'live', signals: 1, dropped: 0, restarts: 0 });
      expect(statesOf('plain').at(-1)?.lastSampleAt).toBeGreaterThan(0);
    }, PATIENCE);
  });

  it.each(HOSTILE)('a peer that sends %s gives a coded reason and holds up nobody else', async (_name, behave) => {
    const { latest, statesOf } = start([await modbusPlant(0.75), await peer(behave)]);
    await vi.waitFor(() => expect(statesOf('hostile').at(-1)?.code).toMatch(/^(OPC|TEL)\d{4}$/), PATIENCE);
    expect(statesOf('hostile').at(-1)?.state).toMatch(/reconnecting|failed/);
    await vi.waitFor(() => expect(latest.freshness()).toMatchObject({ known: 1, live: 1 }), PATIENCE);
  });

  const INJECTED: readonly [name: string, frame: Buffer][] = [
    ['the 24-byte error frame', errorFrame()],
    ['an error frame whose reason claims 2 GB', errorFrame(0x7fff_ffff)],
    ['a message of nonsense', hostileMessage('MSGF', 24)],
    ['garbage', Buffer.alloc(256, 0xa5)],
  ];
  it.each(INJECTED)('a live server that sends %s loses its driver at most, which comes back', async (_name, frame) => {
    const port = await freePort();
    const plant = await startOpcuaPlant({
      port,
      pkiDir: folder,
      stations: ['S900'],
      items: [{ name: 'primarySupplyPressureMPa', value: 0.5 }],
    });
    closers.push(() => plant.close());
    const toClient = new Set<Socket>();
    const hostile = await peer((socket) => {
      const upstream = connect(port, '127.0.0.1');
      toClient.add(socket);
      upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
      socket.on('close', () => upstream.destroy());
      socket.pipe(upstream).pipe(socket);
    });
    const driver = { ...hostile, stations: { path: ['Plant'] }, publishingMs: 100 };
    const { latest, statesOf } = start([await modbusPlant(0.75), driver]);
    const liveSince = () => statesOf('hostile').findLast((state) => state.state === 'live')?.since ?? 0;
    await vi.waitFor(() => expect(liveSince()).toBeGreaterThan(0), PATIENCE);
    const first = liveSince();
    for (const socket of toClient) socket.write(frame);
    await vi.waitFor(() => expect(liveSince()).toBeGreaterThan(first), PATIENCE);
    expect(statesOf('hostile').some((state) => /^(OPC|TEL)/.test(state.code ?? ''))).toBe(true);
    await vi.waitFor(() => expect(latest.freshness()).toMatchObject({ known: 2 }), PATIENCE);
  });
});
