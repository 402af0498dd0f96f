import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { portChannel, webSocketChannel, type PortLike } from '#core/entry/channels.ts';
import { createHttpApi } from '#core/entry/http-api.ts';
import { servePort, serveSocket } from '#core/entry/serve.ts';
import { createGate } from '#core/entry/tokens.ts';
import { startWebServer, type WebServer } from '#core/entry/web-server.ts';
import { describeConsole, type Transport } from './console-suite.ts';

/** Node's port in the clothes of Electron's MessagePortMain, whose messages come wrapped in an event. */
function asElectronPort(port: MessagePort): PortLike {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
      event === 'close'
        ? port.on('close', () => listener({ data: undefined }))
        : port.on('message', (data: unknown) => listener({ data })),
    start: () => port.start(),
    close: () => port.close(),
  };
}

function ports(): Transport {
  const opened: MessagePort[] = [];
  return {
    connect: (memory, session) => {
      const api = new MessageChannel();
      const feed = new MessageChannel();
      opened.push(api.port1, feed.port1);
      servePort(memory.core, { api: asElectronPort(api.port2), feed: asElectronPort(feed.port2) }, session);
      return Promise.resolve({
        link: new PortLink({ port: api.port1 }),
        feed: portChannel(asElectronPort(feed.port1)),
      });
    },
    close: () => {
      for (const port of opened) port.close();
      return Promise.resolve();
    },
  };
}

function sockets(): Transport {
  let server: WebServer | undefined;
  const tokens = { full: 'token-of-a-desk', wall: 'token-of-a-wall' };
  return {
    async connect(memory, session) {
      server ??= await startWebServer({
        host: '127.0.0.1',
        port: 0,
        staticDir: 'resources',
        accessOf: createGate(tokens),
        health: () => memory.core.health(),
        onHttp: createHttpApi(memory.core),
        ...serveSocket(memory.core),
      });
      const { port } = server;
      const dial = async (path: string) => {
        const protocols = ['heatline.v1', `token.${tokens[session.access]}`, `seat.${session.seat}`];
        const socket = new WebSocket(`ws://127.0.0.1:${String(port)}${path}`, protocols);
        await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
        return socket;
      };
      const [api, feed] = await Promise.all([dial('/ws/api'), dial('/ws/feed')]);
      return { link: new SocketLink({ websocket: api as never }), feed: webSocketChannel(feed) };
    },
    close: async () => server?.close(),
  };
}

describeConsole('MessagePort', ports);
describeConsole('WebSocket', sockets);
