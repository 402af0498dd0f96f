import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { CodedError } from '#shared/lib/coded-error.ts';
import { DAY_MS } from './places.ts';

/** Span in which a later tier is built from an earlier one, and so the least that each keeps, days. */
const days = (standard: number) => z.number().int().min(1).max(36_500).default(standard);

/** `history.json` in the data folder. */
const fileSchema = z.strictObject({
  /** The raw tier keeps at most one sample a signal in this time, ms; 0 keeps every one. */
  rawEveryMs: z.number().int().min(0).max(60_000).default(1_000),
  rawDays: days(7),
  minuteDays: days(90),
  hourDays: days(1_095),
});

/** What is kept, and for how long. */
export interface HistoryConfig {
  readonly rawEveryMs: number;
  readonly keepMs: { readonly raw: number; readonly minute: number; readonly hour: number };
}

/** Reads `history.json`; without one: a sample a second for 7 days, minutes for 90, hours for 3 years. Throws HIS0007. */
export function readHistoryConfig(file: string): HistoryConfig {
  try {
    return historyConfig(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new CodedError('HIS0007', { file, why: why.slice(0, 300) }, { cause });
  }
}

/** The same from an object. Throws ZodError. */
export function historyConfig(fields: unknown): HistoryConfig {
  const { rawEveryMs, rawDays, minuteDays, hourDays } = fileSchema.parse(fields);
  const keepMs = { raw: rawDays * DAY_MS, minute: minuteDays * DAY_MS, hour: hourDays * DAY_MS };
  return { rawEveryMs, keepMs };
}
