import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import type { Core } from '../app.ts';
import type { FeedSession } from '../feed/feed.ts';
import { portChannel, webSocketChannel, type PortLike } from './channels.ts';
import type { WebServerOptions } from './web-server.ts';

/** Gives one page its API and its feed over two MessagePorts. */
export function servePort(
  core: Core,
  ports: { readonly api: PortLike; readonly feed: PortLike },
  session: FeedSession,
): void {
  new PortHandler(core.router).upgrade(ports.api as never, { context: session });
  ports.api.start();
  core.feed.attach(portChannel(ports.feed), session);
}

/** Gives pages their API and their feed over WebSockets. */
export function serveSocket(core: Core): Pick<WebServerOptions, 'onApi' | 'onFeed'> {
  const handler = new SocketHandler(core.router);
  return {
    onApi: (socket, session) => void handler.upgrade(socket, { context: session }),
    onFeed: (socket, session) => core.feed.attach(webSocketChannel(socket), session),
  };
}
