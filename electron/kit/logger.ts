import { pino, type Logger } from 'pino';

/** What code that reports uses; pino's logger fits it. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Characters kept while the destination takes nothing. */
const MAX_UNWRITTEN = 1024 * 1024;

/**
 * A logger of JSON lines. To `file` (made with its folders when missing) or to standard error: standard output belongs to
 * results. Written synchronously, so that the last lines before a crash are there.
 */
export function createLogger(options: {
  readonly name: string;
  readonly file?: string;
  readonly level?: string;
}): Logger {
  const destination = pino.destination({
    ...(options.file === undefined ? { dest: 2 } : { dest: options.file, mkdir: true }),
    sync: true,
    maxLength: MAX_UNWRITTEN,
  });
  // A disk without room, or a closed pipe, must not end the process: lines are kept up to the bound, then dropped.
  destination.on('error', () => undefined);
  return pino({ name: options.name, level: options.level ?? 'info', base: { pid: process.pid } }, destination);
}
