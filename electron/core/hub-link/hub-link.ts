import { io, type Socket } from 'socket.io-client';
import {
  clockReplySchema,
  entriesPageSchema,
  followReplySchema,
  liveSchema,
  submitReplySchema,
  type ConsoleToHub,
  type HubToConsole,
  type LogEntry,
  type SubmitReply,
} from '#shared/contract/hub-protocol.ts';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import { HUB_PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import type { CrewUpdate } from '#shared/domain/crew/types.ts';
import { Whereabouts } from '#shared/domain/crew/whereabouts.ts';
import type { Command } from '#shared/domain/entity/entity.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import type { ConsoleLog } from '../log/console-log.ts';
import { createOutbox } from '../outbox/outbox.ts';
import type { LatencyStats } from '../outbox/latency.ts';

export interface HubLinkDependencies {
  readonly url: string;
  readonly token: string;
  readonly log: ConsoleLog;
  readonly clock: Clock;
}

export interface HubLink {
  status(): ConsoleStatus['link'];
  /** Where all crews are and were. */
  crews(): CrewUpdate;
  /** Time from sending to receipt of the last commands. */
  receipts(): LatencyStats;
  onStatus(listener: () => void): Cancel;
  /** What is news of crews: positions, and tracks where the hub knew more of them. */
  onCrews(listener: (news: CrewUpdate) => void): Cancel;
  dispose(): void;
}

type HubClientSocket = Socket<HubToConsole, ConsoleToHub>;

/** An answer later than this counts as none: within the 5 s in which a hub that hangs has to be noticed. */
const ANSWER_MS = 4_000;
const CONNECT_MS = 3_000;
/** First and longest pause between tries to reach the hub [eng]. */
const RECONNECT_MS = { first: 150, longest: 2_000 } as const;
/** A hub that refused this console is asked again after this: its token or release may have been put right [eng]. */
const REFUSED_RETRY_MS = 5_000;
const CLOCK_EVERY_MS = 30_000;

/**
 * Keeps a console and its hub in step: connects, goes on where the replica ends, sends what waits, and says how it stands. Codes of the
 * status: LOG0003-LOG0005 (history does not match), LOG0008 (not reached), LOG0009 (no answer), LOG0011 (no hub), HUB0001-HUB0005
 * (refused by the hub), DBS codes (this console's own disk).
 */
export function createHubLink({ url, token, log, clock }: HubLinkDependencies): HubLink {
  const statusListeners = new Set<() => void>();
  const crewListeners = new Set<(news: CrewUpdate) => void>();
  const crews = new Whereabouts();
  let status: ConsoleStatus['link'] = { state: 'connecting', since: clock.now(), url };
  let cancelRetry: Cancel | undefined;
  let isDisposed = false;
  let isFollowing = false;

  const socket: HubClientSocket = io(url, {
    auth: { token, protocolVersion: HUB_PROTOCOL_VERSION, device: log.deviceId },
    transports: ['websocket'],
    forceNew: true,
    autoConnect: false,
    reconnectionDelay: RECONNECT_MS.first,
    reconnectionDelayMax: RECONNECT_MS.longest,
    timeout: CONNECT_MS,
  });

  const setState = (state: ConsoleStatus['link']['state'], code?: string): void => {
    if (status.state === state && status.code === code) return;
    const since = status.state === state ? status.since : clock.now();
    const { hubSkewMs } = status;
    status = { state, since, url, ...(code !== undefined && { code }), ...(hubSkewMs !== undefined && { hubSkewMs }) };
    for (const listener of statusListeners) listener();
  };
  /** Ends this connection and says why; comes back after a while. */
  const breakOff = (state: 'offline' | 'refused', code: string, retryMs: number): void => {
    outbox.shut();
    isFollowing = false;
    setState(state, code);
    socket.disconnect();
    cancelRetry?.();
    cancelRetry = clock.after(retryMs, () => {
      if (!isDisposed) socket.connect();
    });
  };

  const outbox = createOutbox({
    log,
    clock,
    send: async (commands: readonly Command[]): Promise<SubmitReply> => {
      const reply: unknown = await socket.timeout(ANSWER_MS).emitWithAck('submit', { commands });
      return submitReplySchema.parse(reply);
    },
  });

  // By callback, not by promise: entries may follow the answer in the same turn, and must find the replica ready for them.
  const begin = (): void => {
    socket.timeout(ANSWER_MS).emit('follow', log.place(), (error: unknown, answer: unknown) => {
      if (error !== null && error !== undefined) {
        if (socket.connected) breakOff('offline', 'LOG0009', RECONNECT_MS.longest);
        return;
      }
      const reply = followReplySchema.safeParse(answer);
      if (!reply.success || 'error' in reply.data) return breakOff('refused', 'LOG0011', REFUSED_RETRY_MS);
      try {
        const followed = log.follow(reply.data);
        if (!followed.ok) return breakOff('refused', followed.error.code, REFUSED_RETRY_MS);
      } catch (failure) {
        return breakOff('offline', codeOf(failure) ?? 'LOG0009', REFUSED_RETRY_MS);
      }
      isFollowing = true;
      setState('online');
      outbox.open();
      measureClock().catch(() => undefined);
    });
  };
  const measureClock = async (): Promise<void> => {
    const startedAt = clock.now();
    const from = clock.monotonic();
    const answer: unknown = await socket.timeout(ANSWER_MS).emitWithAck('clock', null);
    const reply = clockReplySchema.safeParse(answer);
    if (!reply.success) return;
    const hubSkewMs = Math.round(reply.data.hubAt - (startedAt + (clock.monotonic() - from) / 2));
    status = { ...status, hubSkewMs };
  };

  socket.on('connect', begin);
  socket.on('disconnect', (reason) => {
    outbox.shut();
    isFollowing = false;
    if (reason === 'io client disconnect') return;
    if (status.state !== 'refused') setState('offline', 'LOG0008');
    // After this one socket.io does not try again by itself.
    if (reason === 'io server disconnect')
      breakOff(status.state === 'refused' ? 'refused' : 'offline', status.code ?? 'LOG0008', RECONNECT_MS.longest);
  });
  socket.on('connect_error', (error: Error & { readonly data?: unknown }) => {
    if (error.data !== undefined) return breakOff('refused', codeSaid(error.data), REFUSED_RETRY_MS);
    if (status.state !== 'refused') setState('offline', 'LOG0008');
    return undefined;
  });
  socket.on('fault', (refusal: unknown) => breakOff('refused', codeSaid(refusal), REFUSED_RETRY_MS));
  socket.on('entries', (page: unknown, done: () => void) => {
    if (!isFollowing || typeof done !== 'function') return undefined;
    if (!entriesPageSchema.safeParse(page).success) return breakOff('refused', 'LOG0011', REFUSED_RETRY_MS);
    try {
      // The page itself, not the parsed copy: the hash covers every member it came with.
      const taken = log.applyEntries(page as { epoch: string; entries: LogEntry[] });
      if (!taken.ok) return breakOff('refused', taken.error.code, REFUSED_RETRY_MS);
    } catch (error) {
      return breakOff('offline', codeOf(error) ?? 'LOG0005', REFUSED_RETRY_MS);
    }
    return done();
  });
  socket.on('live', (update: unknown) => {
    const parsed = liveSchema.safeParse(update);
    if (!parsed.success) return;
    const tracks = crews.join(parsed.data.tracks ?? [], clock.now());
    const positions = crews.take(parsed.data.positions, clock.now());
    for (const listener of crewListeners) listener({ positions, tracks });
  });
  const stopClock = clock.every(CLOCK_EVERY_MS, () => {
    if (status.state === 'online') measureClock().catch(() => undefined);
  });
  socket.connect();

  return {
    status: () => {
      const trouble = status.state === 'online' ? outbox.trouble() : undefined;
      return trouble === undefined ? status : { ...status, code: trouble.code };
    },
    crews: () => ({ positions: crews.positions(), tracks: crews.tracks(clock.now()) }),
    receipts: outbox.stats,
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    onCrews(listener) {
      crewListeners.add(listener);
      return () => crewListeners.delete(listener);
    },
    dispose() {
      isDisposed = true;
      stopClock();
      cancelRetry?.();
      outbox.dispose();
      socket.disconnect();
    },
  };
}

/** The code in what a hub gave as its reason, where it has the form of one. */
function codeSaid(reason: unknown): string {
  const code: unknown = typeof reason === 'object' && reason !== null && 'code' in reason ? reason.code : undefined;
  return typeof code === 'string' && /^[A-Z]{3}\d{4}$/.test(code) ? code : 'LOG0011';
}
