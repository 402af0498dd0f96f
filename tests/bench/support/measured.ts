import { join } from 'node:path';
import { startChild, type Child } from '#tests/support/child.ts';

export interface Measured {
  readonly points: number;
  /** CPU seconds of the process with all its threads, user and system. */
  readonly cpuS: number;
  readonly wallS: number;
}

/** Starts a client of `tests/bench/support`, lets it measure, and ends it. */
export async function measureClient(
  name: string,
  args: readonly string[],
  logDir: string,
  onReady: () => void = () => undefined,
): Promise<Measured> {
  const child = await startChild(supportFile(name), args, join(logDir, `${name}.log`), 60_000);
  onReady();
  const measured = said<Measured>(child, 'measured');
  child.process.send({ t: 'measure' });
  const result = await measured;
  await child.stop();
  return result;
}

export const supportFile = (name: string): string => `tests/bench/support/${name}.ts`;

/** The next message of a kind that a child says. */
export function said<Message>(child: Child<unknown>, kind: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    child.process.on('message', (message: { readonly t?: string }) => {
      if (message.t === kind) resolve(message as Message);
    });
    child.process.once('exit', (code) => reject(new Error(`ended with ${String(code)} before it said ${kind}`)));
  });
}
