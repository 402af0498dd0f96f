import { isActive } from '../alarm/lists.ts';
import { alarmIdOf } from '../alarm/transitions.ts';
import type { Alarm, AlarmCommands, AlarmLimit } from '../alarm/types.ts';
import type { LimitSetting } from './types.ts';

/** The return of an alarm that nothing watches any more. The command id is made from alarm and setting: several consoles report it once. */
export interface RetiredReturn {
  readonly commandId: string;
  readonly alarmId: string;
  readonly type: 'returnAlarm';
  readonly payload: AlarmCommands['returnAlarm'];
}

/** The returns of active alarms whose limit people have retired, dated when they did (LIM-05). */
export function retiredReturns(
  alarms: readonly Alarm[],
  settings: readonly LimitSetting[],
  effective: readonly AlarmLimit[],
): readonly RetiredReturn[] {
  const watched = new Set(effective.map(alarmIdOf));
  const without = new Map(settings.flatMap((setting) => (watched.has(setting.id) ? [] : [[setting.id, setting]])));
  return alarms.flatMap(({ id, status, raisedAt, value }) => {
    const setting = without.get(id);
    if (setting === undefined || !isActive(status)) return [];
    const sourceAt = Math.max(setting.at, raisedAt);
    const commandId = `returnAlarm:${id}:${String(sourceAt)}`;
    return [{ commandId, alarmId: id, type: 'returnAlarm', payload: { value, sourceAt } }];
  });
}
