import { AttributeIds, resolveNodeId, VariableIds } from 'node-opcua';
import type { ClientSession } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Cancel } from '#shared/lib/clock.ts';
import { Backoff } from '../backoff.ts';
import type { DriverContext } from '../driver-context.ts';
import type { FoundSignal } from '../protocol.ts';
import { browseMap } from './browse-map.ts';
import type { ServerMap } from './server-map.ts';
import { MapFindings } from './map-findings.ts';
import { watchSilence } from './silence.ts';
import { openSession } from './session.ts';
import type { OpcuaSession, OwnCertificates } from './session.ts';
import { subscribe } from './subscription.ts';
import type { Subscription } from './subscription.ts';

/** What the driver hears of a line. */
export interface LineEvents {
  /** Subscribed: its values come, or would if it published. */
  readonly onReady: (line: ServerLine) => void;
  /** It has another service level than before. */
  readonly onLevel: (line: ServerLine) => void;
  /** It ended, or could not be made; it is tried again by itself. */
  readonly onEnded: (line: ServerLine, error: CodedError) => void;
  readonly onTrouble: (line: ServerLine, error: CodedError) => void;
}

export interface LineOptions extends LineEvents {
  readonly context: DriverContext<OpcuaDriverConfig>;
  readonly url: string;
  /** Whether it has a partner: then it is watched closely, so that the partner takes over within 5 s. */
  readonly hasPartner: boolean;
  readonly own: () => Promise<OwnCertificates>;
  readonly register: (signals: readonly FoundSignal[]) => Promise<Uint32Array>;
  /** Mapped and registered: its first values are yet to come. Tells whether they are to be published from the start. */
  readonly onMapped: (line: ServerLine, indexes: Uint32Array) => Promise<boolean>;
  /** Whether it serves and another line is ready to take over from it: then it is left sooner. */
  readonly hasReserve: (line: ServerLine) => boolean;
  /** The thread cannot go on: it is to end, and the supervisor starts another. */
  readonly giveUp: (line: ServerLine, error: CodedError) => void;
}

/** What a ready line has. */
export interface LiveLine {
  readonly session: ClientSession;
  readonly map: ServerMap;
  readonly indexes: Uint32Array;
}

const RECONNECT_FIRST_MS = 500;
const RECONNECT_MOST_MS = 10_000;
/** A server that keeps an attempt waiting longer is given up; browsing 40,000 nodes takes 10 s. */
const ATTEMPT_MS = 60_000;
const CLOSE_MS = 2_000;
const KEEP_ALIVE_MS = 2_000;
const KEEP_ALIVE_OF_PAIR_MS = 800;
const WATCH_EVERY_MS = 800;
/** Silence after which a server is taken for dead. With a reserve at hand it is short: with the take-over it stays within 5 s. */
const SILENCE_MS = 6_500;
const SILENCE_WITH_RESERVE_MS = 2_400;
/** Highest service level: what a server has that does not tell (Part 4, 6.6.2). */
const BEST_LEVEL = 255;
const SERVICE_LEVEL = resolveNodeId(VariableIds.Server_ServiceLevel);

/**
 * Keeps a session and a subscription with one server. Every connection starts from nothing: connect, browse, map, subscribe. A
 * server that comes back with other namespaces or stations is thus read as it then is.
 */
export class ServerLine {
  readonly url: string;
  readonly #options: LineOptions;
  readonly #backoff: Backoff;
  #opened: OpcuaSession | undefined;
  #live: (LiveLine & Pick<Subscription, 'publish'>) | undefined;
  #stops: Cancel[] = [];
  #level = BEST_LEVEL;
  #trouble: CodedError | undefined;
  #problem: CodedError | undefined;
  #isPublishing = false;
  /** Number of the attempt: what an older one still says is not heard. */
  #attempt = 0;

  constructor(options: LineOptions) {
    this.url = options.url;
    this.#options = options;
    this.#backoff = new Backoff(options.context.clock, RECONNECT_FIRST_MS, RECONNECT_MOST_MS);
  }

  /** Undefined while it is not ready. */
  get live(): LiveLine | undefined {
    return this.#live;
  }

  /** It has a session, and is on its way to be ready. */
  get isComing(): boolean {
    return this.#opened !== undefined && this.#live === undefined;
  }

  get isPublishing(): boolean {
    return this.#isPublishing;
  }

  /** The server's own word of how well it serves, 0 to 255 (Part 4, 6.6.2). */
  get level(): number {
    return this.#level;
  }

  /** What is wrong with what it serves, although it is ready. */
  get trouble(): CodedError | undefined {
    return this.#trouble;
  }

  /** Why it ended last; undefined while it is ready. */
  get problem(): CodedError | undefined {
    return this.#problem;
  }

  connect(): void {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const isCurrent = () => attempt === this.#attempt;
    const onEnded = (error: CodedError) => {
      if (isCurrent()) this.#end(error);
    };
    const { clock } = this.#options.context;
    this.#stops.push(
      clock.after(ATTEMPT_MS, () => {
        if (!isCurrent()) return;
        const error = new CodedError('OPC0005', { problem: 'no answer in time' });
        this.#options.giveUp(this, error);
        onEnded(error);
      }),
    );
    this.#open(onEnded, isCurrent).catch((error: unknown) => {
      onEnded(error instanceof CodedError ? error : new CodedError('OPC0005', { problem: messageOf(error) }));
    });
  }

  /** Lets the values come, or not. Without an answer the line ends. */
  async publish(isPublishing: boolean): Promise<void> {
    const live = this.#live;
    if (live === undefined || this.#isPublishing === isPublishing) return;
    this.#isPublishing = isPublishing;
    const attempt = this.#attempt;
    try {
      await live.publish(isPublishing);
    } catch (error) {
      if (attempt === this.#attempt) this.#end(new CodedError('OPC0004', { problem: messageOf(error) }));
    }
  }

  async dispose(): Promise<void> {
    this.#attempt += 1;
    this.#backoff.dispose();
    for (const stop of this.#stops) stop();
    this.#live = undefined;
    await this.#opened?.close().catch(() => undefined);
  }

  async #open(onEnded: (error: CodedError) => void, isCurrent: () => boolean): Promise<void> {
    const { context, url, hasPartner } = this.#options;
    const { config, clock, ring, pkiDir } = context;
    const onLost = () => onEnded(new CodedError('OPC0004', { problem: 'the connection broke' }));
    const own = await this.#options.own();
    const opened = await openSession({ config, url, pkiDir, own, clock, onLost });
    if (!isCurrent()) return opened.close();
    this.#opened = opened;
    const { session } = opened;
    const findings = new MapFindings();
    const map = await browseMap(session, config, findings);
    const indexes = await this.#options.register(
      map.signals.map(({ stationId, measure, low, high }) => ({ stationId, measure, low, high })),
    );
    if (!isCurrent()) return;
    if (hasPartner) this.#level = await readLevel(session);
    this.#trouble = findings.warnings()[0];
    const onTrouble = (error: CodedError) => {
      if (!isCurrent() || this.#trouble?.message === error.message) return;
      this.#trouble = error;
      if (this.#live !== undefined) this.#options.onTrouble(this, error);
    };
    this.#isPublishing = await this.#options.onMapped(this, indexes);
    if (!isCurrent()) return;
    const { publish, stop } = await subscribe({
      session,
      config,
      map,
      indexes,
      ring,
      clock,
      onTrouble,
      onEnded,
      isPublishing: this.#isPublishing,
      keepAliveMs: hasPartner ? KEEP_ALIVE_OF_PAIR_MS : KEEP_ALIVE_MS,
      silenceMs: () => this.#silenceMs(),
    });
    if (!isCurrent()) return stop();
    for (const cancel of this.#stops) cancel();
    this.#stops = [stop];
    if (hasPartner) this.#stops.push(this.#watch(session, onEnded, isCurrent));
    this.#backoff.reset();
    this.#problem = undefined;
    this.#live = { session, map, indexes, publish };
    this.#options.onReady(this);
  }

  /** Asks for the service level: the answer tells how well the server serves, its absence that it hangs. */
  #watch(session: ClientSession, onEnded: (error: CodedError) => void, isCurrent: () => boolean): Cancel {
    const { clock } = this.#options.context;
    let askedAt: number | undefined;
    return watchSilence(clock, WATCH_EVERY_MS, (deafMs) => {
      if (askedAt !== undefined) {
        askedAt += deafMs;
        const waitedMs = clock.monotonic() - askedAt;
        if (waitedMs > this.#silenceMs()) onEnded(new CodedError('OPC0004', { problem: 'the server hangs' }));
        return;
      }
      askedAt = clock.monotonic();
      void readLevel(session).then(
        (level) => {
          askedAt = undefined;
          if (!isCurrent() || level === this.#level) return;
          this.#level = level;
          this.#options.onLevel(this);
        },
        (error: unknown) => onEnded(new CodedError('OPC0004', { problem: messageOf(error) })),
      );
    });
  }

  #silenceMs(): number {
    return this.#options.hasReserve(this) ? SILENCE_WITH_RESERVE_MS : SILENCE_MS;
  }

  #end(error: CodedError): void {
    this.#attempt += 1;
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#live = undefined;
    this.#problem = error;
    const opened = this.#opened;
    this.#opened = undefined;
    this.#options.onEnded(this, error);
    const again = () => this.#backoff.schedule(() => this.connect());
    if (opened === undefined) {
      again();
      return;
    }
    let isDone = false;
    const done = () => {
      if (!isDone) again();
      isDone = true;
    };
    const giveUp = this.#options.context.clock.after(CLOSE_MS, () => {
      this.#options.giveUp(this, error);
      done();
    });
    void opened
      .close()
      .catch(() => undefined)
      .then(() => {
        giveUp();
        done();
      });
  }
}

async function readLevel(session: ClientSession): Promise<number> {
  const read = await session.read({ nodeId: SERVICE_LEVEL, attributeId: AttributeIds.Value });
  const level: unknown = read.value.value;
  return typeof level === 'number' && read.statusCode.isGood() ? level : BEST_LEVEL;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n', 1)[0] as string) : String(error);
}
