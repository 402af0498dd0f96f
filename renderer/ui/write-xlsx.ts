// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- a pattern for untyped files cannot be imported, and the peer test reads this file in another project
/// <reference path="./xlsx-writer.d.ts" />
import { generateXlsxFileSync } from '../../node_modules/write-excel-file/modules/export/writeXlsxFileUniversal.js';
import type { FileCell } from './file-cell.ts';
import { xlsxSheet } from './xlsx-sheet.ts';

/** A table as an XLSX file of one sheet. 100,000 rows of 8 columns take some 4 s, so call it in a worker. */
export function writeXlsx(
  name: string,
  head: readonly string[],
  rows: readonly (readonly FileCell[])[],
): Promise<Blob> {
  const { data, options } = xlsxSheet(name, head, rows);
  return generateXlsxFileSync(data, options, undefined, async (content) => new Uint8Array(await content.arrayBuffer()));
}
