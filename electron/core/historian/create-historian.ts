import { Worker } from 'node:worker_threads';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createRing, openRing, type SampleColumns } from '../telemetry/ring.ts';
import type { SignalCatalogue } from '../telemetry/signal-catalogue.ts';
import type { HistoryConfig } from './config.ts';
import { exportHistory } from './export-history.ts';
import type { Historian } from './historian.ts';
import type { FromHistory, HistoryQuestions, HistoryWorkerData, QuestionKind, ToHistory } from './protocol.ts';
import { historyWorkerUrl } from './worker-url.ts';

export interface HistorianOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly config: HistoryConfig;
  /** Rows in shared memory between the lane and the worker: a power of two. Default 2^20, a second of a million points. */
  readonly ringRows?: number;
}

const RING_ROWS = 2 ** 20;
const RESTART_MS = 1_000;
const MAX_RESTART_MS = 30_000;
const CHECK_MS = 1_000;
const STOP_MS = 10_000;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: CodedError) => void;
}

/** The historian over its worker: starts it, starts it again when it dies, hands samples over by shared memory and questions by message. */
export function createHistorian(options: HistorianOptions): Historian {
  const { file, clock, config } = options;
  const memory = createRing(options.ringRows ?? RING_ROWS);
  // The lane waits for nobody: a full ring drops the oldest rows.
  const ring = openRing(memory, 0);
  const told = new SharedArrayBuffer(4);
  const toldCount = new Int32Array(told);
  const waiting = new Map<number, Waiting>();
  let catalogue: SignalCatalogue | undefined;
  let toldRevision = -1;
  let worker: Worker | undefined;
  let cancelRestart: Cancel | undefined;
  let isDisposed = false;
  let deaths = 0;
  let nextId = 1;
  let taken = 0;
  let lost = 0;
  let workerFaults: ConsoleStatus['faults'] = [];
  let death: ConsoleStatus['faults'][number] | undefined;
  let droppedBefore = 0;
  let dropFault: ConsoleStatus['faults'][number] | undefined;

  const say = (message: ToHistory): void => worker?.postMessage(message);

  function tellSignals(from: number): void {
    const signals = catalogue?.list().slice(from) ?? [];
    say({ type: 'signals', from, signals: signals.map(({ signalId, staleAfterMs }) => ({ signalId, staleAfterMs })) });
    Atomics.store(toldCount, 0, from + signals.length);
    toldRevision = catalogue?.revision ?? -1;
  }

  function start(): void {
    const workerData: HistoryWorkerData = { file, config, ring: memory, told };
    const started = new Worker(historyWorkerUrl('history'), { name: 'history', workerData });
    worker = started;
    let reason: unknown;
    started.on('message', (message: FromHistory) => hear(message));
    started.on('error', (error) => (reason = error));
    started.on('exit', (code) => died(reason ?? `exit ${String(code)}`));
    tellSignals(0);
  }

  function hear(message: FromHistory): void {
    switch (message.type) {
      case 'opened':
        deaths = 0;
        death = undefined;
        break;
      case 'faults':
        workerFaults = message.faults;
        lost = message.lost;
        break;
      case 'answer':
        waiting.get(message.id)?.resolve(message.value as never);
        waiting.delete(message.id);
        break;
      case 'refused':
        waiting.get(message.id)?.reject(new CodedError(message.code, message.detail));
        waiting.delete(message.id);
        break;
    }
  }

  function died(reason: unknown): void {
    worker = undefined;
    if (isDisposed) return;
    deaths += 1;
    const { code, detail } = reasonOf(reason);
    death = { code, detail, since: death?.since ?? clock.now() };
    for (const { reject } of waiting.values()) reject(new CodedError(code, { why: detail }));
    waiting.clear();
    const delayMs = Math.min(MAX_RESTART_MS, RESTART_MS * 2 ** (deaths - 1));
    cancelRestart = clock.after(delayMs, start);
  }

  function ask<K extends QuestionKind>(kind: K, query: HistoryQuestions[K][0]): Promise<HistoryQuestions[K][1]> {
    if (worker === undefined) {
      return Promise.reject(new CodedError(death?.code ?? 'HIS0005', { why: death?.detail ?? 'closed' }));
    }
    const id = nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      say({ type: 'ask', id, kind, query });
    });
  }

  const stopChecking = clock.every(CHECK_MS, () => {
    const { dropped } = ring;
    if (dropped !== droppedBefore) {
      dropFault = {
        code: 'HIS0010',
        detail: JSON.stringify({ samples: dropped }),
        since: dropFault?.since ?? clock.now(),
      };
    } else dropFault = undefined;
    droppedBefore = dropped;
  });

  start();
  return {
    follow(followed) {
      catalogue = followed;
      tellSignals(0);
    },
    take(batch, from, to) {
      if (catalogue !== undefined && catalogue.revision !== toldRevision) tellSignals(0);
      if (to <= from) return;
      ring.pushBlock(from === 0 ? batch : rowsFrom(batch, from), to - from);
      taken += to - from;
    },
    get dropped() {
      return ring.dropped + lost;
    },
    get taken() {
      return taken;
    },
    faults: () => [
      ...(death === undefined ? [] : [death]),
      ...(dropFault === undefined ? [] : [dropFault]),
      ...workerFaults,
    ],
    read: (query) => ask('read', query),
    sparklines: (query) => ask('sparklines', query),
    usage: (signalId) => ask('usage', { signalId }),
    recorded: (signalId, from, to) => ask('recorded', { signalId, from, to }),
    fill: (signalId, samples) => ask('fill', { signalId, samples }),
    async export(query) {
      await ask('flush', {});
      return exportHistory(file, config, query);
    },
    async dispose() {
      isDisposed = true;
      stopChecking();
      cancelRestart?.();
      const running = worker;
      if (running === undefined) return;
      await new Promise<void>((resolve) => {
        const cancel = clock.after(STOP_MS, () => void running.terminate());
        running.once('exit', () => {
          cancel();
          resolve();
        });
        say({ type: 'stop' });
      });
      for (const { reject } of waiting.values()) reject(new CodedError('HIS0005', { why: 'closed' }));
    },
  };
}

function rowsFrom(batch: SampleColumns, from: number): SampleColumns {
  return {
    indexes: batch.indexes.subarray(from),
    values: batch.values.subarray(from),
    sourceAtMs: batch.sourceAtMs.subarray(from),
    qualities: batch.qualities.subarray(from),
  };
}

/** A worker that ended itself gave its reason as a coded error; its properties survive the way between threads. */
function reasonOf(reason: unknown): { readonly code: string; readonly detail: string } {
  if (!(reason instanceof Error)) return { code: 'HIS0005', detail: String(reason) };
  const code: unknown = 'code' in reason ? reason.code : undefined;
  const isCoded = typeof code === 'string' && /^[A-Z]{3}\d{4}$/.test(code);
  return { code: isCoded ? code : 'HIS0005', detail: reason.message.slice(0, 200) };
}
