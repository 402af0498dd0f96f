import { derivedId } from '#kit/derived-id.ts';
import { readFileSync } from 'node:fs';
import type { Log } from '#kit/logger.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

const REQUEST_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** One act to be told to the hub exactly once. `act` names it within the run and becomes its command id. */
export interface Report {
  readonly act: string;
  readonly method: 'POST' | 'PUT';
  /** Below `/api/v1`, with a leading slash. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface HubClientOptions {
  /** `http://HOST:PORT`. */
  readonly url: string;
  readonly tokenFile: string;
  readonly runId: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every report the hub refused for good. */
  readonly onRefused: (report: Report, status: number, answer: string) => void;
}

type Outcome = 'done' | 'later' | 'refused';

function readToken(file: string): string {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new CodedError('CTY0005', { file }, { cause });
  }
  if (token === '') throw new CodedError('CTY0005', { file });
  return token;
}

/** 408, 429 and all of 5xx pass; every other 4xx stays what it is however often it is sent. */
function outcomeOf(status: number): Outcome {
  if (status < 400) return 'done';
  if (status >= 500 || status === 401 || status === 403 || status === 408 || status === 429) return 'later';
  return 'refused';
}

/**
 * The city's side of the hub's HTTP API. Reports go out one after another in the order of `send`, each again and again with
 * the same command id until the hub has answered: nothing is lost or doubled while the hub is away. Throws CTY0005 at the
 * start when the token file cannot be read; a token the hub refuses is read again before the next attempt.
 */
export class HubClient {
  readonly #options: HubClientOptions;
  readonly #queue: Report[] = [];
  readonly #known = new Set<string>();
  readonly #ended = new AbortController();
  #token: string;
  #sending = false;
  #failures = 0;
  #tokenRefused = false;
  #cancelPause: Cancel | undefined;

  constructor(options: HubClientOptions) {
    this.#options = { ...options, url: options.url.replace(/\/+$/, '') };
    this.#token = readToken(options.tokenFile);
  }

  /** Reports that the hub has not acknowledged yet. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Keeps the report and sends it as soon as those before it are through. The same act is taken once. */
  send(report: Report): void {
    if (this.#known.has(report.act)) return;
    this.#known.add(report.act);
    this.#queue.push(report);
    void this.#drain();
  }

  /** Tells something that is worth nothing later (positions). Lost when the hub is away. */
  async tell(path: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#request('POST', path, body);
  }

  /** Reads a resource; undefined when the hub is away or refuses. */
  async get(path: string): Promise<unknown> {
    const response = await this.#request('GET', path);
    if (!response || response.status !== 200) return undefined;
    try {
      return JSON.parse(response.text) as unknown;
    } catch {
      return undefined;
    }
  }

  /** Stops sending; what waits is dropped with the process. */
  dispose(): void {
    this.#ended.abort();
    this.#cancelPause?.();
  }

  async #drain(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (let report = this.#queue[0]; report && !this.#ended.signal.aborted; report = this.#queue[0]) {
      const outcome = await this.#deliver(report);
      if (outcome === 'later') {
        await this.#pause();
      } else {
        this.#failures = 0;
        this.#queue.shift();
      }
    }
    this.#sending = false;
  }

  async #deliver(report: Report): Promise<Outcome> {
    const body = { ...report.body, commandId: derivedId(this.#options.runId, report.act) };
    const response = await this.#request(report.method, report.path, body);
    if (!response) return 'later';
    const outcome = outcomeOf(response.status);
    if (outcome === 'refused') {
      this.#options.log.warn({ code: 'CTY0009', path: report.path, status: response.status, answer: response.text });
      this.#options.onRefused(report, response.status, response.text);
    }
    return outcome;
  }

  /** Undefined when there was no answer. */
  async #request(method: string, path: string, body?: unknown): Promise<{ status: number; text: string } | undefined> {
    try {
      const response = await fetch(`${this.#options.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.any([this.#ended.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      });
      const text = await response.text();
      this.#noteToken(response.status);
      return { status: response.status, text };
    } catch {
      return undefined;
    }
  }

  #noteToken(status: number): void {
    const refused = status === 401 || status === 403;
    if (refused) {
      if (!this.#tokenRefused) this.#options.log.warn({ code: 'CTY0006', url: this.#options.url, status });
      try {
        this.#token = readToken(this.#options.tokenFile);
      } catch {
        // The old token stays: the hub may be rewriting its file just now, and the next attempt reads again.
      }
    }
    this.#tokenRefused = refused;
  }

  #pause(): Promise<void> {
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    this.#failures += 1;
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(pauseMs, resolve);
      this.#cancelPause = () => {
        cancel();
        resolve();
      };
    });
  }
}
