import type { LogEntry, LoggedRefusal } from '#shared/contract/hub-protocol.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { Command, DomainEvent } from '#shared/domain/entity/entity.ts';
import type { EntityState } from '#kit/entity-view.ts';
import type { EntryQuery } from '#kit/entry-entities.ts';
import type { LogHead } from '#kit/hash-chain.ts';
import { alarmEventOf, type AlarmEventQuery, type LoggedAlarmEvent } from './alarm-events.ts';

/** An own command whose entry has not come back yet, with the events this console expects of it. */
export interface PendingCommand {
  readonly command: Command;
  readonly events: readonly DomainEvent[];
}

/** An own command that is not going to happen: told to the person, kept until dismissed. */
export interface OwnRefusal {
  readonly command: Command;
  readonly refusal: LoggedRefusal;
  /** UTC ms: hub's clock where the hub logged it, else this console's. */
  readonly at: number;
}

/** What the confirmed replica gains in one step, with everything that settles by it. */
export interface Confirmation {
  readonly entries: readonly LogEntry[];
  readonly projection: readonly EntityState[];
  /** Own commands that are settled: their rows go. */
  readonly settled: readonly string[];
  readonly refusals: readonly OwnRefusal[];
  /** Rows that were numbered anew or got a new version. */
  readonly changed: readonly PendingCommand[];
  readonly nextDeviceSeq: number;
}

export interface JournalContent {
  /** The hub's log this is a replica of; undefined before the first contact. */
  readonly epoch: string | undefined;
  readonly head: LogHead | undefined;
  readonly projection: readonly EntityState[];
  /** In the order they were given. */
  readonly pending: readonly PendingCommand[];
  readonly refusals: readonly OwnRefusal[];
  readonly nextDeviceSeq: number;
}

/** Where a console keeps its replica and its outbox. Each call is one transaction: all of it is safe when it returns, or it threw. */
export interface JournalStore {
  load(): JournalContent;
  /** Takes own commands into the outbox, all or none. DBS0002 when the disk is full. */
  addPending(pending: readonly PendingCommand[], nextDeviceSeq: number): void;
  confirm(confirmation: Confirmation): void;
  dismiss(commandId: string): void;
  /** Starts a new replica for `epoch`; entries of the one before are kept aside. */
  adopt(epoch: string): void;
  newest(query: EntryQuery): readonly LogEntry[];
  since(seq: number, limit: number): readonly LogEntry[];
  byCommand(commandId: string): LogEntry | undefined;
  /** Events of alarms in the confirmed log, newest first by their own time. */
  alarmEvents(query: AlarmEventQuery): readonly LoggedAlarmEvent[];
}

/** The alarm events among the entries of a confirmation. */
export function confirmedAlarmEvents({ entries, projection }: Confirmation): readonly LoggedAlarmEvent[] {
  const alarms = new Map(
    projection.flatMap(({ ref, state }) => (ref.type === 'alarm' ? [[ref.id, state as Alarm] as const] : [])),
  );
  return entries.flatMap(({ kind, seq, command, events }) => {
    const row = kind === 'accepted' ? alarmEventOf(command, events, (id) => alarms.get(id)) : undefined;
    return row === undefined ? [] : [{ ...row, seq }];
  });
}
