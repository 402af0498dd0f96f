import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { isBitArea } from '#shared/contract/modbus-driver.ts';
import type { ModbusArea } from '#shared/contract/modbus-driver.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';

/** What became of a request. The data of `view` from byte `base` on is valid during the call only: registers high byte first, bits eight a byte. */
export type ModbusReply =
  DataReply | { readonly kind: 'exception'; readonly exception: number } | { readonly kind: 'timeout' };

interface DataReply {
  readonly kind: 'data';
  readonly view: DataView;
  readonly base: number;
}

export interface ModbusRequest {
  readonly unit: number;
  readonly area: ModbusArea;
  readonly address: number;
  /** Registers, or bits. */
  readonly quantity: number;
  readonly timeoutMs: number;
}

interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  /** To be connected in this time (3 s at least), ms. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Once, for whatever reason the connection ends, except by `dispose`. `liar` is the unit whose reply was wrong, where it is known. */
  readonly onEnd: (error: CodedError, liar: number | undefined) => void;
  readonly onConnected: () => void;
  /** After the replies that came in one piece have been handed out. What is asked now goes out in one piece too. */
  readonly onReceived?: () => void;
}

interface Pending {
  readonly transaction: number;
  readonly request: ModbusRequest;
  readonly functionCode: number;
  readonly dataBytes: number;
  readonly giveUpAt: number;
  readonly onReply: (reply: ModbusReply) => void;
}

const FUNCTION_OF = { coil: 1, discrete: 2, holding: 3, input: 4 } as const satisfies Record<ModbusArea, number>;
const REQUEST_BYTES = 12;
const BATCH_REQUESTS = 256;
const EMPTY: DataView = new DataView(new ArrayBuffer(0));
/** Four times the most requests that may be under way. */
const SLOTS = 4_096;
const SLOT_MASK = SLOTS - 1;
const HEADER_BYTES = 7;
/** Unit, function, byte count and 125 registers or 2,000 bits. */
const MAX_LENGTH = 3 + 250;
const RECEIVE_BYTES = 65_536;
/** Transactions whose answer may still come after we gave them up. */
const MAX_EXPIRED = 4_096;
const MIN_CONNECT_MS = 3_000;
const SWEEP_MS = 20;

/**
 * One Modbus TCP connection with any number of reads under way. The peer is not trusted: length, protocol, transaction, unit,
 * function and byte count of each reply must fit its request, or the connection is closed with a code. A request that is not
 * answered in time is given up alone; its late answer is thrown away.
 */
export class ModbusConnection {
  readonly #options: ConnectionOptions;
  readonly #socket: Socket;
  readonly #stopSweeping: Cancel;
  /** Requests under way, by the low bits of their transaction. */
  readonly #slots: (Pending | undefined)[] = new Array<Pending | undefined>(SLOTS).fill(undefined);
  /** Used for every reply: nothing is made for one. */
  readonly #reply: { kind: 'data'; view: DataView; base: number } = { kind: 'data', view: EMPTY, base: 0 };
  readonly #expired = new Set<number>();
  /** What came of a frame that is not whole yet. */
  #rest: Buffer | undefined;
  readonly #out = Buffer.allocUnsafeSlow(REQUEST_BYTES * BATCH_REQUESTS);
  #written = 0;
  #batches = 0;
  #nextTransaction = 0;
  #isConnected = false;
  #isOver = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { host, port, clock } = options;
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      // One buffer for all that comes: nothing is allocated for a reply.
      onread: {
        buffer: Buffer.allocUnsafeSlow(RECEIVE_BYTES),
        callback: (bytes, buffer) => {
          this.#receive((buffer as Buffer).subarray(0, bytes));
          return true;
        },
      },
    });
    this.#socket.on('connect', () => {
      this.#isConnected = true;
      options.onConnected();
    });
    this.#socket.on('error', (error) => this.#end(this.#lost(error.message)));
    this.#socket.on('close', () => this.#end(this.#lost('closed by the peer')));
    const startedAt = clock.monotonic();
    this.#stopSweeping = clock.every(SWEEP_MS, () => {
      const now = clock.monotonic();
      if (!this.#isConnected && now - startedAt > Math.max(MIN_CONNECT_MS, options.timeoutMs))
        this.#end(this.#lost('no answer'));
      else this.#sweep(now);
    });
  }

  /** Asks for registers or bits; `onReply` is called once, unless the connection ends first. */
  read(request: ModbusRequest, onReply: (reply: ModbusReply) => void): void {
    if (this.#isOver) return;
    let transaction = this.#nextTransaction;
    while (this.#slots[transaction & SLOT_MASK] !== undefined || this.#expired.has(transaction)) {
      transaction = (transaction + 1) & 0xffff;
    }
    this.#nextTransaction = (transaction + 1) & 0xffff;
    const functionCode = FUNCTION_OF[request.area];
    const dataBytes = isBitArea(request.area) ? (request.quantity + 7) >> 3 : 2 * request.quantity;
    const giveUpAt = this.#options.clock.monotonic() + request.timeoutMs;
    this.#slots[transaction & SLOT_MASK] = { transaction, request, functionCode, dataBytes, giveUpAt, onReply };
    if (this.#written + REQUEST_BYTES > this.#out.length) this.#flush();
    const frame = this.#out;
    const at = this.#written;
    frame.writeUInt16BE(transaction, at);
    frame.writeUInt32BE(6, at + 2);
    frame[at + 6] = request.unit;
    frame[at + 7] = functionCode;
    frame.writeUInt16BE(request.address, at + 8);
    frame.writeUInt16BE(request.quantity, at + 10);
    this.#written += REQUEST_BYTES;
    if (this.#batches === 0) this.#flush();
  }

  dispose(): void {
    this.#isOver = true;
    this.#stopSweeping();
    this.#slots.fill(undefined);
    this.#socket.destroy();
  }

  /** Gathers the requests of one turn into one write. */
  batch(task: () => void): void {
    this.#batches += 1;
    task();
    this.#batches -= 1;
    if (this.#batches === 0) this.#flush();
  }

  #flush(): void {
    if (this.#written === 0 || this.#isOver) return;
    // Copied: the socket may hold on to it.
    this.#socket.write(Buffer.from(this.#out.subarray(0, this.#written)));
    this.#written = 0;
  }

  #receive(chunk: Buffer): void {
    const data = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    let at = 0;
    this.batch(() => {
      at = this.#takeFrames(view);
      this.#options.onReceived?.();
    });
    // Copied: the receive buffer is written to again.
    this.#rest = at === data.length ? undefined : Buffer.from(data.subarray(at));
  }

  /** @returns where the bytes begin that are not a whole frame yet */
  #takeFrames(view: DataView): number {
    let at = 0;
    while (!this.#isOver && view.byteLength - at >= HEADER_BYTES) {
      const protocol = view.getUint16(at + 2);
      const length = view.getUint16(at + 4);
      if (protocol !== 0 || length < 3 || length > MAX_LENGTH) {
        this.#end(new CodedError('MOD0003', { length, protocol }), this.#unitOf(view.getUint16(at)));
        return at;
      }
      if (view.byteLength - at < 6 + length) break;
      this.#takeFrame(view, at, length);
      at += 6 + length;
    }
    return at;
  }

  #takeFrame(view: DataView, at: number, length: number): void {
    const transaction = view.getUint16(at);
    const pending = this.#pendingOf(transaction);
    if (pending === undefined) {
      if (!this.#expired.delete(transaction)) this.#end(new CodedError('MOD0004', { transaction }));
      return;
    }
    const { request, dataBytes } = pending;
    const unit = view.getUint8(at + 6);
    const functionCode = view.getUint8(at + 7);
    if (unit !== request.unit || (functionCode & 0x7f) !== pending.functionCode) {
      this.#end(new CodedError('MOD0005', { unit, askedUnit: request.unit, functionCode }), request.unit);
      return;
    }
    const isException = functionCode >= 0x80;
    const expected = isException ? 3 : 3 + dataBytes;
    if (length !== expected || (!isException && view.getUint8(at + 8) !== dataBytes)) {
      this.#end(new CodedError('MOD0003', { unit, length, expected }), request.unit);
      return;
    }
    this.#slots[transaction & SLOT_MASK] = undefined;
    if (isException) {
      pending.onReply({ kind: 'exception', exception: view.getUint8(at + 8) });
      return;
    }
    this.#reply.view = view;
    this.#reply.base = at + 9;
    pending.onReply(this.#reply);
  }

  #unitOf(transaction: number): number | undefined {
    return this.#pendingOf(transaction)?.request.unit;
  }

  #pendingOf(transaction: number): Pending | undefined {
    const pending = this.#slots[transaction & SLOT_MASK];
    return pending?.transaction === transaction ? pending : undefined;
  }

  #sweep(now: number): void {
    for (const pending of this.#slots) {
      if (pending === undefined || now < pending.giveUpAt) continue;
      this.#slots[pending.transaction & SLOT_MASK] = undefined;
      this.#expired.add(pending.transaction);
      if (this.#expired.size > MAX_EXPIRED) this.#expired.delete(this.#expired.values().next().value as number);
      pending.onReply({ kind: 'timeout' });
    }
  }

  #lost(problem: string): CodedError {
    return new CodedError(this.#isConnected ? 'MOD0002' : 'MOD0001', { problem });
  }

  #end(error: CodedError, liar?: number): void {
    if (this.#isOver) return;
    this.dispose();
    this.#options.onEnd(error, liar);
  }
}
