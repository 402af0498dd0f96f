import { fork } from 'node:child_process';
import { CodedError, type ErrorDetail } from '#shared/lib/coded-error.ts';
import { refusalOf, render } from './outcome.ts';

/** Words of hub and city for flags they do not know. */
const USAGE_CODES = new Set(['HUB0014', 'CTY0003']);

interface Said {
  readonly t?: unknown;
  readonly code?: unknown;
  readonly detail?: unknown;
}

/**
 * Runs an entry (`hub`, `city`) in the foreground with all its own flags, and gives its exit code: 0, 1, or 2 for wrong flags. It ends on
 * the signals we get, and with us. `asJson` keeps standard output for one document: where it serves, or why it does not.
 */
export function runEntry(name: string, entry: string, args: readonly string[], asJson: boolean): Promise<number> {
  return new Promise((resolve) => {
    const child = fork(entry, [...args], { stdio: ['ignore', asJson ? 2 : 'inherit', 'inherit', 'ipc'], execArgv: [] });
    let isUsage = false;
    let isPrinted = false;
    const print = (ok: boolean, document: Readonly<Record<string, unknown>>): void => {
      if (asJson && !isPrinted) process.stdout.write(render(name, { ok, document, lines: [] }, true));
      isPrinted = true;
    };
    child.on('message', ({ t, code, detail, ...rest }: Said & Readonly<Record<string, unknown>>) => {
      if (t === 'ready') {
        print(true, rest);
        if (name === 'city' && !asJson) process.stdout.write(`city ready: ${JSON.stringify(rest)}\n`);
      }
      if (t !== 'failed' || typeof code !== 'string') return;
      if (USAGE_CODES.has(code)) isUsage = true;
      print(false, refusalOf(new CodedError(code, (detail ?? {}) as ErrorDetail)).document);
    });
    // A Ctrl-C reaches the child by itself, from the terminal.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', () => resolve(1));
    child.once('exit', (code) => {
      const exit = isUsage ? 2 : (code ?? 1);
      if (exit === 0) print(true, {});
      else print(false, refusalOf(new CodedError('CLI0005', { part: name, ended: exit })).document);
      resolve(exit);
    });
  });
}
