import { LOG_TABLES_1 } from '#kit/event-log.ts';
import type { Migration } from '#kit/migrate.ts';

/** The log, its projection, and how far each device has counted. */
export const createLog: Migration = {
  version: 1,
  name: '0001-create-log',
  up(db) {
    db.exec(LOG_TABLES_1);
    db.exec('CREATE TABLE device (id TEXT PRIMARY KEY, last_seq INTEGER NOT NULL) STRICT, WITHOUT ROWID');
  },
};
