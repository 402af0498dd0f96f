import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { PlantReadings } from '../types.ts';
import { EXCEPTION, exceptionReply, registersReply, takeFrames, type ModbusRequest } from './modbus-frame.ts';
import { createModbusRegisters, type ModbusRegisters } from './modbus-registers.ts';

const READ_HOLDING = 3;
const READ_INPUT = 4;
const MAX_REGISTERS = 125;
const MAX_CONNECTIONS = 64;
/** A peer that says nothing for so long is gone. */
const IDLE_MS = 600_000;

export interface ModbusServerOptions {
  /** Stations in the order of the map. */
  readonly stationIds: readonly string[];
  readonly readings: PlantReadings;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

function answer(request: ModbusRequest, registers: ModbusRegisters): Buffer {
  const unit = registers.unit(request.unitId);
  if (!unit) return exceptionReply(request, EXCEPTION.gatewayTargetFailed);
  const { pdu } = request;
  const code = pdu.readUInt8(0);
  if (code !== READ_HOLDING && code !== READ_INPUT) return exceptionReply(request, EXCEPTION.illegalFunction);
  if (pdu.length !== 5) return exceptionReply(request, EXCEPTION.illegalValue);
  const first = pdu.readUInt16BE(1);
  const count = pdu.readUInt16BE(3);
  if (count < 1 || count > MAX_REGISTERS) return exceptionReply(request, EXCEPTION.illegalValue);
  if ((first + count) * 2 > unit.length) return exceptionReply(request, EXCEPTION.illegalAddress);
  return registersReply(request, unit.subarray(first * 2, (first + count) * 2));
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * The Modbus TCP side of the city: functions 3 and 4 over one register image (docs/modbus-map.md). Requests may come several
 * to a segment or in pieces; replies keep their order. A peer that does not speak Modbus TCP is disconnected, a peer that
 * does not read is not read from either.
 */
export class CityModbusServer {
  readonly #server: Server;
  readonly #registers: ModbusRegisters;
  readonly #sockets = new Set<Socket>();

  /** Listens. Throws CTY0004 where it cannot. */
  static async start(options: ModbusServerOptions): Promise<CityModbusServer> {
    const city = new CityModbusServer(createModbusRegisters(options.stationIds, options.readings));
    const { host, port } = options;
    try {
      await listen(city.#server, host, port);
    } catch (cause) {
      throw new CodedError('CTY0004', { protocol: 'Modbus', host, port }, { cause });
    }
    return city;
  }

  private constructor(registers: ModbusRegisters) {
    this.#registers = registers;
    this.#server = createServer((socket) => this.#serve(socket));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Takes the readings over into the registers. */
  update(): void {
    this.#registers.update();
  }

  async dispose(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    let waiting: Buffer = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    // A reset by the peer is followed by 'close'; there is nobody left to tell.
    socket.on('error', () => undefined);
    socket.on('drain', () => socket.resume());
    socket.on('data', (chunk) => {
      const { requests, rest, broken } = takeFrames(waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]));
      waiting = rest;
      if (requests.length > 0) {
        const flushed = socket.write(Buffer.concat(requests.map((request) => answer(request, this.#registers))));
        if (!flushed) socket.pause();
      }
      if (broken) socket.destroySoon();
    });
  }
}
