import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

/** A process of the product that a test started, with what it said when it was ready. */
export interface Child<Ready> {
  readonly process: ChildProcess;
  readonly ready: Ready;
  /** SIGKILL, as a crash would end it. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Closes the channel to it, as the end of its launcher would, and waits for its end (SIGKILL after 30 s). */
  stop(): Promise<void>;
}

/**
 * Starts one of the product's entries from its source and waits for its `{t: 'ready'}`.
 * Its output goes to `logFile`. Rejects when it ends first, with the end of its output.
 */
export async function startChild<Ready>(
  entry: string,
  args: readonly string[],
  logFile: string,
  timeoutMs = 120_000,
): Promise<Child<Ready>> {
  const child = fork(entry, [...args], { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const log = createWriteStream(logFile, { flags: 'a' });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      tail = (tail + chunk.toString()).slice(-2_000);
    });
  }
  const gone = once(child, 'exit');
  const ready = await new Promise<Ready>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${entry} was not ready within ${String(timeoutMs)} ms: ${tail}`));
    }, timeoutMs);
    child.on('message', (message: { t?: string }) => {
      if (message.t !== 'ready') return;
      clearTimeout(timer);
      resolve(message as Ready);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`${entry} ended before it was ready (${String(code ?? signal)}): ${tail}`));
    });
  });
  return {
    process: child,
    ready,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
      if (child.connected) child.disconnect();
      else child.kill('SIGTERM');
      await gone;
      clearTimeout(timer);
    },
  };
}
