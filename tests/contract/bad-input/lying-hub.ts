import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';

export type Reply = (answer: unknown) => void;

/** What a lying hub says; whatever is not given is answered with nothing at all. */
export interface Lies {
  readonly admit?: () => Error | undefined;
  readonly follow?: (request: { epoch: string | null; since: number }, reply: Reply, socket: Socket) => void;
  readonly submit?: (request: { commands: { commandId: string }[] }, reply: Reply, socket: Socket) => void;
}

export interface LyingHub {
  readonly url: string;
  readonly port: number;
  /** How many times it was asked to take commands. */
  submits(): number;
  close(): Promise<void>;
}

/** Speaks socket.io like a hub, and lies as told. */
export async function startLyingHub(lies: Lies, port = 0): Promise<LyingHub> {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], serveClient: false });
  let submits = 0;
  io.use((_socket, next) => next(lies.admit?.()));
  io.on('connection', (socket) => {
    socket.on('follow', (request, reply: Reply) => lies.follow?.(request as never, reply, socket));
    socket.on('submit', (request, reply: Reply) => {
      submits += 1;
      lies.submit?.(request as never, reply, socket);
    });
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const bound = (http.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${String(bound)}`,
    port: bound,
    submits: () => submits,
    close: async () => {
      await io.close();
    },
  };
}
