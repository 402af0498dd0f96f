import type { LogEntry } from '#shared/contract/hub-protocol.ts';
import type { EntityState } from '#kit/entity-view.ts';
import { entitiesOf, type EntryQuery } from '#kit/entry-entities.ts';
import type { LoggedAlarmEvent } from './alarm-events.ts';
import {
  confirmedAlarmEvents,
  type Confirmation,
  type JournalContent,
  type JournalStore,
  type OwnRefusal,
  type PendingCommand,
} from './journal-store.ts';

/** A journal that lives as long as its process: for a core without a disk (tests of the transports, a wall that only shows). */
export function createMemoryJournal(): JournalStore {
  let epoch: string | undefined;
  let entries: LogEntry[] = [];
  let alarmEvents: LoggedAlarmEvent[] = [];
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
      alarmEvents.push(...confirmedAlarmEvents(confirmation));
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
      alarmEvents = [];
      projection = new Map();
    },
    newest: ({ before = Infinity, entity, limit }) =>
      entries
        .filter((entry) => entry.seq < before && isAbout(entry, entity))
        .slice(-limit)
        .reverse(),
    since: (seq, limit) => entries.slice(seq, seq + limit),
    byCommand: (commandId) => entries.find((entry) => entry.command.commandId === commandId),
    alarmEvents: ({ from, to, stationId, alarmId, before, limit }) =>
      alarmEvents
        .filter((row) => row.at >= from && row.at <= to)
        .filter((row) => stationId === undefined || row.stationId === stationId)
        .filter((row) => alarmId === undefined || row.alarmId === alarmId)
        .filter((row) => before === undefined || row.at < before.at || (row.at === before.at && row.seq < before.seq))
        .sort((a, b) => b.at - a.at || b.seq - a.seq)
        .slice(0, limit),
  };
}
