import type { WebSocket } from 'ws';
import type { Channel } from '#shared/contract/channel.ts';

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

/** A channel over a MessagePort handed over by Electron's main process. */
export function portChannel(port: PortLike): Channel {
  port.start();
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        if (typeof data === 'string' || data instanceof ArrayBuffer) listener(data);
      });
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
    // A port does not tell; the receiving page lives on the same machine.
    bufferedBytes: 0,
  };
}
