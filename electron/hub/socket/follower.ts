import type { Socket } from 'socket.io';
import {
  PAGE_MAX_ENTRIES,
  type ConsoleToHub,
  type Follow,
  type FollowReply,
  type HubToConsole,
} from '#shared/contract/hub-protocol.ts';
import { genesisHash } from '#kit/hash-chain.ts';
import type { HubStore } from '../store/hub-store.ts';

export type HubSocket = Socket<ConsoleToHub, HubToConsole>;

/** A console that has not taken a page after this long is cut off; it comes back and goes on from where it was [eng]. */
const PAGE_TIMEOUT_MS = 15_000;

/**
 * Sends one console the log from a place on: a page at a time, the next after the last was taken. So it is contiguous by
 * construction, and a slow console costs one page of memory.
 */
export class Follower {
  readonly #socket: HubSocket;
  readonly #store: HubStore;
  #cursor: number | undefined;
  #isSending = false;
  #run = 0;

  constructor(socket: HubSocket, store: HubStore) {
    this.#socket = socket;
    this.#store = store;
  }

  /** Where the console goes on; entries follow after the reply. */
  follow(request: Follow): FollowReply {
    const { epoch } = this.#store;
    const head = this.#store.head();
    const why = standingOf(this.#store, request);
    const from = why === 'continues' ? request.since : 0;
    this.#cursor = why === 'cutOff' || why === 'rewritten' ? undefined : from;
    this.#run += 1;
    this.#isSending = false;
    setImmediate(() => this.pump());
    return { epoch, headSeq: head.seq, from, why };
  }

  /** Sends what is new, unless a page is on its way. */
  pump(): void {
    if (this.#cursor === undefined || this.#isSending || !this.#socket.connected) return;
    if (this.#cursor >= this.#store.head().seq) return;
    const entries = this.#store.log.since(this.#cursor, PAGE_MAX_ENTRIES);
    const last = entries.at(-1);
    if (last === undefined) return;
    const run = this.#run;
    this.#isSending = true;
    this.#socket.timeout(PAGE_TIMEOUT_MS).emit('entries', { epoch: this.#store.epoch, entries }, (error) => {
      if (run !== this.#run) return;
      this.#isSending = false;
      if (error !== null) {
        this.#socket.disconnect(true);
        return;
      }
      this.#cursor = last.seq;
      this.pump();
    });
  }
}

type LogStanding = Pick<HubStore, 'epoch' | 'head'> & { readonly log: Pick<HubStore['log'], 'hashAt'> };

/** How a console's place stands to this log: whether it can go on from there, and why not. */
export function standingOf(
  store: LogStanding,
  { epoch, since, hash }: Follow,
): 'continues' | 'newConsole' | 'otherEpoch' | 'cutOff' | 'rewritten' {
  if (epoch === null || hash === null) return 'newConsole';
  if (epoch !== store.epoch) return 'otherEpoch';
  if (since > store.head().seq) return 'cutOff';
  const here = since === 0 ? genesisHash(epoch) : store.log.hashAt(since);
  return here === hash ? 'continues' : 'rewritten';
}
