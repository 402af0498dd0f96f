import type { Database } from 'better-sqlite3';

/** Tables of imported things. Each row is one thing as JSON, with the revisions that added, last changed and removed it. */
export type MasterTable = 'nodes' | 'pipes' | 'valves' | 'stations' | 'base_features' | 'buildings';

/** What an import did to the rows: `changed` includes things that had vanished and came back. */
export interface RowChanges {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
}

interface StoredRow {
  readonly id: string;
  readonly data: string;
  readonly removed: number | null;
}

/** Everything in the table that the latest import still has, in the order of its first import. */
export function readRows<T>(db: Database, table: MasterTable): T[] {
  const rows = db
    .prepare<[], { data: string }>(`SELECT data FROM ${table} WHERE removed_revision IS NULL ORDER BY position`)
    .all();
  return rows.map((row) => JSON.parse(row.data) as T);
}

/**
 * Makes the table hold exactly `items`: rows keep their id and place, equal ones are left alone, vanished ones are marked with
 * `revision` and kept. Call it inside a transaction.
 */
export function replaceRows(
  db: Database,
  table: MasterTable,
  items: readonly { readonly id: string }[],
  revision: number,
): RowChanges {
  const stored = new Map(
    db
      .prepare<[], StoredRow>(`SELECT id, data, removed_revision AS removed FROM ${table}`)
      .all()
      .map((row) => [row.id, row] as const),
  );
  const insert = db.prepare<[string, string, number, number]>(
    `INSERT INTO ${table} (id, data, added_revision, changed_revision) VALUES (?, ?, ?, ?)`,
  );
  const update = db.prepare<[string, number, string]>(
    `UPDATE ${table} SET data = ?, changed_revision = ?, removed_revision = NULL WHERE id = ?`,
  );
  const remove = db.prepare<[number, string]>(`UPDATE ${table} SET removed_revision = ? WHERE id = ?`);

  const counts = { added: 0, changed: 0, unchanged: 0, removed: 0 };
  for (const item of items) {
    const data = JSON.stringify(item);
    const before = stored.get(item.id);
    stored.delete(item.id);
    if (before === undefined) {
      insert.run(item.id, data, revision, revision);
      counts.added += 1;
    } else if (before.data !== data || before.removed !== null) {
      update.run(data, revision, item.id);
      counts.changed += 1;
    } else {
      counts.unchanged += 1;
    }
  }
  for (const gone of stored.values()) {
    if (gone.removed !== null) continue;
    remove.run(revision, gone.id);
    counts.removed += 1;
  }
  return counts;
}
