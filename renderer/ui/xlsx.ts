import { CodedError } from '#shared/lib/coded-error.ts';
import type { FileCell } from './file-cell.ts';

/** What the page tells the worker that writes: rows, as often as it likes, then name and heading. */
export type XlsxQuestion =
  { readonly rows: readonly (readonly FileCell[])[] } | { readonly name: string; readonly head: readonly string[] };
export type XlsxAnswer = { readonly file: Blob } | { readonly failed: string };

/**
 * Writes a table as XLSX in a worker, which is loaded here and not with the page.
 * Errors: PAG0006 where the writer does not load or fails; the reason of `signal` once it is aborted.
 */
export async function xlsxOf(
  name: string,
  head: readonly string[],
  slices: AsyncIterable<readonly (readonly FileCell[])[]>,
  signal: AbortSignal,
): Promise<Blob> {
  const worker = new Worker(new URL('./xlsx.worker.ts', import.meta.url), { type: 'module', name: 'workbook' });
  try {
    const answer = answerOf(worker, signal);
    // A worker that did not load is told by `answer`, also while slices are still being made.
    answer.catch(() => undefined);
    for await (const rows of slices) worker.postMessage({ rows } satisfies XlsxQuestion);
    worker.postMessage({ name, head } satisfies XlsxQuestion);
    return await answer;
  } finally {
    worker.terminate();
  }
}

function answerOf(worker: Worker, signal: AbortSignal): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const fail = (cause: string): void => reject(new CodedError('PAG0006', { cause }));
    worker.addEventListener('message', ({ data }: MessageEvent<XlsxAnswer>) => {
      if ('file' in data) resolve(data.file);
      else fail(data.failed);
    });
    worker.addEventListener('error', ({ message }) => fail(message || 'not loaded'));
    worker.addEventListener('messageerror', () => fail('rows'));
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
