import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes JSON lines of the same shape as the other processes' logs. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, fields?: Fields) => void;

const LEVELS = { info: 30, warn: 40, error: 50 } as const;

/**
 * A log of its own: the kit's (pino) needs a newer Node than the oldest Electron that the shell is shown on. Each line goes to `file` and to
 * standard error; a full or read-only disk silences the file, never the console.
 */
export function openLog(file: string): Log {
  return (level, message, fields = {}) => {
    const line = `${JSON.stringify({ level: LEVELS[level], time: Date.now(), pid: process.pid, name: 'shell', ...fields, msg: message })}\n`;
    process.stderr.write(line);
    try {
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, line);
    } catch {
      // Standard error has the line.
    }
  };
}
