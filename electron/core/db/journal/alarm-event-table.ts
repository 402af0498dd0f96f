import type { Database } from 'better-sqlite3';
import type { AlarmEventQuery, LoggedAlarmEvent } from '../../log/alarm-events.ts';

/** The alarm events of the confirmed log, one row an event. */
export interface AlarmEventTable {
  /** Call inside the transaction that appends the entries. */
  add(rows: readonly LoggedAlarmEvent[]): void;
  page(query: AlarmEventQuery): readonly LoggedAlarmEvent[];
  clear(): void;
}

const SELECT = `SELECT seq, at, alarm_id AS alarmId, station_id AS stationId, kind, priority, event, value,
  actor AS "by", device AS "on", reason FROM alarm_event`;
const PLACE = `at >= @from AND at <= @to AND (at, seq) < (@beforeAt, @beforeSeq) ORDER BY at DESC, seq DESC LIMIT @limit`;

export function alarmEventTable(db: Database): AlarmEventTable {
  const insert =
    db.prepare(`INSERT INTO alarm_event (seq, at, alarm_id, station_id, kind, priority, event, value, actor, device, reason)
    VALUES (@seq, @at, @alarmId, @stationId, @kind, @priority, @event, @value, @by, @on, @reason)`);
  const select = (where: string) => db.prepare<[object], LoggedAlarmEvent>(`${SELECT} WHERE ${where}${PLACE}`);
  const all = select('');
  const ofStation = select('station_id = @stationId AND ');
  const ofAlarm = select('alarm_id = @alarmId AND ');
  return {
    add: (rows) => {
      for (const row of rows) insert.run(row);
    },
    page({ before, ...query }) {
      const place = { ...query, beforeAt: before?.at ?? query.to, beforeSeq: before?.seq ?? Number.MAX_SAFE_INTEGER };
      if (query.alarmId !== undefined) return ofAlarm.all(place);
      return query.stationId === undefined ? all.all(place) : ofStation.all(place);
    },
    clear: () => void db.exec('DELETE FROM alarm_event'),
  };
}
