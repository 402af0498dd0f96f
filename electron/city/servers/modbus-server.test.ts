import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { handReadings, lineCity, type HandReadings } from '#tests/support/hand-plant.ts';
import { MEASURE_NAMES, QUALITY } from '#shared/domain/telemetry/measures.ts';
import { CityModbusServer } from './modbus-server.ts';

const AT_MS = Date.UTC(2026, 0, 15, 6, 0, 0);
/** 60 stations on Modbus: unit 1 holds 50, unit 2 holds 10. S002 is k = 0. */
const city = lineCity(61, 60);
let readings: HandReadings;
let server: CityModbusServer;
let socket: Socket;

beforeEach(async () => {
  readings = handReadings(city, AT_MS);
  server = await CityModbusServer.start({ stationIds: city.modbusStationIds, readings, host: '127.0.0.1', port: 0 });
  socket = connect(server.port, '127.0.0.1');
  socket.setNoDelay(true);
  await new Promise((resolve) => socket.once('connect', resolve));
});

afterEach(async () => {
  socket.destroy();
  await server.dispose();
});

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

/** Reads `count` bytes, or what came until the peer closed. */
function receive(count: number): Promise<Buffer> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const done = () => {
      socket.off('data', take);
      resolve(bytes);
    };
    const take = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length >= count) done();
    };
    socket.on('data', take);
    socket.once('close', done);
  });
}

async function ask(request: string, replyBytes: number): Promise<string> {
  const reply = receive(replyBytes);
  socket.write(hex(request));
  return (await reply).toString('hex');
}

test('a whole block reads as float32, high word first, with mask and source time', async () => {
  readings.set('S002', 'primaryReturnTempC', 47, QUALITY.bad);
  readings.set('S002', 'riser4ReturnTempC', Number.NaN, QUALITY.none);
  server.update();
  const reply = receive(9 + 128);
  socket.write(hex('0001 0000 0006 01 03 0000 0040'));
  const registers = (await reply).subarray(9);
  expect(registers.readFloatBE(0)).toBe(1);
  expect(registers.readFloatBE(8)).toBeCloseTo(1.02, 6);
  expect(registers.readFloatBE(2 * 32)).toBeNaN();
  expect(registers.readUInt32BE(2 * 40)).toBe(1 << MEASURE_NAMES.indexOf('primaryReturnTempC'));
  expect(registers.readUInt32BE(2 * 42)).toBe(AT_MS / 1000);
});

test('the example of docs/modbus-map.md is what is sent', async () => {
  readings.set('S002', 'primarySupplyPressureMPa', 0.8);
  readings.set('S002', 'primaryReturnPressureMPa', 0.5);
  server.update();
  expect(await ask('0001 0000 0006 01 03 0000 0004', 17)).toBe('00010000000b0103083f4ccccd3f000000');
});

test('functions 3 and 4 read the same, and unit 2 starts with the 51st station', async () => {
  const three = await ask('0001 0000 0006 02 03 0000 0002', 13);
  const four = await ask('0001 0000 0006 02 04 0000 0002', 13);
  expect(hex(three).readFloatBE(9)).toBe(51);
  expect(four.slice(-8)).toBe(three.slice(-8));
});

test.each([
  ['illegal function', '0007 0000 0006 01 06 0000 0001', '0007000000030186 01'],
  ['function 0x83 keeps its high bit', '0007 0000 0006 01 83 0000 0001', '0007000000030183 01'],
  ['beyond the last block', '0007 0000 0006 02 03 027f 0002', '0007000000030283 02'],
  ['last register alone is fine', '0007 0000 0006 02 03 027f 0001', '000700000005020302 0000'],
  ['the highest address', '0007 0000 0006 01 03 ffff 007d', '0007000000030183 02'],
  ['126 registers', '0007 0000 0006 01 03 0000 007e', '0007000000030183 03'],
  ['no registers', '0007 0000 0006 01 03 0000 0000', '0007000000030183 03'],
  ['a request too short', '0007 0000 0004 01 03 0000', '0007000000030183 03'],
  ['a request too long', '0007 0000 0008 01 03 0000 0001 0000', '0007000000030183 03'],
  ['a function code alone', '0007 0000 0002 01 03', '0007000000030183 03'],
  ['unknown unit', '0007 0000 0006 03 03 0000 0001', '000700000003038 30b'],
  ['unit 0', '0007 0000 0006 00 03 0000 0001', '000700000003008 30b'],
])('%s', async (_name, request, reply) => {
  const expected = reply.replaceAll(' ', '');
  expect(await ask(request, expected.length / 2)).toBe(expected);
});

test('the largest read is 125 registers', async () => {
  const reply = await ask('0001 0000 0006 01 03 0000 007d', 9 + 250);
  expect(reply.slice(0, 18)).toBe('0001000000fd0103fa');
});

test('requests in one segment are all answered, in order', async () => {
  const many = Array.from(
    { length: 200 },
    (_, i) => `${(i + 1).toString(16).padStart(4, '0')} 0000 0006 01 03 0000 0001`,
  );
  const replies = hex(await ask(many.join(''), 200 * 11));
  const transactions = Array.from({ length: 200 }, (_, i) => replies.readUInt16BE(i * 11));
  expect(transactions).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
});

test('a request that comes byte by byte is answered once it is whole', async () => {
  const reply = receive(11);
  for (const byte of hex('0001 0000 0006 01 03 0000 0001')) {
    await new Promise<void>((resolve) => socket.write(Buffer.of(byte), () => resolve()));
  }
  expect((await reply).toString('hex')).toBe('00010000000501030 23f80'.replace(' ', ''));
});

test.each([
  ['a foreign protocol id', '0001 0001 0006 01 03 0000 0001'],
  ['length 0', '0001 0000 0000'],
  ['length 1', '0001 0000 0001 01'],
  ['a length beyond the protocol', '0001 0000 00ff 01 03'],
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n').toString('hex')],
])('%s closes the connection after the good requests before it', async (_name, nonsense) => {
  const reply = await ask(`0001 0000 0006 01 03 0000 0001 ${nonsense}`, Number.POSITIVE_INFINITY);
  expect(reply).toBe('0001000000050103023f80');
});

test('a peer that asks and never reads does not grow the memory of the server', async () => {
  socket.pause();
  const flood = Buffer.concat(Array.from({ length: 2_000 }, () => hex('0001 0000 0006 01 03 0000 007d')));
  let sent = 0;
  // Once both kernel buffers are full the server stops reading, so the writes stop completing.
  for (;;) {
    const flushed = await Promise.race([
      new Promise<boolean>((resolve) => socket.write(flood, () => resolve(true))),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 500)),
    ]);
    if (!flushed) break;
    sent += 1;
    expect(sent).toBeLessThan(5_000);
  }
  const second = connect(server.port, '127.0.0.1');
  const answered = new Promise<number>((resolve) => second.once('data', (data) => resolve(data.length)));
  second.write(hex('0001 0000 0006 01 03 0000 0001'));
  expect(await answered).toBe(11);
  second.destroy();
});

test('a port in use is CTY0004', async () => {
  const again = CityModbusServer.start({ stationIds: [], readings, host: '127.0.0.1', port: server.port });
  await expect(again).rejects.toMatchObject({ code: 'CTY0004', detail: { protocol: 'Modbus', port: server.port } });
});
