import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import {
  FRAME_MAX_BYTES,
  commandSchema,
  followSchema,
  hubAuthSchema,
  submitSchema,
  type ConsoleToHub,
  type FollowReply,
  type HubToConsole,
  type Receipt,
  type SubmitReply,
} from '#shared/contract/hub-protocol.ts';
import { HUB_PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import type { Command, Refusal } from '#shared/domain/entity/entity.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Log } from '#kit/logger.ts';
import type { HubStore } from '../store/hub-store.ts';
import type { Sequencer } from '../store/sequencer.ts';
import { isSameSecret } from '#kit/token-file.ts';
import { FloodGuard } from './flood-guard.ts';
import { Follower, type HubSocket } from './follower.ts';
import type { LiveLane } from '../live-lane.ts';

/** A dead hub or console is noticed after interval + timeout: 3.5 s, within the 5 s that are promised. */
const PING_INTERVAL_MS = 1_500;
const PING_TIMEOUT_MS = 2_000;

export interface ConsoleServer {
  connections(): number;
  close(): Promise<void>;
}

export interface ConsoleServerOptions {
  readonly http: HttpServer;
  readonly store: HubStore;
  readonly sequencer: Sequencer;
  readonly live: LiveLane;
  readonly token: string;
  readonly maxConnections: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Serves consoles over socket.io. Recovery of connection state is off: correctness rests on places in the log alone. */
export function serveConsoles(options: ConsoleServerOptions): ConsoleServer {
  const { store, sequencer, live } = options;
  const io = new Server<ConsoleToHub, HubToConsole>(options.http, {
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: FRAME_MAX_BYTES,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: 5_000,
  });
  const followers = new Map<string, Follower>();

  io.use((socket, next) => {
    const refusal = admission(socket, options, io.sockets.sockets.size);
    if (refusal === undefined) return next();
    options.log.warn({ code: refusal.code, peer: socket.handshake.address }, 'console refused');
    return next(Object.assign(new Error(refusal.code), { data: refusal }));
  });

  io.on('connection', (socket) => {
    const device = hubAuthSchema.parse(socket.handshake.auth).device;
    const follower = new Follower(socket, store);
    followers.set(socket.id, follower);
    const crews = live.tell({
      isReady: () => socket.conn.transport.writable,
      send: (update) => void socket.emit('live', update),
    });
    const guard = new FloodGuard(options.clock);
    options.log.info({ device, peer: socket.handshake.address }, 'console connected');
    socket.use(([event], next) => {
      if (!guard.take()) return cutOff(socket, options.log, 'HUB0004');
      if (event !== 'submit' && event !== 'follow' && event !== 'clock') return cutOff(socket, options.log, 'HUB0003');
      return next();
    });
    socket.on('error', (error) => options.log.warn({ device, error: String(error) }, 'console socket'));
    socket.on('follow', (request, reply) => {
      if (!isReply(reply)) return cutOff(socket, options.log, 'HUB0003');
      reply(follow(follower, request));
      crews.greet();
    });
    socket.on('submit', (request, reply) => {
      if (!isReply(reply)) return cutOff(socket, options.log, 'HUB0003');
      void submit(sequencer, device, request, options.log).then(reply);
    });
    socket.on('clock', (_request, reply) => {
      if (!isReply(reply)) return cutOff(socket, options.log, 'HUB0003');
      reply({ hubAt: options.clock.now() });
    });
    socket.on('disconnect', (reason) => {
      followers.delete(socket.id);
      crews.dispose();
      options.log.info({ device, reason }, 'console gone');
    });
  });

  sequencer.onAppended(() => {
    for (const follower of followers.values()) follower.pump();
  });

  return {
    connections: () => io.sockets.sockets.size,
    close: () => io.close(),
  };
}

const isReply = (value: unknown): boolean => typeof value === 'function';

function admission(socket: HubSocket, options: ConsoleServerOptions, connected: number): Refusal | undefined {
  const auth = hubAuthSchema.safeParse(socket.handshake.auth);
  if (!auth.success) return { code: 'HUB0003' };
  if (!isSameSecret(auth.data.token, options.token)) return { code: 'HUB0001' };
  if (auth.data.protocolVersion !== HUB_PROTOCOL_VERSION) {
    return { code: 'HUB0002', detail: { hub: HUB_PROTOCOL_VERSION, console: auth.data.protocolVersion } };
  }
  if (connected >= options.maxConnections) return { code: 'HUB0005', detail: { max: options.maxConnections } };
  return undefined;
}

function cutOff(socket: HubSocket, log: Log, code: string): void {
  log.warn({ code, peer: socket.handshake.address }, 'console cut off');
  socket.emit('fault', { code });
  socket.disconnect(true);
}

function follow(follower: Follower, request: unknown): FollowReply {
  const parsed = followSchema.safeParse(request);
  return parsed.success ? follower.follow(parsed.data) : { error: { code: 'HUB0003' } };
}

async function submit(sequencer: Sequencer, device: string, request: unknown, log: Log): Promise<SubmitReply> {
  const parsed = submitSchema.safeParse(request);
  if (!parsed.success) return { error: { code: 'HUB0003' } };
  const commands: Command[] = [];
  let rejected: Receipt | undefined;
  for (const item of parsed.data.commands) {
    const command = commandSchema.safeParse(item);
    if (command.success && command.data.device === device) {
      commands.push(command.data);
      continue;
    }
    rejected = {
      outcome: 'rejected',
      commandId: idOf(item),
      refusal: { code: command.success ? 'HUB0006' : 'HUB0003' },
    };
    break;
  }
  try {
    const receipts = commands.length > 0 ? await sequencer.submit(commands) : [];
    if (rejected !== undefined && receipts.length === commands.length) receipts.push(rejected);
    return { receipts };
  } catch (error) {
    log.error({ device, error: String(error) }, 'commands not stored');
    return { error: error instanceof CodedError ? { code: error.code, detail: error.detail } : { code: 'HUB0008' } };
  }
}

function idOf(item: unknown): string {
  const id = typeof item === 'object' && item !== null && 'commandId' in item ? item.commandId : undefined;
  return typeof id === 'string' ? id.slice(0, 128) : '';
}
