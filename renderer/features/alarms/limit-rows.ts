import { effectiveLimits } from '#shared/domain/alarm-limit/effective.ts';
import type { LimitSetting } from '#shared/domain/alarm-limit/types.ts';
import { defaultLimits } from '#shared/domain/alarm/default-limits.ts';
import { alarmIdOf } from '#shared/domain/alarm/transitions.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { Station } from '#shared/domain/network/types.ts';

/** A line of the limit table. `retired`: nothing is watched, `limit` is what was or would be. */
export interface LimitRow {
  readonly id: string;
  readonly limit: AlarmLimit;
  readonly state: 'default' | 'set' | 'retired';
  readonly setting: LimitSetting | undefined;
}

/** The default of a station for an alarm id; undefined where it has none. */
export function defaultLimitOf(station: Station | undefined, alarmId: string): AlarmLimit | undefined {
  return station && defaultLimits(station).find((limit) => alarmIdOf(limit) === alarmId);
}

/** Every limit that is watched, and those that were retired. @param watched the limits as the core tells them, changed by settings or not yet */
export function limitRows(
  watched: readonly AlarmLimit[],
  settings: ReadonlyMap<string, LimitSetting>,
  stationOf: (stationId: string) => Station | undefined,
): readonly LimitRow[] {
  const all = [...settings.values()];
  const live = effectiveLimits(watched, all).map((limit): LimitRow => {
    const id = alarmIdOf(limit);
    const setting = settings.get(id);
    return { id, limit, state: setting?.standsFor === 'set' ? 'set' : 'default', setting };
  });
  const isLive = new Set(live.map(({ id }) => id));
  const retired = all.flatMap((setting): LimitRow[] => {
    if (isLive.has(setting.id)) return [];
    const station = stationOf(setting.id.slice(0, setting.id.indexOf('.')));
    const limit = setting.last ?? defaultLimitOf(station, setting.id);
    return limit === undefined ? [] : [{ id: setting.id, limit, state: 'retired', setting }];
  });
  return [...live, ...retired];
}
