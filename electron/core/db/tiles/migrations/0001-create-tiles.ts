import type { Database } from 'better-sqlite3';

/** Tiles of maps from outside, by source, with when each was fetched and last used. */
export const createTiles = {
  version: 1,
  name: '0001-create-tiles',
  up(db: Database): void {
    db.exec(`
      CREATE TABLE tiles (
        source TEXT NOT NULL,
        z INTEGER NOT NULL,
        x INTEGER NOT NULL,
        y INTEGER NOT NULL,
        type TEXT NOT NULL,
        bytes BLOB NOT NULL,
        size INTEGER NOT NULL,
        fetched_at INTEGER NOT NULL,
        used_at INTEGER NOT NULL,
        UNIQUE (source, z, x, y)
      ) STRICT;
      CREATE INDEX tiles_by_use ON tiles (used_at);
    `);
  },
};
