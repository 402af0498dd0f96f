/** Modbus TCP frames: MBAP header (transaction, protocol 0, length) and then unit id and PDU, which `length` counts. */
export interface ModbusRequest {
  readonly transaction: number;
  readonly unitId: number;
  readonly pdu: Buffer;
}

/** Exception codes of the Modbus application protocol, 7 (V1.1b3). */
export const EXCEPTION = {
  illegalFunction: 1,
  illegalAddress: 2,
  illegalValue: 3,
  gatewayTargetFailed: 11,
} as const;

const HEADER_BYTES = 6;
/** Unit id and function code at least; 253 bytes of PDU at most. */
const LENGTH_LOW = 2;
const LENGTH_HIGH = 254;

/**
 * Cuts the whole frames off the front of what has arrived. `rest` is the frame that is not complete yet. `broken` when the
 * bytes are not Modbus TCP: frames can then no longer be told apart, and the connection is to be closed.
 */
export function takeFrames(arrived: Buffer): { requests: ModbusRequest[]; rest: Buffer; broken: boolean } {
  const requests: ModbusRequest[] = [];
  let at = 0;
  while (arrived.length - at >= HEADER_BYTES) {
    const length = arrived.readUInt16BE(at + 4);
    if (arrived.readUInt16BE(at + 2) !== 0 || length < LENGTH_LOW || length > LENGTH_HIGH) {
      return { requests, rest: Buffer.alloc(0), broken: true };
    }
    const end = at + HEADER_BYTES + length;
    if (end > arrived.length) break;
    requests.push({
      transaction: arrived.readUInt16BE(at),
      unitId: arrived.readUInt8(at + 6),
      pdu: arrived.subarray(at + 7, end),
    });
    at = end;
  }
  return { requests, rest: arrived.subarray(at), broken: false };
}

function frame(request: ModbusRequest, pdu: Buffer): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + 1 + pdu.length);
  bytes.writeUInt16BE(request.transaction, 0);
  bytes.writeUInt16BE(pdu.length + 1, 4);
  bytes.writeUInt8(request.unitId, 6);
  pdu.copy(bytes, 7);
  return bytes;
}

/** The reply that refuses a request: its function code with the high bit set, then the exception code. */
export function exceptionReply(request: ModbusRequest, code: number): Buffer {
  return frame(request, Buffer.of((request.pdu.readUInt8(0) | 0x80) & 0xff, code));
}

/** The reply to functions 3 and 4: byte count, then the registers. */
export function registersReply(request: ModbusRequest, registers: Buffer): Buffer {
  return frame(request, Buffer.concat([Buffer.of(request.pdu.readUInt8(0), registers.length), registers]));
}
