import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** A whole message of a client: the number of its type (binary encoding id in namespace 0) and its body behind that. */
export interface ClientMessage {
  readonly type: number;
  readonly requestId: number;
  readonly body: Buffer;
}

/** One client of the tap. */
export interface Tapped {
  /** Sends a message body in the name of the server, as answer to `requestId`; false while the client does not read. */
  send(requestId: number, body: Buffer): boolean;
  /** Once, when the client reads again. */
  onDrain(task: () => void): void;
  readonly isOpen: boolean;
}

const CHUNK_HEADER = 24;
/** What a client takes in one chunk at least (Part 6, 7.1.2). */
const CHUNK_BODY = 8_192 * 7;

/**
 * Stands between a client and a real server without security, and answers some messages itself: `take` gets each whole message of a type
 * in `types` and may answer it at any time; all others go to the server and back. Chunks are numbered anew both ways.
 */
export function startTap(
  upstreamPort: number,
  types: ReadonlySet<number>,
  take: (message: ClientMessage, client: Tapped) => void,
): Promise<number> {
  const tap = createServer({ noDelay: true }, (socket) => {
    const upstream = connect({ port: upstreamPort, host: '127.0.0.1', noDelay: true });
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    let channel = 0;
    let token = 0;
    let sent = 0;
    let forwarded = 0;
    let parts: Buffer[] = [];
    const client: Tapped = {
      send(requestId, body) {
        socket.cork();
        let isTaken = true;
        for (let at = 0; at < body.length; at += CHUNK_BODY) {
          const part = body.subarray(at, at + CHUNK_BODY);
          const chunk = Buffer.allocUnsafe(CHUNK_HEADER + part.length);
          chunk.write(at + CHUNK_BODY < body.length ? 'MSGC' : 'MSGF', 0, 'latin1');
          sent += 1;
          for (const [i, number] of [chunk.length, channel, token, sent, requestId].entries()) {
            chunk.writeUInt32LE(number, 4 + 4 * i);
          }
          part.copy(chunk, CHUNK_HEADER);
          isTaken = socket.write(chunk);
        }
        socket.uncork();
        return isTaken;
      },
      onDrain: (task) => void socket.once('drain', task),
      get isOpen() {
        return !socket.destroyed;
      },
    };
    eachChunk(socket, (chunk) => {
      const kind = chunk.toString('latin1', 0, 3);
      if (kind === 'MSG') {
        channel = chunk.readUInt32LE(8);
        token = chunk.readUInt32LE(12);
        parts.push(chunk);
        if (chunk[3] !== 0x46) return;
        const whole = parts;
        parts = [];
        const type = typeOf(whole[0] as Buffer);
        if (types.has(type)) {
          const body = Buffer.concat(whole.map((part) => part.subarray(CHUNK_HEADER))).subarray(4);
          take({ type, requestId: chunk.readUInt32LE(20), body }, client);
          return;
        }
        for (const part of whole) {
          forwarded += 1;
          part.writeUInt32LE(forwarded, 16);
          upstream.write(part);
        }
        return;
      }
      if (kind === 'OPN') renumber(chunk, (forwarded += 1));
      upstream.write(chunk);
    });
    eachChunk(upstream, (chunk) => {
      const kind = chunk.toString('latin1', 0, 3);
      if (kind === 'OPN') renumber(chunk, (sent += 1));
      else if (kind === 'MSG') chunk.writeUInt32LE((sent += 1), 16);
      socket.write(chunk);
    });
  });
  return new Promise((resolve) => {
    tap.listen(0, '127.0.0.1', () => {
      const address = tap.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    });
  });
}

/** The number of a message's type: a NodeId of four bytes in namespace 0. */
function typeOf(first: Buffer): number {
  return first[CHUNK_HEADER] === 1 ? first.readUInt16LE(CHUNK_HEADER + 2) : 0;
}

/** Sequence number of a chunk that opens a channel: behind policy and two empty certificates. */
function renumber(chunk: Buffer, sequence: number): void {
  const policyBytes = Math.max(0, chunk.readInt32LE(12));
  chunk.writeUInt32LE(sequence, 16 + policyBytes + 8);
}

function eachChunk(socket: Socket, take: (chunk: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (data) => {
    rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
    while (rest.length >= 8) {
      const size = rest.readUInt32LE(4);
      if (rest.length < size) break;
      take(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  });
}
