/**
 * `node modbus-load.ts`: answers every Modbus TCP read of registers at once with floats of 0.5, as little work as can be. Says
 * `{t: 'ready', port}`.
 */
import { createServer, type AddressInfo } from 'node:net';

const FLOAT = [0x3f, 0x00, 0x00, 0x00] as const;
const HEAD_BYTES = 9;

const server = createServer({ noDelay: true }, (socket) => {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const replies: Buffer[] = [];
    let at = 0;
    for (; data.length - at >= 12; at += 12) {
      const bytes = 2 * data.readUInt16BE(at + 10);
      const reply = Buffer.allocUnsafe(HEAD_BYTES + bytes);
      data.copy(reply, 0, at, at + 8);
      reply.writeUInt16BE(3 + bytes, 4);
      reply.writeUInt8(bytes, 8);
      for (let i = 0; i < bytes; i += 1) reply[HEAD_BYTES + i] = FLOAT[i & 3] as number;
      replies.push(reply);
    }
    rest = data.subarray(at);
    if (replies.length > 0) socket.write(Buffer.concat(replies));
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ t: 'ready', port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
