import { shelfLimitMs } from '#shared/domain/alarm/config.ts';
import type { Priority } from '#shared/domain/alarm/types.ts';
import type { Role } from '#shared/domain/entity/entity.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OFFERED_MS = [
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
  48 * HOUR_MS,
  72 * HOUR_MS,
] as const;
/** The core decides by its own clock a moment later: the longest time has to fit then, too. */
const MARGIN_MS = 5_000;

/** How long a duty may put an alarm of this priority aside, ms, the shortest first; empty where it may not. */
export function shelfTimes(priority: Priority, role: Role): readonly number[] {
  const most = shelfLimitMs(priority, role);
  return OFFERED_MS.filter((ms) => ms <= most).map((ms) => (ms === most ? ms - MARGIN_MS : ms));
}
