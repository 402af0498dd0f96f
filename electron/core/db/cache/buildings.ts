import type { OpenDatabase } from '#kit/open-database.ts';
import type { Building } from '#shared/domain/network/types.ts';
import { insertImport, revision, type ImportMeta, type ImportRecord } from './imports.ts';
import { readRows, replaceRows } from './master-rows.ts';

/** The buildings of the last customers import; empty before the first. */
export function readBuildings(cache: OpenDatabase): Building[] {
  return readRows<Building>(cache.sqlite, 'buildings');
}

/** Puts a checked customers list in the place of the one before, in one transaction. */
export function replaceBuildings(cache: OpenDatabase, buildings: readonly Building[], meta: ImportMeta): ImportRecord {
  return cache.write(() => {
    const next = revision(cache) + 1;
    const counts = replaceRows(cache.sqlite, 'buildings', buildings, next);
    const record: ImportRecord = { ...meta, revision: next, kind: 'customers', counts };
    insertImport(cache, record);
    return record;
  });
}
