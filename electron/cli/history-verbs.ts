import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { readHistoryConfig } from '#core/historian/config.ts';
import { exportToFile, type ExportQuery } from '#core/historian/export-file.ts';
import { openHistoryToRead } from '#core/historian/open-history.ts';
import { Signals } from '#core/historian/signals.ts';
import { HistoryStore } from '#core/historian/store.ts';
import { usageOf, usageOfSignal } from '#core/historian/usage.ts';
import { systemClock } from '#kit/system-clock.ts';
import type { HistoryUsage } from '#shared/contract/history-api.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Outcome } from './outcome.ts';

/** What `heatline history export` was asked for; without signals, all that are recorded. */
export type HistoryExport = ExportQuery & { readonly out: string };

/** `heatline history usage`: room that the history of this data folder takes, of one signal where one is named. Errors: HIS0001, HIS0006, HIS0007. */
export function historyUsageVerb(data: string, signalId: string | undefined): Outcome {
  const file = historyIn(data);
  const db = openHistoryToRead(file);
  try {
    const usage = usageIn(db, data, signalId);
    return { ok: true, document: { file, signalId, ...usage }, lines: linesOf(usage) };
  } finally {
    db.close();
  }
}

/**
 * `heatline history export`: writes CSV or Parquet, beside a running console too; what it has not written to segments yet (the last minute)
 * is not in it. Errors: HIS0001, HIS0002, HIS0006, HIS0007.
 */
export function historyExportVerb(data: string, query: HistoryExport): Outcome {
  const file = historyIn(data);
  const source = { file, config: readHistoryConfig(join(data, 'history.json')), clock: systemClock };
  const signalIds = query.signalIds.length > 0 ? query.signalIds : recordedSignals(file);
  const rows = exportToFile(source, { ...query, signalIds }, query.out, Number.POSITIVE_INFINITY);
  return {
    ok: true,
    document: { out: query.out, rows, signals: signalIds.length },
    lines: [`${query.out}: ${String(rows)} rows of ${String(signalIds.length)} signals`],
  };
}

function historyIn(data: string): string {
  const file = join(data, 'history.db');
  if (!existsSync(file)) throw new CodedError('HIS0006', { file });
  return file;
}

function usageIn(db: Sqlite.Database, data: string, signalId: string | undefined): HistoryUsage {
  const store = new HistoryStore(db);
  const config = readHistoryConfig(join(data, 'history.json'));
  const signals = new Signals();
  signals.load(store);
  if (signalId === undefined) return usageOf(store, config, signals.all().length);
  const signal = signals.find(signalId);
  if (signal === undefined) throw new CodedError('HIS0001', { signalId });
  const work = usageOfSignal(store, config, signal.number);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

function recordedSignals(file: string): readonly string[] {
  const db = openHistoryToRead(file);
  try {
    return new HistoryStore(db).signals().map(({ id }) => id);
  } finally {
    db.close();
  }
}

function linesOf(usage: HistoryUsage): readonly string[] {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const day = (at: number | null): string => (at === null ? '-' : new Date(at).toISOString().slice(0, 10));
  return [
    `file ${megabytes(usage.fileBytes)}, ${usage.bytesPerSignalDay.toFixed(0)} bytes a signal and day in the raw tier`,
    ...usage.tiers.map(
      ({ tier, points, bytes, from, to, keepMs }) =>
        `${tier}: ${String(points)} points, ${megabytes(bytes)}, ${day(from)} to ${day(to)}, kept for ${String(keepMs / 86_400_000)} days`,
    ),
    ...usage.days.map(({ dayAt, points, bytes }) => `${day(dayAt)}: ${String(points)} samples, ${megabytes(bytes)}`),
  ];
}
