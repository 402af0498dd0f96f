import type { FeedRequest } from '#shared/contract/feed.ts';
import type { CoreState } from '#shared/contract/host-bridge.ts';
import { codeOf, CodedError } from '#shared/lib/coded-error.ts';
import type { ConnectionPhase } from '../stores/console.store.ts';
import { backoffMs } from './backoff.ts';
import type { ConsoleApi, Dial, Pipes } from './dial.ts';
import { FeedReader, type FeedSink } from './feed-reader.ts';

/** Without a word from the core for this long (it speaks about once a second) the connection counts as lost. */
const SILENCE_MS = 6000;
const WATCHDOG_PERIOD_MS = 1000;
/** Codes by which the core says that this page will never do: trying again by itself would only hide it. */
const FINAL_CODES: ReadonlySet<string> = new Set(['PAG0001', 'API0001', 'API0002']);

export interface ConnectionEvents {
  phase(phase: ConnectionPhase, code?: string): void;
  retryIn(ms: number): void;
  heard(): void;
  opened(): void;
}

type Watch = Extract<FeedRequest, { t: 'watch' }>;

/** Keeps this page connected to its core: dials, reads the feed, and after every loss dials again until it is disposed. */
export class Connection {
  readonly #dial: Dial;
  readonly #sink: FeedSink;
  readonly #events: ConnectionEvents;
  readonly #watchdog: ReturnType<typeof setInterval>;
  #pipes: Pipes | undefined;
  #reader: FeedReader | undefined;
  #watch: Watch | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #heardAtMs = 0;
  #isDisposed = false;
  #isDialling = false;
  #coreDownReason: string | undefined;
  #isCoreDown = false;

  constructor(dial: Dial, sink: FeedSink, events: ConnectionEvents) {
    this.#dial = dial;
    this.#sink = sink;
    this.#events = events;
    this.#watchdog = setInterval(() => {
      if (this.#pipes && performance.now() - this.#heardAtMs > SILENCE_MS) this.#lose('PAG0002');
    }, WATCHDOG_PERIOD_MS);
  }

  /** The API of the core. @throws CodedError PAG0003 while there is no connection */
  get api(): ConsoleApi {
    if (!this.#pipes) throw new CodedError('PAG0003');
    return this.#pipes.api;
  }

  start(): void {
    void this.#connect();
  }

  /** Tries at once instead of waiting for the next turn. */
  retryNow(): void {
    if (this.#pipes || this.#isDialling) return;
    clearTimeout(this.#retry);
    this.#attempt = 0;
    this.start();
  }

  /** Which signals this page shows; said again after each reconnect. */
  watch(signals: 'all' | readonly number[], hz: number): void {
    this.#watch = { t: 'watch', signals: signals === 'all' ? 'all' : [...signals], hz };
    this.#send(this.#watch);
  }

  /** What the host knows of the core's process. */
  onCoreState(core: CoreState): void {
    this.#isCoreDown = core.state === 'down';
    this.#coreDownReason = core.state === 'down' ? core.reason : undefined;
    if (core.state === 'down') this.#lose(core.reason);
    if (core.state === 'up') this.retryNow();
  }

  /** The core refused this page (`error` on the feed). */
  refused(code: string): void {
    this.#lose(code);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#watchdog);
    clearTimeout(this.#retry);
    this.#pipes?.close();
  }

  async #connect(): Promise<void> {
    if (this.#isDialling || this.#isDisposed) return;
    this.#isDialling = true;
    if (!this.#isCoreDown && this.#attempt === 0) this.#events.phase('connecting');
    try {
      const pipes = await this.#dial();
      this.#isDialling = false;
      if (this.#isDisposed) pipes.close();
      else this.#adopt(pipes);
    } catch (cause) {
      this.#isDialling = false;
      this.#later(codeOf(cause) ?? 'PAG0002');
    }
  }

  #adopt(pipes: Pipes): void {
    this.#pipes = pipes;
    this.#heardAtMs = performance.now();
    const reader = new FeedReader(
      (request) => {
        pipes.feed.send(JSON.stringify(request));
      },
      this.#sink,
      this.#reader?.position,
    );
    this.#reader = reader;
    pipes.feed.onClose(() => {
      if (this.#pipes === pipes) this.#lose(pipes.refusedBy() ?? 'PAG0002');
    });
    pipes.feed.onMessage((message) => {
      if (this.#pipes === pipes) this.#hear(reader, message);
    });
    reader.hello();
    if (this.#watch) this.#send(this.#watch);
  }

  #hear(reader: FeedReader, message: string | ArrayBuffer): void {
    this.#heardAtMs = performance.now();
    try {
      reader.take(message);
    } catch (cause) {
      this.#lose(codeOf(cause) ?? 'PAG0004');
      return;
    }
    if (!this.#pipes) return;
    this.#events.heard();
    if (this.#attempt >= 0) {
      this.#attempt = -1;
      this.#isCoreDown = false;
      this.#events.phase('open');
      this.#events.opened();
    }
  }

  #send(request: FeedRequest): void {
    this.#pipes?.feed.send(JSON.stringify(request));
  }

  #lose(code: string | undefined): void {
    const pipes = this.#pipes;
    this.#pipes = undefined;
    pipes?.close();
    if (!pipes && !this.#isCoreDown) return;
    this.#attempt = Math.max(0, this.#attempt);
    this.#later(code);
  }

  #later(code: string | undefined): void {
    if (this.#isDisposed) return;
    clearTimeout(this.#retry);
    if (code !== undefined && FINAL_CODES.has(code)) {
      this.#events.phase('rejected', code);
      return;
    }
    if (this.#isCoreDown) this.#events.phase('coreDown', this.#coreDownReason);
    else this.#events.phase('lost', code);
    const waitMs = backoffMs(this.#attempt, Math.random());
    this.#attempt += 1;
    this.#events.retryIn(waitMs);
    this.#retry = setTimeout(() => {
      this.start();
    }, waitMs);
  }
}
