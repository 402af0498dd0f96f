import type { Database } from 'better-sqlite3';

/**
 * Signals and what is kept of them. A `key` is `(hour since 1970) * 2^24 + signal number` (`hour_block`: block of 16 days in place of the
 * hour): rows are appended in the order of time, and one signal's day is 24 look-ups. docs/history.md describes the blobs.
 */
export const createHistory = {
  version: 1,
  name: '0001-create-history',
  up(db: Database): void {
    db.exec(`
      CREATE TABLE signal (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        stale_after_ms INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE journal (
        seq INTEGER PRIMARY KEY,
        data BLOB NOT NULL
      ) STRICT;
      CREATE TABLE segment (
        id INTEGER PRIMARY KEY,
        signal_group INTEGER NOT NULL,
        hour INTEGER NOT NULL,
        data BLOB NOT NULL
      ) STRICT;
      CREATE INDEX segment_place ON segment (signal_group, hour);
      CREATE TABLE raw_block (key INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
      CREATE TABLE minute_block (key INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
      CREATE TABLE hour_block (key INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
      CREATE TABLE usage (
        tier TEXT NOT NULL,
        day INTEGER NOT NULL,
        points INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        PRIMARY KEY (tier, day)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
