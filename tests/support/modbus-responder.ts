import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { freePort } from './free-port.ts';

export interface ModbusQuestion {
  readonly transaction: number;
  readonly unit: number;
  readonly functionCode: number;
  readonly address: number;
  readonly quantity: number;
}

/** What to do with a question: bytes to send (see {@link registersReply}), or nothing. May use the socket itself to misbehave. */
export type Answer = (question: ModbusQuestion, socket: Socket) => Buffer | undefined;

export interface ModbusResponder {
  readonly port: number;
  /** Changes what it answers from now on. */
  answer: Answer;
  readonly questions: ModbusQuestion[];
  close(): Promise<void>;
}

/** A Modbus TCP server of a few lines that answers, or misbehaves, as told. On port `at`, or on one that stays free for it when it is away. */
export async function startModbusResponder(answer: Answer, at?: number): Promise<ModbusResponder> {
  const port = at ?? (await freePort());
  const sockets = new Set<Socket>();
  const responder = { port, answer, questions: [] as ModbusQuestion[], close };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (; rest.length >= 12; rest = rest.subarray(12)) {
        const question = {
          transaction: rest.readUInt16BE(0),
          unit: rest.readUInt8(6),
          functionCode: rest.readUInt8(7),
          address: rest.readUInt16BE(8),
          quantity: rest.readUInt16BE(10),
        };
        responder.questions.push(question);
        const reply = responder.answer(question, socket);
        if (reply !== undefined && !socket.destroyed) socket.write(reply);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return responder;

  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A correct reply; `registers` are the bytes of the registers asked for. */
export function registersReply(question: ModbusQuestion, registers: Buffer): Buffer {
  const reply = Buffer.alloc(9 + registers.length);
  reply.writeUInt16BE(question.transaction, 0);
  reply.writeUInt16BE(3 + registers.length, 4);
  reply.writeUInt8(question.unit, 6);
  reply.writeUInt8(question.functionCode, 7);
  reply.writeUInt8(registers.length, 8);
  registers.copy(reply, 9);
  return reply;
}

/** A correct exception reply. */
export function exceptionReply(question: ModbusQuestion, exception: number): Buffer {
  const reply = Buffer.from([0, 0, 0, 0, 0, 3, question.unit, question.functionCode | 0x80, exception]);
  reply.writeUInt16BE(question.transaction, 0);
  return reply;
}
