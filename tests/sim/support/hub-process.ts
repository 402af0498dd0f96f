import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(import.meta.resolve('#hub/entry/hub.ts'));

export interface HubProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it like a power cut and waits until it is gone. */
  kill(): Promise<void>;
  stop(): Promise<number | null>;
}

export const CONSOLE_TOKEN = 'console-token-of-the-test';
export const INTEGRATION_TOKEN = 'integration-token-of-the-test';

/** Starts the real hub entry as a process and waits until it serves. */
export async function startHub(dataDir: string, port: number): Promise<HubProcess> {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'hub.token'), CONSOLE_TOKEN);
  writeFileSync(join(dataDir, 'integration.token'), INTEGRATION_TOKEN);
  const child = spawn(
    process.execPath,
    [ENTRY, '--data', dataDir, '--port', String(port), '--log-file', join(dataDir, 'hub.log')],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`hub ended with ${String(code)}`)));
    child.on('message', (message: { t?: string; url?: string }) => {
      if (message.t === 'ready' && message.url !== undefined) resolve(message.url);
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    child.kill(signal);
    await once(child, 'exit');
    return child.exitCode;
  };
  return {
    url,
    child,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

/** Waits until `isDone` holds, looking every few ms; fails with `what` after `limitMs`. */
export async function until(what: string, isDone: () => boolean, limitMs = 60_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isDone()) {
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
