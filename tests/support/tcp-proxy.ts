import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { freePort } from './free-port.ts';

/** A wire between a client and a server on the loopback, to be pulled or to go dead. */
export interface TcpProxy {
  readonly port: number;
  /** Bytes stop in both directions, as when a server hangs: connections stay open and new ones are accepted. */
  hang(): void;
  /** Bytes flow again. */
  resume(): void;
  /** Every connection is reset. */
  cut(): void;
  /** Bytes to the client so far. */
  readonly received: number;
  /** Sends bytes to every client as if the server had. */
  inject(bytes: Uint8Array): void;
  close(): Promise<void>;
}

export interface TcpProxyOptions {
  /** Told of each part that goes to the client; gives what goes on in its place. `undefined` resets the connection. */
  readonly toClient?: (part: Buffer) => Buffer | undefined;
}

/** Starts a wire to `targetPort`. */
export async function startTcpProxy(targetPort: number, options: TcpProxyOptions = {}): Promise<TcpProxy> {
  const clients = new Set<Socket>();
  const all = new Set<Socket>();
  let isHanging = false;
  let received = 0;
  const keep = (socket: Socket, peer: () => Socket) => {
    all.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      all.delete(socket);
      clients.delete(socket);
      peer().destroy();
    });
    if (isHanging) socket.pause();
  };
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    keep(client, () => upstream);
    keep(upstream, () => client);
    clients.add(client);
    client.on('data', (part) => upstream.write(part));
    upstream.on('data', (part) => {
      received += part.length;
      const passed = options.toClient === undefined ? part : options.toClient(part);
      if (passed === undefined) client.resetAndDestroy();
      else client.write(passed);
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    hang: () => {
      isHanging = true;
      for (const socket of all) socket.pause();
    },
    resume: () => {
      isHanging = false;
      for (const socket of all) socket.resume();
    },
    cut: () => {
      for (const socket of clients) socket.resetAndDestroy();
    },
    get received() {
      return received;
    },
    inject: (bytes) => {
      for (const socket of clients) socket.write(bytes);
    },
    close: () => {
      for (const socket of all) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
