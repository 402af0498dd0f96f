import { LOG_TABLES_1 } from '#kit/event-log.ts';
import type { Migration } from '#kit/migrate.ts';

/** The replica of the hub's log, the outbox, what was lost, and replicas of logs that are no more. */
export const createJournal: Migration = {
  version: 1,
  name: '0001-create-journal',
  up(db) {
    db.exec(LOG_TABLES_1);
    db.exec(`
      CREATE TABLE pending (
        command_id TEXT NOT NULL UNIQUE,
        given INTEGER PRIMARY KEY AUTOINCREMENT,
        body TEXT NOT NULL
      ) STRICT;
      CREATE TABLE own_refusal (
        command_id TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        body TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE past_entry (
        epoch TEXT NOT NULL,
        seq INTEGER NOT NULL,
        aside_at INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (epoch, aside_at, seq)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
