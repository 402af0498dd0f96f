import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';

/** What became of a request. `registers` is valid during the call only: two bytes a register, high byte first. */
export type ModbusReply =
  | { readonly kind: 'registers'; readonly registers: Buffer }
  | { readonly kind: 'exception'; readonly exception: number }
  | { readonly kind: 'timeout' };

export interface ModbusRead {
  readonly unit: number;
  readonly address: number;
  readonly quantity: number;
}

interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** 3 holding registers, 4 input registers. */
  readonly functionCode: 3 | 4;
  readonly clock: Clock;
  /** Once, for whatever reason the connection ends, except by `dispose`. */
  readonly onEnd: (error: CodedError) => void;
  readonly onConnected: () => void;
}

interface Pending extends ModbusRead {
  readonly askedAt: number;
  readonly onReply: (reply: ModbusReply) => void;
}

const HEADER_BYTES = 7;
/** Unit, function, byte count and 125 registers. */
const MAX_LENGTH = 3 + 2 * 125;
/** Transactions whose answer may still come after we gave them up. */
const MAX_EXPIRED = 4_096;

/**
 * One Modbus TCP connection with any number of reads under way. The peer is not trusted: length, protocol, transaction, unit,
 * function and byte count of each reply must fit its request, or the connection is closed with a code. A request that is not
 * answered in time is given up alone; its late answer is thrown away.
 */
export class ModbusConnection {
  readonly #options: ConnectionOptions;
  readonly #socket: Socket;
  readonly #stopSweeping: Cancel;
  readonly #pending = new Map<number, Pending>();
  readonly #expired = new Set<number>();
  #buffered: Buffer = Buffer.alloc(0);
  #nextTransaction = 0;
  #isConnected = false;
  #isOver = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = connect({ host: options.host, port: options.port, noDelay: true });
    this.#socket.on('connect', () => {
      this.#isConnected = true;
      options.onConnected();
    });
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('error', (error) => this.#end(this.#lost(error.message)));
    this.#socket.on('close', () => this.#end(this.#lost('closed by the peer')));
    const startedAt = options.clock.monotonic();
    this.#stopSweeping = options.clock.every(Math.max(20, options.timeoutMs / 4), () => {
      const now = options.clock.monotonic();
      if (!this.#isConnected && now - startedAt > Math.max(3_000, options.timeoutMs))
        this.#end(this.#lost('no answer'));
      else this.#sweep(now);
    });
  }

  /** Asks for registers; `onReply` is called once, unless the connection ends first. */
  read(request: ModbusRead, onReply: (reply: ModbusReply) => void): void {
    if (this.#isOver) return;
    let transaction = this.#nextTransaction;
    while (this.#pending.has(transaction) || this.#expired.has(transaction)) transaction = (transaction + 1) & 0xffff;
    this.#nextTransaction = (transaction + 1) & 0xffff;
    this.#pending.set(transaction, { ...request, onReply, askedAt: this.#options.clock.monotonic() });
    const frame = Buffer.allocUnsafe(12);
    frame.writeUInt16BE(transaction, 0);
    frame.writeUInt16BE(0, 2);
    frame.writeUInt16BE(6, 4);
    frame.writeUInt8(request.unit, 6);
    frame.writeUInt8(this.#options.functionCode, 7);
    frame.writeUInt16BE(request.address, 8);
    frame.writeUInt16BE(request.quantity, 10);
    this.#socket.write(frame);
  }

  dispose(): void {
    this.#isOver = true;
    this.#stopSweeping();
    this.#pending.clear();
    this.#socket.destroy();
  }

  /** Gathers the requests of one turn into one packet. */
  batch(task: () => void): void {
    this.#socket.cork();
    task();
    this.#socket.uncork();
  }

  #receive(chunk: Buffer): void {
    const data = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    let at = 0;
    try {
      while (!this.#isOver && data.length - at >= HEADER_BYTES) {
        const length = data.readUInt16BE(at + 4);
        if (data.readUInt16BE(at + 2) !== 0 || length < 3 || length > MAX_LENGTH) {
          throw new CodedError('MOD0003', { length, protocol: data.readUInt16BE(at + 2) });
        }
        if (data.length - at < 6 + length) break;
        this.#takeFrame(data.subarray(at, at + 6 + length));
        at += 6 + length;
      }
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#end(error);
      return;
    }
    this.#buffered = at === data.length ? Buffer.alloc(0) : Buffer.from(data.subarray(at));
  }

  #takeFrame(frame: Buffer): void {
    const transaction = frame.readUInt16BE(0);
    const pending = this.#pending.get(transaction);
    if (pending === undefined) {
      if (this.#expired.delete(transaction)) return;
      throw new CodedError('MOD0004', { transaction });
    }
    const unit = frame.readUInt8(6);
    const functionCode = frame.readUInt8(7);
    if (unit !== pending.unit || (functionCode & 0x7f) !== this.#options.functionCode) {
      throw new CodedError('MOD0005', { unit, askedUnit: pending.unit, functionCode });
    }
    if (functionCode >= 0x80) {
      if (frame.length !== 9) throw new CodedError('MOD0003', { length: frame.length - 6, expected: 3 });
      this.#pending.delete(transaction);
      pending.onReply({ kind: 'exception', exception: frame.readUInt8(8) });
      return;
    }
    const expected = 2 * pending.quantity;
    if (frame.readUInt8(8) !== expected || frame.length !== 9 + expected) {
      throw new CodedError('MOD0003', { length: frame.length - 6, expected: 3 + expected });
    }
    this.#pending.delete(transaction);
    pending.onReply({ kind: 'registers', registers: frame.subarray(9) });
  }

  #sweep(now: number): void {
    for (const [transaction, pending] of this.#pending) {
      if (now - pending.askedAt < this.#options.timeoutMs) break;
      this.#pending.delete(transaction);
      this.#expired.add(transaction);
      if (this.#expired.size > MAX_EXPIRED) this.#expired.delete(this.#expired.values().next().value as number);
      pending.onReply({ kind: 'timeout' });
    }
  }

  #lost(problem: string): CodedError {
    return new CodedError(this.#isConnected ? 'MOD0002' : 'MOD0001', { problem });
  }

  #end(error: CodedError): void {
    if (this.#isOver) return;
    this.dispose();
    this.#options.onEnd(error);
  }
}
