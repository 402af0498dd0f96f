import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CodedError, type ErrorDetail } from '#shared/lib/coded-error.ts';
import type { HistoryConfig } from './config.ts';
import type { ExportQuery } from './export-file.ts';
import { historyWorkerUrl } from './worker-url.ts';

/** Handed to the export's worker. */
export interface ExportWorkerData {
  readonly file: string;
  readonly config: HistoryConfig;
  readonly query: ExportQuery;
  readonly out: string;
  readonly maxRows: number;
}

/** What the worker says before it ends. */
export type ExportAnswer = { readonly rows: number } | { readonly code: string; readonly detail: ErrorDetail };

/** Most rows of an export by a page: some 100 MB of CSV. The command line has no such limit [eng]. */
const MAX_ROWS = 1_000_000;
const TYPES = { csv: 'text/csv', parquet: 'application/vnd.apache.parquet' } as const;

/** Exports in a thread of its own that only reads, so that neither the lane nor the history waits. Errors: those of `exportToFile`, HIS0005. */
export async function exportHistory(file: string, config: HistoryConfig, query: ExportQuery): Promise<File> {
  const folder = mkdtempSync(join(tmpdir(), 'heatline-export-'));
  try {
    const out = join(folder, 'export');
    await inWorker({ file, config, query, out, maxRows: MAX_ROWS });
    const day = new Date(query.from).toISOString().slice(0, 10);
    const name = `heatline-history-${day}-${query.tier}.${query.format}`;
    return new File([readFileSync(out)], name, { type: TYPES[query.format] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inWorker(workerData: ExportWorkerData): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(historyWorkerUrl('export'), { name: 'history export', workerData });
    worker.once('message', (answer: ExportAnswer) => {
      if ('rows' in answer) resolve(answer.rows);
      else reject(new CodedError(answer.code, answer.detail));
    });
    worker.once('error', (error) => reject(new CodedError('HIS0005', { why: String(error).slice(0, 200) })));
    worker.once('exit', () => reject(new CodedError('HIS0005', { why: 'the export ended' })));
  });
}
