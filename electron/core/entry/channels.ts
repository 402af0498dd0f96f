import type { WebSocket } from 'ws';
import { messageSize, PORT_ACK_EVERY_BYTES, type Channel, type PortAck } from '#shared/contract/channel.ts';

/** A channel over a WebSocket that is already open. Errors of the socket end in its close. */
export function webSocketChannel(socket: WebSocket): Channel {
  socket.binaryType = 'arraybuffer';
  socket.on('error', () => socket.terminate());
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(message);
    },
    onMessage: (listener) => {
      socket.on('message', (data: ArrayBuffer | Buffer, isBinary) => {
        listener(isBinary ? (data as ArrayBuffer) : Buffer.from(data as ArrayBuffer).toString('utf8'));
      });
    },
    onClose: (listener) => void socket.once('close', listener),
    close: () => socket.close(),
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
}

/** What Electron's MessagePortMain and Node's MessagePort have in common, as far as a channel needs it. */
export interface PortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A channel over a MessagePort handed over by Electron's main process. What the page has not said to have taken counts as buffered. */
export function portChannel(port: PortLike): Channel {
  let sentBytes = 0;
  let takenBytes = 0;
  let listener: (message: string | ArrayBuffer) => void = () => undefined;
  port.on('message', ({ data }) => {
    if (typeof data === 'string' || data instanceof ArrayBuffer) listener(data);
    else if (isPortAck(data)) takenBytes = Math.min(sentBytes, Math.max(takenBytes, data.takenBytes));
  });
  port.start();
  return {
    send: (message) => {
      sentBytes += messageSize(message);
      port.postMessage(message);
    },
    onMessage: (next) => {
      listener = next;
    },
    onClose: (next) => void port.on('close', next),
    close: () => port.close(),
    get bufferedBytes() {
      return Math.max(0, sentBytes - takenBytes - PORT_ACK_EVERY_BYTES);
    },
  };
}

function isPortAck(data: unknown): data is PortAck {
  return typeof data === 'object' && data !== null && Number.isFinite((data as Partial<PortAck>).takenBytes);
}
