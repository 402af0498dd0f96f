import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#kit/system-clock.ts';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import type { ModbusDriverConfig } from '#shared/contract/modbus-driver.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { exceptionReply, registersReply, startModbusResponder } from '#tests/support/modbus-responder.ts';
import type { Answer, ModbusResponder } from '#tests/support/modbus-responder.ts';
import { PATIENCE } from '#tests/support/patience.ts';
import { createRing, createSampleColumns, openRing } from '../../telemetry/ring.ts';
import type { RunningDriver } from '../driver-context.ts';
import type { DriverReport, FoundSignal } from '../protocol.ts';
import { startModbusDriver } from './driver.ts';

const SOURCE_S = 1_790_000_000;
const STRIDE = 8;
/** For tests in which a unit does not answer. */
const SILENT = { timeoutMs: 300 };

/** Two measures, a bad mask and a source time: value of station k is 10 k and 10 k + 1. */
function blockOf(k: number, badMask = 0): Buffer {
  const block = Buffer.alloc(2 * STRIDE);
  block.writeFloatBE(10 * k, 0);
  block.writeFloatBE(10 * k + 1, 4);
  block.writeUInt32BE(badMask, 8);
  block.writeUInt32BE(SOURCE_S, 12);
  return block;
}

/** A plant of stations k = 0, 1, 2 ... with `perUnit` on each unit. */
function plant(perUnit: number, badMask = 0): Answer {
  return (question) => {
    const memory = Buffer.concat(
      Array.from({ length: perUnit }, (_, i) => blockOf((question.unit - 1) * perUnit + i, badMask)),
    );
    return registersReply(question, memory.subarray(2 * question.address, 2 * (question.address + question.quantity)));
  };
}

const running: { driver?: RunningDriver; responder?: ModbusResponder } = {};
afterEach(async () => {
  await running.driver?.close();
  await running.responder?.close();
});

async function connect(answer: Answer, changes: object = {}) {
  const responder = await startModbusResponder(answer);
  const config = parseDriversConfig(
    JSON.stringify({
      version: 1,
      drivers: [
        {
          id: 'm',
          kind: 'modbus',
          host: '127.0.0.1',
          port: responder.port,
          pollMs: 50,
          // A test in which a unit is silent says after how long that is one: in all others no pause of this machine is taken for silence.
          timeoutMs: 30_000,
          stations: ['A', 'B', 'C', 'D'],
          unit: { first: 1, stationsPerUnit: 2 },
          block: { stride: STRIDE },
          measures: ['primarySupplyPressureMPa', 'primaryReturnPressureMPa'],
          badMaskAt: 4,
          sourceTimeAt: 6,
          ...changes,
        },
      ],
    }),
  ).drivers[0] as ModbusDriverConfig;
  const ring = openRing(createRing(4096));
  const reports: DriverReport[] = [];
  let signals: readonly FoundSignal[] = [];
  const driver = startModbusDriver({
    config,
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
  running.driver = driver;
  running.responder = responder;
  const seen = new Map<string, { value: number; quality: number; sourceAt: number }>();
  const read = () => {
    const out = createSampleColumns(4096);
    const count = ring.drain(out);
    for (let row = 0; row < count; row += 1) {
      const signal = signals[out.indexes[row] as number] as FoundSignal;
      seen.set(`${signal.stationId}.${signal.measure}`, {
        value: out.values[row] as number,
        quality: out.qualities[row] as number,
        sourceAt: out.sourceAtMs[row] as number,
      });
    }
    return seen;
  };
  return { responder, reports, read };
}

describe('modbus driver', () => {
  it('reads neighbouring blocks together and gives value, quality and source time', async () => {
    const { responder, reports, read } = await connect(plant(2, 0b10));
    await vi.waitFor(() => expect(read().size).toBe(8), PATIENCE);
    expect(read().get('D.primarySupplyPressureMPa')).toEqual({
      value: 30,
      quality: QUALITY.good,
      sourceAt: SOURCE_S * 1000,
    });
    expect(read().get('D.primaryReturnPressureMPa')).toMatchObject({ value: 31, quality: QUALITY.bad });
    expect(responder.questions.slice(0, 2).map(({ unit, quantity }) => [unit, quantity])).toEqual([
      [1, 16],
      [2, 16],
    ]);
    await vi.waitFor(() => expect(reports.at(-1)?.state).toBe('live'), PATIENCE);
  });

  it.each([
    ['CDAB', (b: Buffer) => Buffer.from([b[2], b[3], b[0], b[1]] as number[])],
    ['BADC', (b: Buffer) => Buffer.from([b[1], b[0], b[3], b[2]] as number[])],
    ['DCBA', (b: Buffer) => Buffer.from([b[3], b[2], b[1], b[0]] as number[])],
  ])('understands word order %s', async (wordOrder, reorder) => {
    const swapped: Answer = (question) => {
      const reply = plant(2)(question, undefined as never) as Buffer;
      for (let at = 9; at < reply.length; at += 4) reorder(Buffer.from(reply.subarray(at, at + 4))).copy(reply, at);
      return reply;
    };
    const { read } = await connect(swapped, { wordOrder });
    await vi.waitFor(() => expect(read().get('B.primaryReturnPressureMPa')?.value).toBe(11), PATIENCE);
    expect(read().get('B.primaryReturnPressureMPa')?.sourceAt).toBe(SOURCE_S * 1000);
  });

  it('converts units that the mapping names', async () => {
    const { read } = await connect(plant(2), {
      measures: [{ measure: 'primarySupplyPressureMPa', unit: 'bar' }, 'primaryReturnPressureMPa'],
    });
    await vi.waitFor(() => expect(read().get('B.primarySupplyPressureMPa')?.value).toBeCloseTo(1), PATIENCE);
  });

  it('keeps reading the others when a unit is dead, and says which one is', async () => {
    const good = plant(2);
    const { reports, read } = await connect((q, socket) => (q.unit === 1 ? undefined : good(q, socket)), SILENT);
    await vi.waitFor(() => expect(read().has('C.primarySupplyPressureMPa')).toBe(true), PATIENCE);
    await vi.waitFor(
      () => expect(reports.at(-1)).toMatchObject({ state: 'live', code: 'MOD0006', detail: 'units=1' }),
      PATIENCE,
    );
    expect(read().has('A.primarySupplyPressureMPa')).toBe(false);
  });

  it('turns exceptions into bad quality, and asks for the neighbours alone', async () => {
    const good = plant(2);
    let isBroken = false;
    const answer: Answer = (q, socket) => {
      const touchesB = q.unit === 1 && q.address + q.quantity > STRIDE;
      return isBroken && touchesB ? exceptionReply(q, 2) : good(q, socket);
    };
    const { reports, read } = await connect(answer);
    await vi.waitFor(() => expect(read().size).toBe(8), PATIENCE);
    isBroken = true;
    await vi.waitFor(
      () => expect(read().get('B.primarySupplyPressureMPa')).toMatchObject({ quality: QUALITY.bad, value: NaN }),
      PATIENCE,
    );
    await vi.waitFor(
      () => expect(read().get('A.primarySupplyPressureMPa')).toMatchObject({ quality: QUALITY.good, value: 0 }),
      PATIENCE,
    );
    await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ state: 'live', code: 'MOD0007' }), PATIENCE);
    expect(read().get('B.primarySupplyPressureMPa')?.sourceAt).toBe(SOURCE_S * 1000 + 1);
  });

  const hostile: readonly [name: string, code: string, answer: Answer][] = [
    ['a length shorter than its data', 'MOD0003', changed((reply) => reply.writeUInt16BE(5, 4))],
    ['a giant length', 'MOD0003', changed((reply) => reply.writeUInt16BE(0xffff, 4))],
    ['another protocol', 'MOD0003', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a byte count that lies', 'MOD0003', changed((reply) => reply.writeUInt8(4, 8))],
    ['fewer registers than asked', 'MOD0003', (q) => registersReply(q, Buffer.alloc(4))],
    ['another transaction', 'MOD0004', changed((reply) => reply.writeUInt16BE(0x7777, 0))],
    ['another unit', 'MOD0005', changed((reply) => reply.writeUInt8(99, 6))],
    ['another function', 'MOD0005', changed((reply) => reply.writeUInt8(16, 7))],
    ['half a frame and a close', 'MOD0002', halfAndClose],
    ['nothing at all', 'MOD0006', () => undefined],
  ];
  it.each(hostile)('survives %s: %s, no value, and connects again', async (_name, code, answer) => {
    const { responder, reports, read } = await connect(answer, code === 'MOD0006' ? SILENT : {});
    await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ state: 'reconnecting', code }), PATIENCE);
    expect(read().size).toBe(0);
    responder.answer = plant(2);
    await vi.waitFor(() => expect(read().size).toBe(8), PATIENCE);
    await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ state: 'live' }), PATIENCE);
  });

  it('throws late answers away without closing', async () => {
    const good = plant(2);
    let late: Buffer | undefined;
    let asked = 0;
    const { reports, read } = await connect((q, socket) => {
      const answer = good(q, socket) as Buffer;
      if (q.unit !== 2) return answer;
      asked += 1;
      if (asked === 1) late = answer;
      // The driver has given the first question up and asks the unit again: only now comes its answer, before the one asked for.
      if (asked === 2) socket.write(late as Buffer);
      return asked === 1 ? undefined : answer;
    }, SILENT);
    await vi.waitFor(() => expect([asked > 6, read().size]).toEqual([true, 8]), PATIENCE);
    expect(reports.every((report) => report.state !== 'reconnecting')).toBe(true);
  });

  it('says so when nobody listens, and comes when somebody does', async () => {
    const { responder, reports, read } = await connect(plant(2));
    await vi.waitFor(() => expect(read().size).toBe(8), PATIENCE);
    await responder.close();
    await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ state: 'reconnecting', code: 'MOD0001' }), PATIENCE);
    running.responder = await startModbusResponder(plant(2), responder.port);
    await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ state: 'live', code: undefined }), PATIENCE);
  });
});

function halfAndClose(...[question, socket]: Parameters<Answer>): undefined {
  socket.end((plant(2)(question, socket) as Buffer).subarray(0, 11));
}

function changed(change: (reply: Buffer) => void): Answer {
  return (question, socket) => {
    const reply = plant(2)(question, socket) as Buffer;
    change(reply);
    return reply;
  };
}
