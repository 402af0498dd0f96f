import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#kit/system-clock.ts';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import type { ModbusDriverConfig } from '#shared/contract/modbus-driver.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { exceptionReply, registersReply, startModbusResponder } from '#tests/support/modbus-responder.ts';
import type { Answer, ModbusQuestion, ModbusResponder } from '#tests/support/modbus-responder.ts';
import { PATIENCE } from '#tests/support/patience.ts';
import { createRing, createSampleColumns, openRing } from '../../telemetry/ring.ts';
import type { RunningDriver } from '../driver-context.ts';
import type { DriverReport, FoundSignal } from '../protocol.ts';
import { startModbusDriver } from './driver.ts';

const running: { driver?: RunningDriver; responder?: ModbusResponder } = {};
afterEach(async () => {
  await running.driver?.close();
  await running.responder?.close();
});

async function connect(answer: Answer, changes: object) {
  const responder = await startModbusResponder(answer);
  const driver = { id: 'm', kind: 'modbus', host: '127.0.0.1', port: responder.port, pollMs: 50, timeoutMs: 30_000 };
  const config = parseDriversConfig(JSON.stringify({ version: 1, drivers: [{ ...driver, ...changes }] }));
  const ring = openRing(createRing(4096));
  const reports: DriverReport[] = [];
  let signals: readonly FoundSignal[] = [];
  running.responder = responder;
  running.driver = startModbusDriver({
    config: config.drivers[0] as ModbusDriverConfig,
    ring,
    clock: systemClock,
    pkiDir: '',
    register: (found) => {
      signals = found;
      return Promise.resolve(Uint32Array.from(found, (_, i) => i));
    },
    report: (report) => reports.push(report),
    reportSkew: () => undefined,
  });
  const seen = new Map<string, { value: number; quality: number; count: number }>();
  const read = () => {
    const out = createSampleColumns(4096);
    const count = ring.drain(out);
    for (let row = 0; row < count; row += 1) {
      const { stationId, measure } = signals[out.indexes[row] as number] as FoundSignal;
      const id = `${stationId}.${measure}`;
      const before = seen.get(id)?.count ?? 0;
      seen.set(id, { value: out.values[row] as number, quality: out.qualities[row] as number, count: before + 1 });
    }
    return seen;
  };
  return { responder, reports, read };
}

const pressure = (station: string) => `${station}.primarySupplyPressureMPa`;

/** A device whose registers are `memory`, from register 0 of every area. */
function device(memory: Buffer): Answer {
  return (question) => {
    const from = 2 * question.address;
    return registersReply(question, memory.subarray(from, from + 2 * question.quantity));
  };
}

describe('modbus by table', () => {
  it('reads every type in every order', async () => {
    const orders = {
      ABCD: (b: Buffer) => b,
      DCBA: (b: Buffer) => Buffer.from(b).reverse(),
      BADC: (b: Buffer) => Buffer.from(b).swap16(),
      CDAB: (b: Buffer) => Buffer.from(b).reverse().swap16(),
    };
    const written: readonly [type: string, value: number, bytes: number, write: (b: Buffer) => void][] = [
      ['float32', 0.5, 4, (b) => b.writeFloatBE(0.5)],
      ['float64', 1.25, 8, (b) => b.writeDoubleBE(1.25)],
      ['int16', -12_345, 2, (b) => b.writeInt16BE(-12_345)],
      ['uint16', 54_321, 2, (b) => b.writeUInt16BE(54_321)],
      ['int32', -1_234_567_890, 4, (b) => b.writeInt32BE(-1_234_567_890)],
      ['uint32', 4_000_000_001, 4, (b) => b.writeUInt32BE(4_000_000_001)],
      ['bit', 1, 2, (b) => b.writeUInt16BE(1 << 9)],
    ];
    const parts: Buffer[] = [];
    const expected = new Map<string, number>();
    const table: object[] = [];
    let address = 0;
    for (const [order, reorder] of Object.entries(orders)) {
      for (const [type, value, bytes, write] of written) {
        const part = Buffer.alloc(bytes);
        write(part);
        parts.push(reorder(part));
        const signal = pressure(`${type}-${order}`);
        expected.set(signal, value);
        table.push({ signal, address, type, order, ...(type === 'bit' && { bit: 9 }) });
        address += bytes / 2;
      }
    }
    const { read, responder } = await connect(device(Buffer.concat(parts)), { table });
    await vi.waitFor(() => expect(read().size).toBe(table.length), PATIENCE);
    expect(new Map([...read()].map(([id, { value }]) => [id, value]))).toEqual(expected);
    expect(responder.questions[0]).toMatchObject({ address: 0, quantity: address, functionCode: 3 });
  });

  it('reads coils and discrete inputs bit by bit, input and holding registers apart, with factor and offset', async () => {
    const answer: Answer = (q) => {
      if (q.functionCode === 1) return registersReply(q, Buffer.from([0b0000_0101, 0b1]));
      if (q.functionCode === 2) return registersReply(q, Buffer.from([0b10]));
      const registers = Buffer.alloc(2 * q.quantity);
      registers.writeUInt16BE(q.functionCode === 4 ? 400 : 300);
      return registersReply(q, registers);
    };
    const pump = (station: string) => `${station}.circulationPumpOn`;
    const { read, responder } = await connect(answer, {
      table: [
        { signal: pump('A'), area: 'coil', address: 10 },
        { signal: pump('B'), area: 'coil', address: 11 },
        { signal: pump('C'), area: 'coil', address: 18 },
        { signal: pump('D'), area: 'discrete', address: 3 },
        { signal: pressure('E'), area: 'input', address: 0, type: 'uint16', factor: 0.001 },
        { signal: pressure('F'), area: 'holding', address: 0, type: 'uint16', factor: 0.01, offset: -1 },
        { signal: pressure('G'), area: 'holding', address: 0, type: 'uint16', valueUnit: 'bar', unit: 2 },
      ],
    });
    await vi.waitFor(() => expect(read().size).toBe(7), PATIENCE);
    const values = [...'ABCDEFG'].map((s) => read().get('ABCD'.includes(s) ? pump(s) : pressure(s))?.value);
    expect(values.map((value) => Math.round((value ?? NaN) * 1e6) / 1e6)).toEqual([1, 0, 1, 0, 0.4, 2, 30]);
    expect(responder.questions.slice(0, 5).map((q) => [q.unit, q.functionCode, q.address, q.quantity])).toEqual([
      [1, 1, 10, 9],
      [2, 3, 0, 1],
      [1, 2, 3, 1],
      [1, 3, 0, 1],
      [1, 4, 0, 1],
    ]);
  });

  it('bridges small gaps, not large ones, and reads without the gap where a device refuses it', async () => {
    const hasHole = (q: ModbusQuestion) => q.address <= 5 && q.address + q.quantity > 5;
    const { read, responder, reports } = await connect(
      (q) => (hasHole(q) ? exceptionReply(q, 2) : registersReply(q, Buffer.alloc(2 * q.quantity, 0))),
      { table: [0, 2, 10, 200].map((address) => ({ signal: pressure(`S${String(address)}`), address })) },
    );
    await vi.waitFor(
      () => expect([...read().values()].filter(({ quality }) => quality === QUALITY.good)).toHaveLength(4),
      PATIENCE,
    );
    const asked = () => responder.questions.map(({ address, quantity }) => `${String(address)}+${String(quantity)}`);
    expect(asked().slice(0, 2)).toEqual(['0+12', '200+2']);
    await vi.waitFor(() => expect(new Set(asked().slice(2))).toEqual(new Set(['0+4', '10+2', '200+2'])), PATIENCE);
    await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ state: 'live', code: undefined }), PATIENCE);
  });

  it('finds the one register that a device refuses, and only that signal is bad', async () => {
    const table = Array.from({ length: 16 }, (_, i) => ({ signal: pressure(`S${String(i)}`), address: 2 * i }));
    const { read } = await connect(
      (q) =>
        q.address <= 10 && q.address + q.quantity > 10
          ? exceptionReply(q, 2)
          : registersReply(q, Buffer.alloc(2 * q.quantity)),
      { table },
    );
    await vi.waitFor(() => {
      const bad = [...read()].filter(([, { quality }]) => quality !== QUALITY.good).map(([id]) => id);
      expect([read().size, ...bad]).toEqual([16, pressure('S5')]);
    }, PATIENCE);
  });

  it('polls each group of units at its own pace', async () => {
    const { responder, read } = await connect(device(Buffer.alloc(8)), {
      table: [1, 2].map((unit) => ({ signal: pressure(`U${String(unit)}`), unit, address: 0 })),
      groups: [{ units: [2], pollMs: 60_000 }],
    });
    await vi.waitFor(() => expect(read().get(pressure('U1'))?.count).toBeGreaterThan(8), PATIENCE);
    expect(read().get(pressure('U2'))?.count).toBe(1);
    expect(responder.questions.filter(({ unit }) => unit === 2)).toHaveLength(1);
  });

  it('does not hold up the others behind a unit that answers slowly, even one request at a time a unit', async () => {
    let late: (() => void) | undefined;
    const asked = new Map<number, number>();
    // The first unit answers when the others have been asked again and again: they were not held up behind it.
    const answer: Answer = (q, socket) => {
      const reply = registersReply(q, Buffer.alloc(2 * q.quantity));
      asked.set(q.unit, (asked.get(q.unit) ?? 0) + 1);
      if (q.unit === 1) late = () => socket.write(reply);
      else if ([2, 3].every((unit) => (asked.get(unit) ?? 0) > 6)) {
        late?.();
        late = undefined;
      }
      return q.unit === 1 ? undefined : reply;
    };
    const { read } = await connect(answer, {
      pipeline: 1,
      table: [1, 2, 3].map((unit) => ({ signal: pressure(`U${String(unit)}`), unit, address: 0 })),
    });
    await vi.waitFor(() => expect(read().get(pressure('U1'))?.count).toBeGreaterThan(0), PATIENCE);
    for (const unit of ['U2', 'U3']) expect(read().get(pressure(unit))?.count).toBeGreaterThan(5);
  });

  it('gives a unit whose replies are wrong a connection apart, so that the others keep theirs', async () => {
    const lie: Answer = (q) => registersReply(q, Buffer.alloc(q.unit === 1 ? 2 : 2 * q.quantity, 0));
    const { read, reports } = await connect(lie, {
      table: [1, 2, 3].map((unit) => ({ signal: pressure(`U${String(unit)}`), unit, address: 0 })),
    });
    await vi.waitFor(() => expect(read().get(pressure('U3'))?.count).toBeGreaterThan(20), PATIENCE);
    expect(read().has(pressure('U1'))).toBe(false);
    expect(reports.filter(({ state }) => state === 'reconnecting').length).toBeLessThan(2);
    await vi.waitFor(
      () => expect(reports.at(-1)).toMatchObject({ state: 'live', code: 'MOD0003', detail: 'units=1' }),
      PATIENCE,
    );
  });

  it('takes a gateway that answers for an absent unit (exception 11) as silence, and busy (6) as no news', async () => {
    const { read, reports } = await connect(
      (q) => (q.unit === 3 ? registersReply(q, Buffer.alloc(4)) : exceptionReply(q, q.unit === 1 ? 11 : 6)),
      { table: [1, 2, 3].map((unit) => ({ signal: pressure(`U${String(unit)}`), unit, address: 0 })) },
    );
    await vi.waitFor(
      () => expect(reports.at(-1)).toMatchObject({ code: 'MOD0006', detail: 'units=1 exception 11' }),
      PATIENCE,
    );
    await vi.waitFor(() => expect([...read().keys()]).toEqual([pressure('U3')]), PATIENCE);
  });
});
