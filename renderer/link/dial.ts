import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { Channel } from '#shared/contract/channel.ts';
import type { consoleContract } from '#shared/contract/console-api.ts';
import type { HostBridge, HostConnection, PortsMessage } from '#shared/contract/host-bridge.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { portChannel, webSocketChannel } from './channels.ts';
import { seatId, takeToken, type PageMemory } from './identity.ts';

export type ConsoleApi = ContractRouterClient<typeof consoleContract>;

/** Both ways to the core, open. `close` ends both; `feed.onClose` tells when either is gone. */
export interface Pipes {
  readonly api: ConsoleApi;
  readonly feed: Channel;
  /** Code by which the core sent this page away, when it closed the pipes for a reason. */
  refusedBy(): string | undefined;
  close(): void;
}

/** Close code of a core that does not admit this page; the reason is the error code. */
const CLOSE_NOT_ADMITTED = 4001;

/** How to get to the core that this page belongs to. Called anew after every loss. */
export type Dial = () => Promise<Pipes>;

const OPEN_TIMEOUT_MS = 5000;
const PORTS_TIMEOUT_MS = 10_000;

/** In a browser: two WebSockets to the core that served the page. @throws CodedError PAG0001 no token, PAG0002 no answer */
export function browserDial(memory: PageMemory, origin: string): Dial {
  const token = takeToken(memory);
  const seat = seatId(memory.local);
  return async () => {
    if (token === undefined) throw new CodedError('PAG0001');
    return dialSockets(origin, token, seat);
  };
}

/** In Electron: the host brings two ports, or says where the core's WebSockets are. @throws CodedError PAG0002 no answer */
export function hostDial(host: HostBridge): Dial {
  return async () => {
    const ports = awaitPorts();
    try {
      const connection: HostConnection = await host.connect();
      if (connection.kind === 'websocket') {
        return await dialSockets(connection.url, connection.token, connection.seat);
      }
      return pipesOverPorts(await ports.of(connection.connection));
    } finally {
      ports.stop();
    }
  };
}

async function dialSockets(base: string, token: string, seat: string): Promise<Pipes> {
  const protocols = ['heatline.v1', `token.${token}`, `seat.${seat}`];
  const apiSocket = new WebSocket(socketAddress(base, '/ws/api'), protocols);
  const feedSocket = new WebSocket(socketAddress(base, '/ws/feed'), protocols);
  let refusedBy: string | undefined;
  const close = (): void => {
    apiSocket.close();
    feedSocket.close();
  };
  const onClose = (event: CloseEvent): void => {
    if (event.code === CLOSE_NOT_ADMITTED) refusedBy ??= event.reason;
    close();
  };
  apiSocket.addEventListener('close', onClose, { once: true });
  feedSocket.addEventListener('close', onClose, { once: true });
  const feed = webSocketChannel(feedSocket);
  const api = createORPCClient<ConsoleApi>(new SocketLink({ websocket: apiSocket }));
  try {
    await Promise.all([opened(apiSocket), opened(feedSocket)]);
  } catch (cause) {
    close();
    throw refusedBy === undefined ? cause : new CodedError(refusedBy);
  }
  return { api, feed, refusedBy: () => refusedBy, close };
}

/** `http://127.0.0.1:8480/` and `/ws/api` -> `ws://127.0.0.1:8480/ws/api`. */
export function socketAddress(base: string, path: string): string {
  const url = new URL(path, base);
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  return url.href;
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (): void => {
      clearTimeout(timer);
      reject(new CodedError('PAG0002', { url: socket.url }));
    };
    const timer = setTimeout(failed, OPEN_TIMEOUT_MS);
    socket.addEventListener('close', failed, { once: true });
    socket.addEventListener(
      'open',
      () => {
        clearTimeout(timer);
        socket.removeEventListener('close', failed);
        resolve();
      },
      { once: true },
    );
  });
}

function pipesOverPorts(ports: readonly [MessagePort, MessagePort]): Pipes {
  const [apiPort, feedPort] = ports;
  // A page that goes away with live ports has been seen to take its process with it (Chrome 108).
  window.addEventListener('pagehide', () => ports.forEach((port) => port.close()), { once: true });
  const feed = portChannel(feedPort);
  const api = createORPCClient<ConsoleApi>(new PortLink({ port: apiPort }));
  apiPort.start();
  return {
    api,
    feed,
    refusedBy: () => undefined,
    close: () => {
      apiPort.close();
      feed.close();
    },
  };
}

/** Collects the ports that the host posts to this window, from before it is asked. */
function awaitPorts(): {
  of(connection: number): Promise<readonly [MessagePort, MessagePort]>;
  stop(): void;
} {
  const came = new Map<number, readonly [MessagePort, MessagePort]>();
  let wake: (() => void) | undefined;
  const onMessage = (event: MessageEvent<Partial<PortsMessage> | null>): void => {
    if (event.source !== window || event.data?.type !== 'heatline:ports') return;
    const [api, feed] = event.ports;
    if (event.data.connection === undefined || !api || !feed) return;
    came.set(event.data.connection, [api, feed]);
    wake?.();
  };
  window.addEventListener('message', onMessage);
  return {
    of: (connection) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new CodedError('PAG0002', { connection }));
        }, PORTS_TIMEOUT_MS);
        wake = () => {
          const ports = came.get(connection);
          if (!ports) return;
          clearTimeout(timer);
          resolve(ports);
        };
        wake();
      }),
    stop: () => {
      window.removeEventListener('message', onMessage);
    },
  };
}
