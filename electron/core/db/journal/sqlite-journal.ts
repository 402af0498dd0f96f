import type { Clock } from '#shared/lib/clock.ts';
import { canonicalJson } from '#kit/canonical-json.ts';
import { EventLog } from '#kit/event-log.ts';
import type { OpenDatabase } from '#kit/open-database.ts';
import {
  confirmedAlarmEvents,
  type JournalStore,
  type OwnRefusal,
  type PendingCommand,
} from '../../log/journal-store.ts';
import { alarmEventTable } from './alarm-event-table.ts';

interface BodyRow {
  readonly body: string;
}

/** The journal of a console in journal.db. What a damaged predecessor still held of the outbox is taken over here. */
export function createSqliteJournal(journalDb: OpenDatabase, clock: Clock): JournalStore {
  const db = journalDb.sqlite;
  const log = new EventLog(db);
  const alarmEvents = alarmEventTable(db);
  const insertPending = db.prepare<[string, string]>('INSERT INTO pending (command_id, body) VALUES (?, ?)');
  const updatePending = db.prepare<[string, string]>('UPDATE pending SET body = ? WHERE command_id = ?');
  const deletePending = db.prepare<[string]>('DELETE FROM pending WHERE command_id = ?');
  const insertRefusal = db.prepare<[string, number, string]>(
    'INSERT OR REPLACE INTO own_refusal (command_id, at, body) VALUES (?, ?, ?)',
  );
  const setNext = (nextDeviceSeq: number): void => log.setMeta('nextDeviceSeq', String(nextDeviceSeq));
  takeOver(journalDb);

  return {
    load() {
      const bodies = (sql: string): BodyRow[] => db.prepare<[], BodyRow>(sql).all();
      const pending = bodies('SELECT body FROM pending ORDER BY given').map(
        (row) => JSON.parse(row.body) as PendingCommand,
      );
      const highest = pending.reduce((max, { command }) => Math.max(max, command.deviceSeq), 0);
      return {
        epoch: log.meta('epoch'),
        head: log.head(),
        projection: log.projection(),
        pending,
        refusals: bodies('SELECT body FROM own_refusal ORDER BY at').map((row) => JSON.parse(row.body) as OwnRefusal),
        nextDeviceSeq: Math.max(Number(log.meta('nextDeviceSeq') ?? 1), highest + 1),
      };
    },
    addPending(pending, nextDeviceSeq) {
      journalDb.write(() => {
        for (const row of pending) insertPending.run(row.command.commandId, canonicalJson(row));
        setNext(nextDeviceSeq);
      });
    },
    confirm(confirmation) {
      journalDb.write(() => {
        log.append(confirmation.entries, confirmation.projection);
        alarmEvents.add(confirmedAlarmEvents(confirmation));
        for (const commandId of confirmation.settled) deletePending.run(commandId);
        for (const lost of confirmation.refusals)
          insertRefusal.run(lost.command.commandId, lost.at, canonicalJson(lost));
        for (const row of confirmation.changed) updatePending.run(canonicalJson(row), row.command.commandId);
        setNext(confirmation.nextDeviceSeq);
      });
    },
    dismiss(commandId) {
      journalDb.write(() => db.prepare<[string]>('DELETE FROM own_refusal WHERE command_id = ?').run(commandId));
    },
    adopt(epoch) {
      journalDb.write(() => {
        const past = log.meta('epoch') ?? '';
        db.prepare<[string, number]>(
          'INSERT INTO past_entry (epoch, seq, aside_at, body) SELECT ?, seq, ?, body FROM entry',
        ).run(past, clock.now());
        alarmEvents.clear();
        db.exec('DELETE FROM entry_entity; DELETE FROM entry; DELETE FROM entity;');
        log.setMeta('epoch', epoch);
      });
    },
    newest: (query) => log.newest(query),
    since: (seq, limit) => log.since(seq, limit),
    byCommand: (commandId) => log.byCommand(commandId),
    alarmEvents: (query) => alarmEvents.page(query),
  };
}

/** Rows saved from a damaged journal go back into the outbox, each once. */
function takeOver(journalDb: OpenDatabase): void {
  const db = journalDb.sqlite;
  for (const salvage of journalDb.salvage) {
    journalDb.write(() => {
      const pending = db.prepare('INSERT OR IGNORE INTO pending (command_id, body) VALUES (@command_id, @body)');
      const refusal = db.prepare(
        'INSERT OR IGNORE INTO own_refusal (command_id, at, body) VALUES (@command_id, @at, @body)',
      );
      const rows = [...(salvage.rows['pending'] ?? [])].sort((a, b) => Number(a['given']) - Number(b['given']));
      for (const row of rows) if (isWhole(row)) pending.run(row);
      for (const row of salvage.rows['own_refusal'] ?? []) if (isWhole(row)) refusal.run(row);
    });
    salvage.done();
  }
}

/** Damage can leave a row readable whose text is not: such a row stays in the saved file only. */
function isWhole(row: Readonly<Record<string, unknown>>): boolean {
  try {
    const body: unknown = JSON.parse(String(row['body']));
    return typeof body === 'object' && body !== null && 'command' in body;
  } catch {
    return false;
  }
}
