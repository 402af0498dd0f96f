import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Channel } from '#shared/contract/channel.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { Connection } from './connection.ts';
import type { ConsoleApi, Pipes } from './dial.ts';

/** A core at the other end of a channel that the test plays itself. */
class Peer {
  readonly heard: string[] = [];
  #listener: ((message: string | ArrayBuffer) => void) | undefined;
  #closed: (() => void) | undefined;
  readonly channel: Channel = {
    send: (message) => this.heard.push(String(message)),
    onMessage: (listener) => (this.#listener = listener),
    onClose: (listener) => (this.#closed = listener),
    close: () => undefined,
    bufferedBytes: 0,
  };

  say(message: unknown): void {
    this.#listener?.(JSON.stringify(message));
  }

  die(): void {
    this.#closed?.();
  }
}

let connection: Connection;
let phases: string[];
let peers: Peer[];
let failure: CodedError | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  phases = [];
  peers = [];
  failure = undefined;
  const dial = (): Promise<Pipes> => {
    if (failure) return Promise.reject(failure);
    const peer = new Peer();
    peers.push(peer);
    return Promise.resolve({
      api: {} as ConsoleApi,
      feed: peer.channel,
      refusedBy: () => undefined,
      close: () => undefined,
    });
  };
  const sink = { rows: () => undefined, frame: () => undefined, message: () => undefined };
  connection = new Connection(dial, sink, {
    phase: (phase, code) => phases.push(code ? `${phase} ${code}` : phase),
    retryIn: () => undefined,
    heard: () => undefined,
    opened: () => undefined,
  });
});

afterEach(() => {
  connection.dispose();
  vi.useRealTimers();
});

it('is open once the core speaks, and says again after a loss what it watches and where it stood', async () => {
  connection.start();
  await vi.advanceTimersByTimeAsync(0);
  connection.watch([1, 2], 4);
  peers[0]?.say({ t: 'snapshot', epoch: 'e', seq: 3, rows: [] });
  expect(phases).toEqual(['connecting', 'open']);
  peers[0]?.die();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(phases.slice(0, 3)).toEqual(['connecting', 'open', 'lost PAG0002']);
  expect(peers[1]?.heard.map((text) => JSON.parse(text) as unknown)).toEqual([
    { t: 'hello', protocolVersion: 1, since: { epoch: 'e', seq: 3 } },
    { t: 'watch', signals: [1, 2], hz: 4 },
  ]);
});

it('counts a core that says nothing as lost', async () => {
  connection.start();
  await vi.advanceTimersByTimeAsync(0);
  peers[0]?.say({ t: 'seat', actor: null });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(phases).toContain('lost PAG0002');
});

it('does not hammer a core that will not have this page', async () => {
  failure = new CodedError('API0001');
  connection.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(phases).toEqual(['connecting', 'rejected API0001']);
});

it('says that the core itself is down, and comes back with it', async () => {
  connection.start();
  await vi.advanceTimersByTimeAsync(0);
  peers[0]?.say({ t: 'seat', actor: null });
  connection.onCoreState({ state: 'down', reason: 'API0006' });
  expect(phases.at(-1)).toBe('coreDown API0006');
  connection.onCoreState({ state: 'up' });
  await vi.advanceTimersByTimeAsync(0);
  peers.at(-1)?.say({ t: 'seat', actor: null });
  expect(phases.at(-1)).toBe('open');
});
