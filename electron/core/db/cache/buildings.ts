import type { Database } from 'better-sqlite3';
import type { Building } from '#shared/domain/network/types.ts';
import { insertImport, revision, type ImportMeta, type ImportRecord } from './imports.ts';
import { readRows, replaceRows } from './master-rows.ts';

/** The buildings of the last customers import; empty before the first. */
export function readBuildings(db: Database): Building[] {
  return readRows<Building>(db, 'buildings');
}

/** Puts a checked customers list in the place of the one before, in one transaction. */
export function replaceBuildings(db: Database, buildings: readonly Building[], meta: ImportMeta): ImportRecord {
  return db
    .transaction(() => {
      const next = revision(db) + 1;
      const counts = replaceRows(db, 'buildings', buildings, next);
      const record: ImportRecord = { ...meta, revision: next, kind: 'customers', counts };
      insertImport(db, record);
      return record;
    })
    .immediate();
}
