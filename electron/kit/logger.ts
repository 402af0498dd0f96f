import { pino, type Logger } from 'pino';

/** What code that reports uses; pino's logger fits it. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * A logger of JSON lines. To `file` (made with its folders when missing) or to standard error: standard output belongs to
 * results. Written synchronously, so that the last lines before a crash are there.
 */
export function createLogger(options: {
  readonly name: string;
  readonly file?: string;
  readonly level?: string;
}): Logger {
  const destination = pino.destination(
    options.file === undefined ? { dest: 2, sync: true } : { dest: options.file, sync: true, mkdir: true },
  );
  return pino({ name: options.name, level: options.level ?? 'info', base: { pid: process.pid } }, destination);
}
