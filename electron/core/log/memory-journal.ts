import type { LogEntry } from '#shared/contract/hub-protocol.ts';
import type { EntityState } from '#kit/entity-view.ts';
import { entitiesOf, type EntryQuery } from '#kit/entry-entities.ts';
import type { Confirmation, JournalContent, JournalStore, OwnRefusal, PendingCommand } from './journal-store.ts';

/** A journal that lives as long as its process: for a core without a disk (tests of the transports, a wall that only shows). */
export function createMemoryJournal(): JournalStore {
  let epoch: string | undefined;
  let entries: LogEntry[] = [];
  let projection = new Map<string, EntityState>();
  const pending = new Map<string, PendingCommand>();
  const refusals = new Map<string, OwnRefusal>();
  let nextDeviceSeq = 1;
  const isAbout = (entry: LogEntry, entity: EntryQuery['entity']): boolean =>
    entity === undefined || entitiesOf(entry).some((ref) => ref.type === entity.type && ref.id === entity.id);

  return {
    load(): JournalContent {
      const last = entries[entries.length - 1];
      return {
        epoch,
        head: last && { seq: last.seq, hash: last.hash },
        projection: [...projection.values()],
        pending: [...pending.values()],
        refusals: [...refusals.values()],
        nextDeviceSeq,
      };
    },
    addPending(rows, next) {
      for (const row of rows) pending.set(row.command.commandId, row);
      nextDeviceSeq = next;
    },
    confirm(confirmation: Confirmation) {
      entries.push(...confirmation.entries);
      for (const row of confirmation.projection) projection.set(`${row.ref.type}:${row.ref.id}`, row);
      for (const commandId of confirmation.settled) pending.delete(commandId);
      for (const refusal of confirmation.refusals) refusals.set(refusal.command.commandId, refusal);
      for (const row of confirmation.changed) pending.set(row.command.commandId, row);
      nextDeviceSeq = confirmation.nextDeviceSeq;
    },
    dismiss: (commandId) => void refusals.delete(commandId),
    adopt(next) {
      epoch = next;
      entries = [];
      projection = new Map();
    },
    newest: ({ before = Infinity, entity, limit }) =>
      entries
        .filter((entry) => entry.seq < before && isAbout(entry, entity))
        .slice(-limit)
        .reverse(),
    since: (seq, limit) => entries.slice(seq, seq + limit),
    byCommand: (commandId) => entries.find((entry) => entry.command.commandId === commandId),
  };
}
