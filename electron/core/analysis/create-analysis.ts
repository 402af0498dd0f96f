import { Worker } from 'node:worker_threads';
import type { AnalysisStatus } from '#shared/domain/burst/impact-types.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Analysis, Readings } from './analysis.ts';
import type {
  AnalysisQuestion,
  AnalysisQuestionKind,
  AnalysisQuestions,
  FromAnalysis,
  ToAnalysis,
} from './protocol.ts';
import { analysisWorkerUrl } from './worker-url.ts';

const RESTART_MS = 1_000;
const MAX_RESTART_MS = 30_000;
/** Readings that wait for a busy model are worth nothing: the next ones are a second away. */
const MAX_WAITING_READINGS = 5;
/** A thread that starts anew is told the last ten minutes, a reading every five seconds: what was calm before a burst is part of what it knew [eng]. */
const PAST_EVERY_MS = 5_000;
const PAST_READINGS = 120;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: CodedError) => void;
}

const NOTHING: AnalysisStatus = {
  network: 'none',
  remarks: [],
  pipes: 0,
  stations: 0,
  sensitivity: { state: 'none', done: 0, total: 0 },
};

/** What a thread that starts anew has to be told first, newest of each. */
type Standing = Partial<{ readonly [Type in 'network' | 'valves' | 'numbers']: Extract<ToAnalysis, { type: Type }> }>;

export interface AnalysisOptions {
  readonly clock: Clock;
  /** Told why the thread ended, each time. */
  readonly onDeath: (reason: unknown) => void;
}

/** The network model over its thread: starts it, starts it again when it dies (with what it knew), hands questions over and answers back. */
export function createAnalysis({ clock, onDeath }: AnalysisOptions): Analysis {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<() => void>();
  const past: Readings[] = [];
  let standing: Standing = {};
  let worker: Worker | undefined;
  let status = NOTHING;
  let cancelRestart: Cancel | undefined;
  let isDisposed = false;
  let deaths = 0;
  let nextId = 1;
  let asked = 0;

  const say = (message: ToAnalysis): void => worker?.postMessage(message);

  function start(): void {
    const started = new Worker(analysisWorkerUrl(), { name: 'analysis' });
    worker = started;
    let reason: unknown;
    started.on('message', hear);
    started.on('error', (error) => (reason = error));
    started.on('exit', (code) => died(reason ?? `exit ${String(code)}`));
    for (const message of [standing.numbers, standing.network, standing.valves])
      if (message !== undefined) say(message);
    if (past.length > 0) say({ type: 'readings', readings: past });
  }

  function remember(readings: Readings): void {
    if (readings.at - (past.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < PAST_EVERY_MS) return;
    past.push(readings);
    if (past.length > PAST_READINGS) past.shift();
  }

  function setStatus(next: AnalysisStatus): void {
    status = next;
    for (const listener of listeners) listener();
  }

  function hear(message: FromAnalysis): void {
    if (message.type === 'status') {
      if (message.status.network === 'ready') deaths = 0;
      return setStatus(message.status);
    }
    const { id } = message;
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (message.type === 'answer') resolve?.(message.value as never);
    else reject?.(new CodedError(message.code, message.detail));
  }

  function died(reason: unknown): void {
    worker = undefined;
    const why = reason instanceof Error ? reason.message : String(reason);
    for (const { reject } of waiting.values()) reject(new CodedError('HYD0005', { why: why.slice(0, 200) }));
    waiting.clear();
    if (isDisposed) return;
    onDeath(reason);
    deaths += 1;
    setStatus({ ...NOTHING, network: 'failed', remarks: [{ code: 'HYD0005', detail: { why: why.slice(0, 200) } }] });
    cancelRestart = clock.after(Math.min(MAX_RESTART_MS, RESTART_MS * 2 ** (deaths - 1)), start);
  }

  function keep(message: NonNullable<Standing[keyof Standing]>): void {
    standing = { ...standing, [message.type]: message };
    say(message);
  }

  function ask<K extends AnalysisQuestionKind>(
    kind: K,
    query: AnalysisQuestions[K][0],
  ): Promise<AnalysisQuestions[K][1]> {
    if (worker === undefined) return Promise.reject(new CodedError('HYD0005', { why: 'not running' }));
    const id = nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      say({ type: 'ask', id, kind, query } as AnalysisQuestion);
    });
  }

  start();
  return {
    setNetwork(network, buildings) {
      past.length = 0;
      keep({ type: 'network', network, buildings });
    },
    setValves: (valves) => keep({ type: 'valves', valves }),
    setNumbers: (numbers) => keep({ type: 'numbers', numbers }),
    observe(readings) {
      remember(readings);
      if (asked >= MAX_WAITING_READINGS) return;
      asked += 1;
      say({ type: 'readings', readings: [readings] });
      // The calibration behind them in the queue answers when they are taken.
      ask('calibration', undefined).then(
        () => (asked -= 1),
        () => (asked -= 1),
      );
    },
    recall(readings) {
      for (const one of readings) remember(one);
      say({ type: 'readings', readings });
    },
    trace: (request) => ask('trace', request),
    impact: (request) => ask('impact', request),
    localise: (request, reports) => ask('localise', { request, reports }),
    calibration: () => ask('calibration', undefined),
    status: () => status,
    onStatus: (listener) => void listeners.add(listener),
    async dispose() {
      isDisposed = true;
      cancelRestart?.();
      await worker?.terminate();
    },
  };
}
