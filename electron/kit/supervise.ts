import { fork } from 'node:child_process';
import type { Cancel, Clock } from '#shared/lib/clock.ts';

/** What a supervised child sends over IPC once it serves: `{t: 'ready', url?, port?, ...}`. */
export interface ReadyMessage {
  readonly t: 'ready';
  readonly [field: string]: unknown;
}

/** `waiting`: it ended and will be started again; `stopped`: it was stopped on purpose and stays so. */
export type ProcessState = 'starting' | 'ready' | 'waiting' | 'stopped';

export interface ProcessExit {
  readonly pid: number | undefined;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Ms until the next start; undefined when it was stopped on purpose. */
  readonly restartInMs: number | undefined;
  /** Why it could not go on, in its own words: the last `{t: 'failed', code, ...}` it sent. */
  readonly failure: ProcessFailure | undefined;
}

/** A coded error as a child sends it over IPC before it ends. */
export interface ProcessFailure {
  readonly code: string;
  readonly detail?: unknown;
}

/** What is needed of a running child; a forked ChildProcess has it, and Electron's utilityProcess can be wrapped to. */
export interface SupervisedChild {
  readonly pid?: number | undefined;
  readonly connected: boolean;
  kill(signal: 'SIGTERM' | 'SIGKILL'): unknown;
  disconnect(): void;
  once(event: 'exit', listener: (code: number | null, signal: NodeJS.Signals | null) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

export interface SuperviseOptions {
  /** For messages: `core`, `hub`. */
  readonly name: string;
  /** Path of the module that the child runs. */
  readonly entry: string;
  /** Arguments; a function is asked anew for each start (a port that is known after the first). */
  readonly args: readonly string[] | (() => readonly string[]);
  /** Whole environment of the child; default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Node to run it with; default: the executable of this process. */
  readonly execPath?: string;
  readonly cwd?: string;
  /** Starts the child in another way than by `fork`; `execPath` and `cwd` are then its own affair. */
  readonly launch?: (entry: string, args: readonly string[], env: NodeJS.ProcessEnv) => SupervisedChild;
  readonly clock: Clock;
  /** A child that is not ready by then is killed and started again. Default 60 s. */
  readonly readyTimeoutMs?: number;
  /** Time to end by itself on stop before it is killed. Default 5 s. */
  readonly graceMs?: number;
  readonly onReady?: (message: ReadyMessage, pid: number) => void;
  readonly onExit?: (exit: ProcessExit) => void;
  readonly onState?: (state: ProcessState) => void;
}

export interface SupervisedProcess {
  readonly name: string;
  readonly state: ProcessState;
  /** Process id while one runs. */
  readonly pid: number | undefined;
  /** The ready message of the running child, now or as soon as one is ready; rejects when it is stopped before. */
  whenReady(): Promise<ReadyMessage>;
  /** Ends the child and starts no other: SIGTERM (on Windows the closed IPC channel), then a kill. Resolves when it is gone. */
  stop(): Promise<void>;
}

/** Waits before restart n: at once after the first death, then longer up to 10 s; it never gives up. */
const BACKOFF_MS = [0, 500, 1_000, 2_000, 4_000, 8_000, 10_000] as const;
/** A child that was ready for this long starts the backoff from its beginning again. */
const STEADY_MS = 60_000;

/**
 * Keeps one Node child process running. The child has an IPC channel and must end when that channel closes, so it dies with this
 * process however that dies. Its standard output goes to our standard error: ours stays free for documents.
 */
export function superviseProcess(options: SuperviseOptions): SupervisedProcess {
  const { name, clock, graceMs = 5_000, readyTimeoutMs = 60_000 } = options;
  let state: ProcessState = 'starting';
  let child: SupervisedChild | undefined;
  let readyMessage: ReadyMessage | undefined;
  let readySince: number | undefined;
  let deaths = 0;
  let cancelTimer: Cancel | undefined;
  let stopping: Promise<void> | undefined;
  let waiters: { resolve(message: ReadyMessage): void; reject(reason: Error): void }[] = [];

  const setState = (next: ProcessState): void => {
    if (state === next) return;
    state = next;
    options.onState?.(next);
  };
  const setTimer = (delayMs: number, task: () => void): void => {
    cancelTimer?.();
    cancelTimer = clock.after(delayMs, task);
  };

  const forkNode = (entry: string, args: readonly string[], env: NodeJS.ProcessEnv): SupervisedChild =>
    fork(entry, [...args], {
      env,
      execPath: options.execPath ?? process.execPath,
      execArgv: [],
      cwd: options.cwd ?? process.cwd(),
      stdio: ['ignore', 2, 2, 'ipc'],
      // A Ctrl-C in the terminal is for us: we end the children, in our order. (On Windows this would open a console window.)
      detached: process.platform !== 'win32',
    });

  const start = (): void => {
    setState('starting');
    const args = typeof options.args === 'function' ? options.args() : options.args;
    const started = (options.launch ?? forkNode)(options.entry, args, options.env ?? process.env);
    child = started;
    let gone = false;
    let failure: ProcessFailure | undefined;
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (gone) return;
      gone = true;
      ended({ pid: started.pid, code, signal, failure });
    };
    started.once('exit', end);
    started.on('error', () => {
      if (started.pid === undefined) end(null, null);
    });
    started.on('message', (message) => {
      if (gone) return;
      if (isReady(message)) becameReady(message, started);
      if (isFailure(message)) failure = message;
    });
    setTimer(readyTimeoutMs, () => started.kill('SIGKILL'));
  };

  const becameReady = (message: ReadyMessage, from: SupervisedChild): void => {
    if (stopping !== undefined) return;
    cancelTimer?.();
    readyMessage = message;
    readySince = clock.monotonic();
    setState('ready');
    options.onReady?.(message, from.pid ?? 0);
    const waiting = waiters;
    waiters = [];
    for (const waiter of waiting) waiter.resolve(message);
  };

  const ended = (exit: Omit<ProcessExit, 'restartInMs'>): void => {
    if (readySince !== undefined && clock.monotonic() - readySince >= STEADY_MS) deaths = 0;
    child = undefined;
    readyMessage = undefined;
    readySince = undefined;
    cancelTimer?.();
    const restartInMs = stopping === undefined ? (BACKOFF_MS[deaths] ?? 10_000) : undefined;
    deaths += 1;
    if (restartInMs !== undefined) {
      setState('waiting');
      setTimer(restartInMs, start);
    }
    options.onExit?.({ ...exit, restartInMs });
  };

  const stop = async (): Promise<void> => {
    cancelTimer?.();
    const running = child;
    if (running !== undefined) {
      await new Promise<void>((resolve) => {
        running.once('exit', () => resolve());
        setTimer(graceMs, () => running.kill('SIGKILL'));
        if (process.platform !== 'win32') running.kill('SIGTERM');
        else if (running.connected) running.disconnect();
      });
      cancelTimer?.();
    }
    setState('stopped');
    const waiting = waiters;
    waiters = [];
    for (const waiter of waiting) waiter.reject(new Error(`${name} was stopped`));
  };

  start();
  return {
    name,
    get state() {
      return state;
    },
    get pid() {
      return child?.pid;
    },
    whenReady() {
      if (readyMessage !== undefined) return Promise.resolve(readyMessage);
      if (stopping !== undefined) return Promise.reject(new Error(`${name} was stopped`));
      return new Promise((resolve, reject) => waiters.push({ resolve, reject }));
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

function isReady(message: unknown): message is ReadyMessage {
  return typeof message === 'object' && message !== null && 't' in message && message.t === 'ready';
}

function isFailure(message: unknown): message is ProcessFailure {
  return (
    typeof message === 'object' && message !== null && 't' in message && message.t === 'failed' && 'code' in message
  );
}
