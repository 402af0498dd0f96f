import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Access } from '#shared/contract/feed.ts';
import { APP_ORIGIN, WINDOW_NAMES } from '#shared/contract/host-bridge.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { sendError } from './http-answer.ts';

/** Subprotocol of both sockets; beside it a page offers `token.<token>` and `seat.<seat>`. */
const SUBPROTOCOL = 'heatline.v1';
/** Close code for a socket without a valid token; the reason is the error code. */
const CLOSE_NOT_ADMITTED = 4001;
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
/** A page that goes on asking while this much of the answers is unread is cut off. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** A page whose machine is gone without a word is noticed within two of these: nobody is taken to be in front of it. */
const PING_EVERY_MS = 10_000;
const WINDOW_PATH = new RegExp(`^/(${WINDOW_NAMES.join('|')})?/?$`);

/** Only our own files and our own sockets; styles may be inline since Vue and OpenLayers set them on elements. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' data: blob:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const;

export interface SocketSession {
  readonly seat: string;
  readonly access: Access;
}

export interface WebServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder with the built pages. */
  readonly staticDir: string;
  readonly accessOf: (token: string) => Access | undefined;
  readonly health: () => unknown;
  readonly onApi: (socket: WebSocket, session: SocketSession) => void;
  readonly onFeed: (socket: WebSocket, session: SocketSession) => void;
  /** Answers everything below `/api/`; `access` by the bearer token, undefined where it is missing or wrong. Never rejects. */
  readonly onHttp: (request: IncomingMessage, response: ServerResponse, access: Access | undefined) => Promise<void>;
}

export interface WebServer {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the pages, their two sockets and the HTTP API. Pages are open, they hold no secret; sockets and API need a token, and an Origin
 * that is this server or the packaged app.
 * @throws CodedError `API0006` when the address cannot be listened on
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const pages = sirv(options.staticDir, {
    dev: true,
    setHeaders: (response: ServerResponse) => {
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    },
  });
  const server = createServer((request, response) => answer(request, response, options, pages));
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  server.on('upgrade', (request, stream, head) => {
    const path = pathOf(request);
    // Whatever a peer does to its connection must end that connection, not the console.
    stream.on('error', () => stream.destroy());
    if (path !== '/ws/api' && path !== '/ws/feed') return refuse(stream, '404 Not Found', 'API0003');
    if (!isOwnOrigin(request)) return refuse(stream, '403 Forbidden', 'API0005');
    const session = admit(request, options.accessOf);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('error', () => socket.terminate());
      socket.on('message', () => {
        if (socket.bufferedAmount > MAX_UNREAD_BYTES) socket.terminate();
      });
      keepAlive(socket);
      // A page cannot read the answer to a refused upgrade: it is let in just to be told why.
      if (session === undefined) socket.close(CLOSE_NOT_ADMITTED, 'API0001');
      else if (path === '/ws/api') options.onApi(socket, session);
      else options.onFeed(socket, session);
    });
  });
  const port = await listen(server, options);
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${String(port)}`,
    port,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: WebServerOptions,
  pages: ReturnType<typeof sirv>,
): void {
  const path = pathOf(request);
  if (path.startsWith('/api/')) {
    if (isOwnOrigin(request)) void options.onHttp(request, response, options.accessOf(bearerOf(request)));
    else sendError(response, 403, 'API0005');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  if (path === '/healthz') {
    const { status, body } = healthOf(options);
    response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(body);
    return;
  }
  const window = WINDOW_PATH.exec(path);
  if (window !== null) {
    response.writeHead(302, { Location: `/windows/${window[1] ?? 'wall'}/index.html` }).end();
    return;
  }
  pages(request, response, () => {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('not found\n');
  });
}

/** A console that cannot even say how it is answers 500, and goes on. */
function healthOf({ health }: WebServerOptions): { readonly status: number; readonly body: string } {
  try {
    return { status: 200, body: JSON.stringify(health()) };
  } catch (thrown) {
    return { status: 500, body: JSON.stringify({ ok: false, code: 'API0010', detail: String(thrown) }) };
  }
}

/** The token of an `Authorization: Bearer` header, or `''`. */
function bearerOf(request: IncomingMessage): string {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** The session of an upgrade request, or undefined when it has no right to one. */
function admit(request: IncomingMessage, accessOf: WebServerOptions['accessOf']): SocketSession | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());
  const valueOf = (prefix: string) => offered.find((part) => part.startsWith(prefix))?.slice(prefix.length);
  const token = valueOf('token.');
  const seat = valueOf('seat.');
  const access = token === undefined ? undefined : accessOf(token);
  if (access === undefined || seat === undefined || seat.length < 16 || seat.length > 128) return undefined;
  return { seat, access };
}

/** Ends a socket whose other end does not answer pings any more. */
function keepAlive(socket: WebSocket): void {
  let isHeard = true;
  const timer = setInterval(() => {
    if (!isHeard) return socket.terminate();
    isHeard = false;
    return socket.ping();
  }, PING_EVERY_MS);
  socket.on('pong', () => (isHeard = true));
  socket.on('close', () => clearInterval(timer));
}

function isOwnOrigin(request: IncomingMessage): boolean {
  const origin = request.headers.origin;
  // Only browsers send an Origin, and they always do; a program without one still needs the token.
  if (origin === undefined || origin === APP_ORIGIN) return true;
  try {
    return new URL(origin).host === request.headers.host;
  } catch {
    return false;
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function refuse(stream: Duplex, status: string, code: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n${code}\n`);
}

async function listen(server: Server, { host, port }: WebServerOptions): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new CodedError('API0006', { host, port }, { cause })));
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}
