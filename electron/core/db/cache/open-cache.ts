import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { createMasterData } from './migrations/0001-create-master-data.ts';

/** Migrations of `cache.db`, in order. */
export const CACHE_MIGRATIONS = [createMasterData] as const;

/**
 * Opens (and makes) `cache.db`: the imported network and customers, the history of imports, the seats. Its content can be had
 * again by importing, so it runs at `synchronous=NORMAL`. The caller closes it with `db.close()`.
 */
export function openCache(file: string): Database {
  mkdirSync(dirname(file), { recursive: true });
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  const from = Number(db.pragma('user_version', { simple: true }));
  for (const migration of CACHE_MIGRATIONS) {
    if (migration.version <= from) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${String(migration.version)}`);
    })();
  }
  return db;
}
