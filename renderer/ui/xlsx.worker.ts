import type { FileCell } from './file-cell.ts';
import { writeXlsx } from './write-xlsx.ts';
import type { XlsxAnswer, XlsxQuestion } from './xlsx.ts';

/** Writes one workbook: gathers the rows as they come, then answers with the file or with why there is none. */
const rows: (readonly FileCell[])[] = [];

addEventListener('message', ({ data }: MessageEvent<XlsxQuestion>) => {
  if ('rows' in data) {
    rows.push(...data.rows);
    return;
  }
  writeXlsx(data.name, data.head, rows).then(
    (file) => postMessage({ file } satisfies XlsxAnswer),
    (thrown: unknown) => postMessage({ failed: String(thrown) } satisfies XlsxAnswer),
  );
});
