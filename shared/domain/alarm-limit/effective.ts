import { alarmIdOf } from '../alarm/transitions.ts';
import type { AlarmLimit } from '../alarm/types.ts';
import type { LimitSetting } from './types.ts';

/** The limits that are watched: the defaults, with what people set in their place or beside them. */
export function effectiveLimits(
  defaults: readonly AlarmLimit[],
  settings: readonly LimitSetting[],
): readonly AlarmLimit[] {
  const byId = new Map(settings.filter(({ standsFor }) => standsFor !== 'default').map((one) => [one.id, one]));
  const kept = defaults.flatMap((limit) => {
    const setting = byId.get(alarmIdOf(limit));
    byId.delete(alarmIdOf(limit));
    if (setting === undefined) return [limit];
    return setting.limit === undefined ? [] : [setting.limit];
  });
  return [...kept, ...[...byId.values()].flatMap(({ limit }) => (limit === undefined ? [] : [limit]))];
}
