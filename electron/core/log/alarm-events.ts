import type { AlarmHappening } from '#shared/domain/alarm/kpis.ts';
import type { Alarm, AlarmEvents } from '#shared/domain/alarm/types.ts';
import type { Command, DomainEvent } from '#shared/domain/entity/entity.ts';

/** One event of an alarm, as the alarm journal and the figures need it. */
export interface AlarmEventRow extends Omit<AlarmHappening, 'event'> {
  /** The name of the domain event. `at` is source time for a raise and a return, else the time at which the command was given; UTC ms. */
  readonly event: keyof AlarmEvents;
  /** In the signal's unit, of a raise and a return. */
  readonly value: number | null;
  readonly by: string;
  readonly on: string;
  readonly reason: string | null;
}

/** With its place in the hub's log. */
export interface LoggedAlarmEvent extends AlarmEventRow {
  readonly seq: number;
}

/** Which alarm events to read: newest first by `at`, among equals the later in the log. */
export interface AlarmEventQuery {
  /** UTC ms, both ends included. */
  readonly from: number;
  readonly to: number;
  readonly stationId?: string | undefined;
  readonly alarmId?: string | undefined;
  /** Only events before this place. */
  readonly before?: { readonly at: number; readonly seq: number } | undefined;
  readonly limit: number;
}

/** The event of an alarm that a command made, or undefined. `alarmOf` gives the alarm as it is afterwards: not every event names its station. */
export function alarmEventOf(
  command: Pick<Command, 'actor' | 'device' | 'issuedAt'>,
  events: readonly DomainEvent[],
  alarmOf: (alarmId: string) => Alarm | undefined,
): AlarmEventRow | undefined {
  const event = events.find(({ entity }) => entity.type === 'alarm');
  const alarm = event && alarmOf(event.entity.id);
  if (event === undefined || alarm === undefined) return undefined;
  const payload = event.payload as Partial<AlarmEvents['alarmRaised'] & { reason: string }>;
  const row = {
    at: payload.sourceAt ?? command.issuedAt,
    alarmId: alarm.id,
    stationId: alarm.stationId,
    kind: alarm.kind,
    priority: payload.priority ?? alarm.priority,
    event: event.type as keyof AlarmEvents,
    value: payload.value ?? null,
    by: command.actor.name,
    on: command.device,
    reason: payload.reason ?? null,
  };
  return isWhole(row) ? row : undefined;
}

/** A hub can send an event that no rule would have made: it stays in the log, but is none of the journal's. */
function isWhole({ at, value, reason, ...words }: AlarmEventRow): boolean {
  const isWord = (word: unknown): boolean => typeof word === 'string';
  return (
    Number.isSafeInteger(at) &&
    (value === null || typeof value === 'number') &&
    (reason === null || isWord(reason)) &&
    Object.values(words).every(isWord)
  );
}
