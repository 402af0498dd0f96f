import type { Database } from 'better-sqlite3';

const MASTER_TABLES = ['nodes', 'pipes', 'valves', 'stations', 'base_features', 'buildings'] as const;

/** Imported plant and customers, the history of imports, and who is signed on at which seat. */
export const createMasterData = {
  version: 1,
  name: '0001-create-master-data',
  up(db: Database): void {
    db.exec(`
      CREATE TABLE imports (
        revision INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('network', 'customers')),
        network_name TEXT,
        file_name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        imported_at INTEGER NOT NULL,
        counts TEXT NOT NULL,
        problems TEXT NOT NULL
      ) STRICT;
      CREATE TABLE seats (
        seat_id_hash TEXT PRIMARY KEY,
        actor TEXT NOT NULL,
        signed_on_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
    for (const table of MASTER_TABLES) {
      db.exec(`
        CREATE TABLE ${table} (
          position INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          data TEXT NOT NULL,
          added_revision INTEGER NOT NULL,
          changed_revision INTEGER NOT NULL,
          removed_revision INTEGER
        ) STRICT;
      `);
    }
  },
};
