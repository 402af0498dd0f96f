import type { Channel } from '#shared/contract/channel.ts';
import {
  CONSOLE_PROTOCOL_VERSION,
  feedRequestSchema,
  type Access,
  type ConsoleStatus,
  type FeedMessage,
} from '#shared/contract/feed.ts';
import type { AnalysisStatus } from '#shared/domain/burst/impact-types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import { CrewTeller } from '#shared/domain/crew/teller.ts';
import type { CrewUpdate } from '#shared/domain/crew/types.ts';
import type { Actor, EntityRef } from '#shared/domain/entity/entity.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import { Gathering } from './gathering.ts';
import type { StateLane } from './state-lane.ts';
import { TelemetryWatch, type LatestSource } from './telemetry-lane.ts';

/** Above this a page is not reading: it gets no more until it has, then a catch-up. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;
/** A page that has not read this much and asks for more is cut off. */
const MAX_UNREAD_BYTES = 4 * MAX_BUFFERED_BYTES;
/** Changes within this time of one that was told are told together: short beside what a person waits for, and in a flood ten pieces a second are all a page can draw. */
const GATHER_MS = 100;
/** The same for crews, that each report for themselves: four steps a second are more than a van shows. */
const GATHER_CREWS_MS = 250;
/** Above this a page is told nothing of crews until it has read: tracks alone never bring it to {@link MAX_BUFFERED_BYTES}. */
const MAX_BEFORE_CREWS_BYTES = 1024 * 1024;
/** Longest text a page may send (a watch of 200,000 signals is about 1.4 MB). */
const MAX_REQUEST_CHARS = 2 * 1024 * 1024;

export interface FeedDependencies {
  readonly clock: Clock;
  readonly coreVersion: string;
  readonly lane: StateLane;
  readonly latest: LatestSource;
  readonly status: () => ConsoleStatus;
  readonly seatActor: (seat: string) => Actor | undefined;
  readonly crews: () => CrewUpdate;
  readonly candidates: () => readonly BurstCandidate[];
  readonly analysis: () => AnalysisStatus;
}

/** Who is at the other end of a channel: the seat shared by one host's windows, and what it may do. */
export interface FeedSession {
  readonly seat: string;
  readonly access: Access;
}

interface Subscriber {
  readonly channel: Channel;
  readonly session: FeedSession;
  readonly watch: TelemetryWatch;
  readonly crews: CrewTeller;
  /** Last state the page was given; undefined until its hello. */
  at: { epoch: string; seq: number } | undefined;
  stopTicks: Cancel;
  behind: boolean;
}

/** Tells every connected page what changed: state without loss, telemetry latest-wins, the console's own condition. */
export class Feed {
  readonly #deps: FeedDependencies;
  readonly #subscribers = new Set<Subscriber>();
  readonly #stopStatus: Cancel;
  readonly #changes: Gathering<EntityRef>;

  constructor(dependencies: FeedDependencies) {
    this.#deps = dependencies;
    const { clock } = dependencies;
    this.#stopStatus = clock.every(1_000, () => this.#tick());
    this.#changes = new Gathering(clock, GATHER_MS, (refs) => this.#tellChanges(refs));
  }

  get pages(): number {
    return this.#subscribers.size;
  }

  /** Takes a connected page in. It hears nothing before its hello. */
  attach(channel: Channel, session: FeedSession): void {
    const subscriber: Subscriber = {
      channel,
      session,
      watch: new TelemetryWatch(this.#deps.latest),
      crews: this.#tellerOf(channel),
      at: undefined,
      stopTicks: () => undefined,
      behind: false,
    };
    this.#subscribers.add(subscriber);
    channel.onMessage((message) => {
      if (this.#subscribers.has(subscriber)) this.#onRequest(subscriber, message);
    });
    channel.onClose(() => this.#drop(subscriber));
  }

  /**
   * State changed. Call it once a transaction, after the commit. The first change after a quiet time goes out at once, those that follow within
   * {@link GATHER_MS} together: a flood of alarms is told in a few large pieces, not in thousands.
   */
  entitiesChanged(refs: readonly EntityRef[]): void {
    this.#changes.add(refs, (ref) => `${ref.type}:${ref.id}`);
  }

  /** Tells at once what was gathered: a page that asked for the change must see it before its answer. */
  flush(): void {
    this.#changes.flush();
  }

  /** The link or another part of the status changed in a way that cannot wait for the next second. */
  statusChanged(): void {
    this.#broadcast({ t: 'status', status: this.#deps.status() });
  }

  seatChanged(seat: string): void {
    const actor = this.#deps.seatActor(seat) ?? null;
    for (const subscriber of this.#subscribers) {
      if (subscriber.session.seat === seat) send(subscriber, { t: 'seat', actor });
    }
  }

  /** What is news of crews; told to each page as it can take it. */
  crewsTold(news: CrewUpdate): void {
    for (const { crews } of this.#subscribers) crews.tell(news);
  }

  candidatesChanged(): void {
    this.#broadcast({ t: 'candidates', candidates: this.#deps.candidates() });
  }

  analysisChanged(): void {
    this.#broadcast({ t: 'analysis', status: this.#deps.analysis() });
  }

  /** Seats whose page follows what happens: it said hello, and reads what it is sent. */
  seats(): ReadonlySet<string> {
    const following = [...this.#subscribers].filter(({ at, behind, channel }) => {
      return at !== undefined && !behind && channel.bufferedBytes <= MAX_BUFFERED_BYTES;
    });
    return new Set(following.map((subscriber) => subscriber.session.seat));
  }

  dispose(): void {
    this.#stopStatus();
    this.#changes.dispose();
    for (const subscriber of this.#subscribers) {
      this.#drop(subscriber);
      subscriber.channel.close();
    }
  }

  #onRequest(subscriber: Subscriber, message: string | ArrayBuffer): void {
    const request = parseRequest(message);
    // A page that asks and asks without reading the answers would fill the memory.
    if (request === undefined || subscriber.channel.bufferedBytes > MAX_UNREAD_BYTES) {
      this.#refuse(subscriber, 'API0003', 'feed request');
      return;
    }
    if (request.t === 'watch') {
      subscriber.watch.watch(request.signals);
      subscriber.stopTicks();
      this.#sendFrame(subscriber);
      subscriber.stopTicks = this.#deps.clock.every(1_000 / request.hz, () => this.#sendFrame(subscriber));
      return;
    }
    if (request.protocolVersion !== CONSOLE_PROTOCOL_VERSION) {
      this.#refuse(subscriber, 'API0002', String(request.protocolVersion));
      return;
    }
    this.#welcome(subscriber, request.since);
  }

  /** Says why, hears nothing more and closes. */
  #refuse(subscriber: Subscriber, code: string, detail: string): void {
    send(subscriber, { t: 'error', code, detail });
    this.#drop(subscriber);
    subscriber.channel.close();
  }

  #drop(subscriber: Subscriber): void {
    subscriber.stopTicks();
    subscriber.crews.dispose();
    this.#subscribers.delete(subscriber);
  }

  #tellerOf(channel: Channel): CrewTeller {
    const listener = {
      isReady: () => channel.bufferedBytes <= MAX_BEFORE_CREWS_BYTES,
      send: (update: CrewUpdate) => channel.send(JSON.stringify({ t: 'crews', ...update } satisfies FeedMessage)),
    };
    return new CrewTeller({
      clock: this.#deps.clock,
      listener,
      all: this.#deps.crews,
      betweenMovesMs: GATHER_CREWS_MS,
    });
  }

  #welcome(subscriber: Subscriber, since: { epoch: string; seq: number } | undefined): void {
    const { lane, clock, coreVersion } = this.#deps;
    send(subscriber, {
      t: 'welcome',
      protocolVersion: CONSOLE_PROTOCOL_VERSION,
      coreVersion,
      now: clock.now(),
      access: subscriber.session.access,
    });
    send(subscriber, { t: 'seat', actor: this.#deps.seatActor(subscriber.session.seat) ?? null });
    for (const message of lane.catchUp(since)) send(subscriber, message);
    subscriber.at = { epoch: lane.epoch, seq: lane.seq };
    send(subscriber, { t: 'status', status: this.#deps.status() });
    subscriber.crews.greet();
    this.#sendFindings(subscriber);
  }

  #sendFindings(subscriber: Subscriber): void {
    send(subscriber, { t: 'candidates', candidates: this.#deps.candidates() });
    send(subscriber, { t: 'analysis', status: this.#deps.analysis() });
  }

  #tellChanges(refs: readonly EntityRef[]): void {
    const delta = this.#deps.lane.push(refs);
    for (const subscriber of this.#subscribers) this.#sendState(subscriber, delta);
  }

  #sendState(subscriber: Subscriber, delta: FeedMessage): void {
    if (subscriber.at === undefined) return;
    if (subscriber.behind || subscriber.channel.bufferedBytes > MAX_BUFFERED_BYTES) {
      subscriber.behind = true;
      return;
    }
    send(subscriber, delta);
    subscriber.at.seq = this.#deps.lane.seq;
  }

  #sendFrame(subscriber: Subscriber): void {
    if (subscriber.channel.bufferedBytes > MAX_BUFFERED_BYTES) return;
    const frame = subscriber.watch.nextFrame(this.#deps.clock.now(), this.#deps.clock.monotonic());
    if (frame !== undefined) subscriber.channel.send(frame);
  }

  #tick(): void {
    for (const subscriber of this.#subscribers) {
      if (!subscriber.behind || subscriber.channel.bufferedBytes > MAX_BUFFERED_BYTES / 2) continue;
      subscriber.behind = false;
      for (const message of this.#deps.lane.catchUp(subscriber.at)) send(subscriber, message);
      subscriber.at = { epoch: this.#deps.lane.epoch, seq: this.#deps.lane.seq };
      this.#sendFindings(subscriber);
    }
    this.statusChanged();
  }

  #broadcast(message: FeedMessage): void {
    const text = JSON.stringify(message);
    for (const subscriber of this.#subscribers) {
      if (subscriber.at === undefined) continue;
      if (subscriber.channel.bufferedBytes > MAX_BUFFERED_BYTES) subscriber.behind = true;
      else subscriber.channel.send(text);
    }
  }
}

function send(subscriber: Subscriber, message: FeedMessage): void {
  subscriber.channel.send(JSON.stringify(message));
}

function parseRequest(message: string | ArrayBuffer) {
  if (typeof message !== 'string' || message.length > MAX_REQUEST_CHARS) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return undefined;
  }
  const parsed = feedRequestSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
