/**
 * The writer of `write-excel-file` that packs without workers of its own. The package exports only one that starts workers from `blob:`
 * addresses, which the policy of the desktop pages refuses; we are in a worker already.
 */
declare module '*/writeXlsxFileUniversal.js' {
  import type { SheetData } from 'write-excel-file/universal';

  export function generateXlsxFileSync(
    data: SheetData,
    sheetOptions: object,
    options: object | undefined,
    contentOf: (content: Blob) => Promise<Uint8Array>,
  ): Promise<Blob>;
}
