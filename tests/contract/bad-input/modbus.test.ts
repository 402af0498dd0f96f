import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registersReply, startModbusResponder, type Answer } from '#tests/support/modbus-responder.ts';
import type { ModbusResponder } from '#tests/support/modbus-responder.ts';
import { health, Site } from './support.ts';

let site: Site;
let device: ModbusResponder | undefined;
beforeEach(() => void (site = new Site()));
afterEach(async () => {
  await site.close();
  await device?.close();
});

/** A good answer: every register 0x3f00, so that a float is 0.5. */
const good: Answer = (q) => registersReply(q, Buffer.alloc(2 * q.quantity, Buffer.from([0x3f, 0x00])));
const changed =
  (change: (reply: Buffer) => Buffer | undefined): Answer =>
  (question, socket) => {
    const reply = change(good(question, socket) as Buffer);
    return question.unit === 1 ? reply : good(question, socket);
  };
const written = (write: (reply: Buffer) => unknown): Answer =>
  changed((reply) => {
    write(reply);
    return reply;
  });

/** A console over a device with two units: the first one lies, the second is honest. */
async function start(answer: Answer) {
  device = await startModbusResponder(answer);
  const table = [1, 2].map((unit) => ({ signal: `S00${String(unit)}.primarySupplyPressureMPa`, unit, address: 0 }));
  const plant = {
    ...{ id: 'plant', kind: 'modbus', host: '127.0.0.1', port: device.port, pollMs: 200, timeoutMs: 1_000 },
    ...{ staleAfterMs: 6_000, table },
  };
  return site.core(['--drivers', site.write('drivers.json', JSON.stringify({ version: 1, drivers: [plant] }))]);
}

describe('a Modbus unit whose replies are wrong', () => {
  it.each<[string, string, Answer]>([
    ['too short', 'MOD0003', changed((reply) => registersReply(questionOf(reply), Buffer.alloc(2)))],
    ['too long', 'MOD0003', changed((reply) => registersReply(questionOf(reply), Buffer.alloc(8)))],
    ['with a byte count that lies', 'MOD0003', written((reply) => reply.writeUInt8(2, 8))],
    ['of another unit', 'MOD0005', written((reply) => reply.writeUInt8(77, 6))],
    ['of another function', 'MOD0005', written((reply) => reply.writeUInt8(4, 7))],
    ['never there', 'MOD0006', changed(() => undefined)],
  ])('%s: by code, never live, and its neighbour is', async (_name, code, answer) => {
    const core = await start(answer);
    await expect.poll(async () => (await health(core)).drivers[0]).toMatchObject({ state: 'live', code });
    await expect.poll(async () => (await health(core)).signals.live).toBe(1);
    for (let i = 0; i < 10; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect((await health(core)).signals).toMatchObject({ known: 2, live: 1, stale: 1 });
    }
  });

  it('after it was right: its value goes stale within its limit and stays so', async () => {
    const core = await start(good);
    await expect.poll(async () => (await health(core)).signals.live).toBe(2);
    const lie = written((reply) => reply.writeUInt8(77, 6));
    (device as ModbusResponder).answer = lie;
    await expect.poll(async () => (await health(core)).signals.live).toBe(1);
    await expect.poll(async () => (await health(core)).drivers[0]?.code).toBe('MOD0005');
    (device as ModbusResponder).answer = good;
    await expect.poll(async () => (await health(core)).signals.live).toBe(2);
  });

  it('that mixes up transactions costs the connection, and nothing of it is shown', async () => {
    const core = await start((q, socket) => {
      const reply = good(q, socket) as Buffer;
      reply.writeUInt16BE((q.transaction + 1_000) & 0xffff, 0);
      return reply;
    });
    await expect.poll(async () => (await health(core)).drivers[0]?.code).toBe('MOD0004');
    expect((await health(core)).signals.live).toBe(0);
  });
});

function questionOf(reply: Buffer) {
  return {
    transaction: reply.readUInt16BE(0),
    unit: reply.readUInt8(6),
    functionCode: reply.readUInt8(7),
    address: 0,
    quantity: 2,
  };
}
