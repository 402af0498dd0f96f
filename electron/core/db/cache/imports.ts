import type { OpenDatabase } from '#kit/open-database.ts';
import type { RowChanges } from './master-rows.ts';

export type ImportKind = 'network' | 'customers';

/** Where imported data came from. `importedAt` in UTC ms; `problems` are the warnings of the import, as shown to the person. */
export interface ImportMeta {
  readonly fileName: string;
  readonly sha256: string;
  readonly importedAt: number;
  readonly problems: readonly string[];
}

export interface ImportRecord extends ImportMeta {
  readonly revision: number;
  readonly kind: ImportKind;
  readonly networkName?: string | undefined;
  readonly counts: RowChanges;
}

interface Row {
  readonly revision: number;
  readonly kind: ImportKind;
  readonly networkName: string | null;
  readonly fileName: string;
  readonly sha256: string;
  readonly importedAt: number;
  readonly counts: string;
  readonly problems: string;
}

const COLUMNS = `revision, kind, network_name AS networkName, file_name AS fileName, sha256, imported_at AS importedAt, counts, problems`;

/** Number of the last import of network or customers, 0 before the first. Readers reload when it grows. */
export function revision(cache: OpenDatabase): number {
  return (
    cache.sqlite.prepare<[], { last: number }>('SELECT coalesce(max(revision), 0) AS last FROM imports').get()?.last ??
    0
  );
}

/** Every import so far, the last one first. */
export function listImports(cache: OpenDatabase): ImportRecord[] {
  return cache.sqlite.prepare<[], Row>(`SELECT ${COLUMNS} FROM imports ORDER BY revision DESC`).all().map(toRecord);
}

/** The import that the present network or customers come from. */
export function lastImport(cache: OpenDatabase, kind: ImportKind): ImportRecord | undefined {
  const row = cache.sqlite
    .prepare<[ImportKind], Row>(`SELECT ${COLUMNS} FROM imports WHERE kind = ? ORDER BY revision DESC LIMIT 1`)
    .get(kind);
  return row === undefined ? undefined : toRecord(row);
}

/** Adds an import to the list, inside the transaction that stores what it brought. */
export function insertImport(cache: OpenDatabase, record: ImportRecord): void {
  cache.sqlite
    .prepare(
      `INSERT INTO imports (revision, kind, network_name, file_name, sha256, imported_at, counts, problems)
     VALUES (@revision, @kind, @networkName, @fileName, @sha256, @importedAt, @counts, @problems)`,
    )
    .run({
      ...record,
      networkName: record.networkName ?? null,
      counts: JSON.stringify(record.counts),
      problems: JSON.stringify(record.problems),
    });
}

function toRecord(row: Row): ImportRecord {
  return {
    ...row,
    networkName: row.networkName ?? undefined,
    counts: JSON.parse(row.counts) as RowChanges,
    problems: JSON.parse(row.problems) as string[],
  };
}
