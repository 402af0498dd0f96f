import { closeSync, openSync, writeSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { HistoryTier } from '#shared/contract/history-api.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { HistoryConfig } from './config.ts';
import { CurveRows } from './curve.ts';
import { HistoryReader, spanOf } from './history-reader.ts';
import { openHistoryToRead } from './open-history.ts';
import { DAY_MS } from './places.ts';
import { Signals } from './signals.ts';
import { HistoryStore } from './store.ts';

export interface ExportQuery {
  readonly signalIds: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly tier: HistoryTier;
  readonly format: 'csv' | 'parquet';
}

/** Rows of one signal, where they go. */
interface Sink {
  write(signalId: string, rows: CurveRows): void;
  end(): void;
}

const COLUMNS = ['signal_id', 'at', 'at_text', 'min', 'max', 'mean', 'count', 'quality'] as const;
const QUALITY_WORDS = ['good', 'uncertain', 'bad'] as const;

/**
 * Writes what the file of a history holds of some signals to a CSV or Parquet file, a row a point; what a running console has not written
 * to segments yet is not in it. Errors: HIS0001 unknown signal, HIS0002 empty span, HIS0006 no history, HIS0011 more than `maxRows`.
 * @returns how many rows
 */
export function exportToFile(
  source: { readonly file: string; readonly config: HistoryConfig; readonly clock: Clock },
  query: ExportQuery,
  out: string,
  maxRows: number,
): number {
  const db = openHistoryToRead(source.file);
  try {
    const { reader, signals } = readerOver(new HistoryStore(db), source);
    const span = spanOf(query);
    const found = query.signalIds.map((signalId) => {
      const signal = signals.find(signalId);
      if (signal === undefined) throw new CodedError('HIS0001', { signalId });
      return signal;
    });
    const sink = query.format === 'csv' ? csvSink(out) : parquetSink(out);
    let written = 0;
    try {
      for (const signal of found) {
        for (let from = span.from; from < span.to; from = dayAfter(from)) {
          const rows = new CurveRows();
          reader.addTier(rows, signal.number, { from, to: Math.min(span.to, dayAfter(from)) }, query.tier);
          written += rows.at.length;
          if (written > maxRows) throw new CodedError('HIS0011', { rows: maxRows });
          if (rows.at.length > 0) sink.write(signal.id, rows);
        }
      }
    } finally {
      sink.end();
    }
    return written;
  } finally {
    db.close();
  }
}

function readerOver(store: HistoryStore, { config, clock }: { readonly config: HistoryConfig; readonly clock: Clock }) {
  const signals = new Signals();
  signals.load(store);
  const pending = new Map<number, Set<number>>();
  for (const [group, hour] of store.pending()) pending.set(group, (pending.get(group) ?? new Set()).add(hour));
  const reader = new HistoryReader({
    store,
    live: undefined,
    pending,
    config,
    now: () => clock.now(),
    find: (signalId) => signals.find(signalId),
    onBadBlob: () => undefined,
  });
  return { reader, signals };
}

/** Days of UTC: a day of a signal is a batch. */
function dayAfter(at: number): number {
  return (Math.floor(at / DAY_MS) + 1) * DAY_MS;
}

function csvSink(out: string): Sink {
  const handle = openSync(out, 'w');
  writeSync(handle, stringify([COLUMNS]));
  return {
    write(signalId, { at, min, max, mean, count, quality }) {
      const records = at.map((time, i) => [
        signalId,
        time,
        new Date(time).toISOString(),
        min[i],
        max[i],
        mean[i],
        count[i],
        QUALITY_WORDS[quality[i] as number],
      ]);
      // A server names its stations as it likes: a name must not become a formula of whoever opens the file.
      writeSync(handle, stringify(records, { escape_formulas: true }));
    },
    end: () => closeSync(handle),
  };
}

function parquetSink(out: string): Sink {
  const writer = new ParquetWriter({
    writer: fileWriter(out),
    schema: [
      { name: 'root', num_children: COLUMNS.length },
      { name: 'signal_id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'at', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'REQUIRED' },
      { name: 'at_text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'min', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      { name: 'max', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      { name: 'mean', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      { name: 'count', type: 'INT32', repetition_type: 'REQUIRED' },
      { name: 'quality', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
    ],
  });
  return {
    write(signalId, { at, min, max, mean, count, quality }) {
      const times = at.map((time) => new Date(time));
      void writer.write({
        columnData: [
          { name: 'signal_id', data: at.map(() => signalId) },
          { name: 'at', data: times },
          { name: 'at_text', data: times.map((time) => time.toISOString()) },
          { name: 'min', data: min },
          { name: 'max', data: max },
          { name: 'mean', data: mean },
          { name: 'count', data: count },
          { name: 'quality', data: quality.map((flag) => QUALITY_WORDS[flag]) },
        ],
      });
    },
    end: () => void writer.finish(),
  };
}
