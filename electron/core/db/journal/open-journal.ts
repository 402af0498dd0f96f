import type { Clock } from '#shared/lib/clock.ts';
import { openDatabase, type Notice, type OpenDatabase } from '#kit/open-database.ts';
import { createJournal } from './migrations/0001-create-journal.ts';
import { indexAlarmEvents } from './migrations/0002-index-alarm-events.ts';

/** Forms of journal.db, oldest first. */
export const journalMigrations = [createJournal, indexAlarmEvents] as const;

/**
 * Opens journal.db at FULL durability; a damaged one is set aside and its readable outbox saved. Errors: DBS codes.
 * Give the result to `createSqliteJournal`.
 */
export function openJournal(file: string, clock: Clock, onNotice?: (notice: Notice) => void): OpenDatabase {
  return openDatabase(file, {
    durability: 'full',
    migrations: journalMigrations,
    salvageTables: ['pending', 'own_refusal'],
    clock,
    ...(onNotice && { onNotice }),
  });
}
