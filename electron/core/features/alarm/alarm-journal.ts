import type { z } from 'zod';
import type { journalQuerySchema, JournalRow } from '#shared/contract/alarm-api.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { alarmEventOf, type LoggedAlarmEvent } from '../../log/alarm-events.ts';
import type { ConsoleLog } from '../../log/console-log.ts';

type AlarmLog = Pick<ConsoleLog, 'alarmEvents' | 'waiting' | 'get'>;
type JournalQuery = z.infer<typeof journalQuerySchema>;

/** Places of waiting commands lie behind every place of the hub's log. */
const FIRST_WAITING = 2 ** 52;

const keyOf = ({ at, seq }: { readonly at: number; readonly seq: number }): string => `${String(at)}.${String(seq)}`;

/** The place a key names; one that names none is in front of everything, so that it ends the reading. */
function placeOf(key: string): { readonly at: number; readonly seq: number } {
  const [at = 0, seq = 0] = key.split('.').map(Number);
  return Number.isFinite(at) && Number.isFinite(seq) ? { at, seq } : { at: 0, seq: 0 };
}

/** Alarm events of own commands that the hub has not taken into its log yet, in the places they have until then. */
export function waitingAlarmEvents(log: Pick<AlarmLog, 'waiting' | 'get'>): readonly LoggedAlarmEvent[] {
  return log.waiting().flatMap(({ command, events }) => {
    const row = alarmEventOf(command, events, (id) => log.get<Alarm>({ type: 'alarm', id }));
    return row === undefined ? [] : [{ ...row, seq: FIRST_WAITING + command.deviceSeq }];
  });
}

/** A page of the alarm journal, newest first by the time of what happened: the confirmed log with what still waits in its place. */
export function alarmJournal(log: AlarmLog, query: JournalQuery): readonly JournalRow[] {
  const { from, to, stationId, alarmId, limit } = query;
  const before = query.before === undefined ? undefined : placeOf(query.before);
  const waiting = waitingAlarmEvents(log)
    .filter((row) => row.at >= from && row.at <= to)
    .filter((row) => stationId === undefined || row.stationId === stationId)
    .filter((row) => alarmId === undefined || row.alarmId === alarmId)
    .filter((row) => before === undefined || row.at < before.at || (row.at === before.at && row.seq < before.seq));
  const confirmed = log.alarmEvents({ from, to, stationId, alarmId, before, limit });
  return [...waiting, ...confirmed]
    .sort((a, b) => b.at - a.at || b.seq - a.seq)
    .slice(0, limit)
    .map((row) => ({
      key: keyOf(row),
      at: row.at,
      alarmId: row.alarmId,
      stationId: row.stationId,
      event: row.event,
      value: row.value ?? undefined,
      by: row.by,
      on: row.on,
      reason: row.reason ?? undefined,
      isPending: row.seq >= FIRST_WAITING,
    }));
}
