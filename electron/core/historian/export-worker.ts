import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '#kit/system-clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { exportToFile } from './export-file.ts';
import type { ExportAnswer, ExportWorkerData } from './export-history.ts';

/** The thread of one export. */
const { file, config, query, out, maxRows } = workerData as ExportWorkerData;

function answer(): ExportAnswer {
  try {
    return { rows: exportToFile({ file, config, clock: systemClock }, query, out, maxRows) };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { code: error.code, detail: error.detail };
  }
}

parentPort?.postMessage(answer());
