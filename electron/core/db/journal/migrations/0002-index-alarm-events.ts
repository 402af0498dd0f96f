import type { Migration } from '#kit/migrate.ts';

/**
 * The events of alarms in columns, so that the alarm journal and the alarm figures of a month need not read the whole log. What no rule would have
 * written (a hub that lied) is left out.
 */
export const indexAlarmEvents: Migration = {
  version: 2,
  name: '0002-index-alarm-events',
  up(db) {
    db.exec(`
      CREATE TABLE alarm_event (
        seq INTEGER PRIMARY KEY REFERENCES entry (seq),
        at INTEGER NOT NULL,
        alarm_id TEXT NOT NULL,
        station_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        priority TEXT NOT NULL,
        event TEXT NOT NULL,
        value REAL,
        actor TEXT NOT NULL,
        device TEXT NOT NULL,
        reason TEXT
      ) STRICT;
      CREATE INDEX alarm_event_at ON alarm_event (at);
      CREATE INDEX alarm_event_station ON alarm_event (station_id, at);
      CREATE INDEX alarm_event_alarm ON alarm_event (alarm_id, at);
      INSERT OR IGNORE INTO alarm_event (seq, at, alarm_id, station_id, kind, priority, event, value, actor, device, reason)
      SELECT
        entry.seq,
        CAST(COALESCE(entry.body ->> '$.events[0].payload.sourceAt', entry.body ->> '$.command.issuedAt') AS INTEGER),
        alarm.id,
        CAST(alarm.body ->> '$.state.stationId' AS TEXT),
        CAST(alarm.body ->> '$.state.kind' AS TEXT),
        CAST(COALESCE(entry.body ->> '$.events[0].payload.priority', alarm.body ->> '$.state.priority') AS TEXT),
        CAST(entry.body ->> '$.events[0].type' AS TEXT),
        CAST(entry.body ->> '$.events[0].payload.value' AS REAL),
        CAST(entry.body ->> '$.command.actor.name' AS TEXT),
        CAST(entry.body ->> '$.command.device' AS TEXT),
        CAST(entry.body ->> '$.events[0].payload.reason' AS TEXT)
      FROM entry
      JOIN entity AS alarm ON alarm.type = 'alarm' AND alarm.id = entry.body ->> '$.events[0].entity.id'
      WHERE entry.body ->> '$.kind' = 'accepted' AND entry.body ->> '$.events[0].entity.type' = 'alarm';
    `);
  },
};
