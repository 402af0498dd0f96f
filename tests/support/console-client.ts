import { randomUUID } from 'node:crypto';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { consoleContract } from '#shared/contract/console-api.ts';
import { CONSOLE_PROTOCOL_VERSION, type EntityRow, type FeedMessage } from '#shared/contract/feed.ts';

/** A page without a browser: the same two sockets, the same words. For benchmarks and tests of a running console. */
export interface ConsoleClient {
  readonly api: ContractRouterClient<typeof consoleContract>;
  /** Calls `listener` with every row the feed brings from now on. */
  onRow(listener: (row: EntityRow) => void): void;
  close(): void;
}

/** Dials a console. `url` is its http address. Resolves once the feed has brought the first state. */
export async function dialConsole(url: string, token: string): Promise<ConsoleClient> {
  const protocols = ['heatline.v1', `token.${token}`, `seat.${randomUUID()}`];
  const dial = async (path: string) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, protocols);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return socket;
  };
  const [apiSocket, feed] = await Promise.all([dial('/ws/api'), dial('/ws/feed')]);
  const listeners: ((row: EntityRow) => void)[] = [];
  const ready = new Promise<void>((resolve) => {
    feed.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) return;
      const message = JSON.parse(data.toString()) as FeedMessage;
      if (message.t === 'snapshot') resolve();
      if (message.t === 'delta') for (const row of message.rows) for (const listener of listeners) listener(row);
    });
  });
  feed.send(JSON.stringify({ t: 'hello', protocolVersion: CONSOLE_PROTOCOL_VERSION }));
  await ready;
  return {
    api: createORPCClient(new RPCLink({ websocket: apiSocket as never })),
    onRow: (listener) => void listeners.push(listener),
    close: () => {
      apiSocket.close();
      feed.close();
    },
  };
}
