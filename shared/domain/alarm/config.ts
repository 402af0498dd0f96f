import type { Role } from '../entity/entity.ts';
import type { Priority } from './types.ts';

const HOUR_MS = 3_600_000;

/** How long a duty may shelve an alarm of a priority, ms; 0: not at all [eng]. Hub and consoles of one site must use the same. */
const SHELF_LIMIT_MS: Readonly<Partial<Record<Role, Readonly<Record<Priority, number>>>>> = {
  dispatcher: { high: 0, medium: 4 * HOUR_MS, low: 12 * HOUR_MS },
  shiftLead: { high: 4 * HOUR_MS, medium: 24 * HOUR_MS, low: 72 * HOUR_MS },
};

/** The longest that a duty may put an alarm of a priority aside, ms; 0: it may not. */
export function shelfLimitMs(priority: Priority, role: Role): number {
  return SHELF_LIMIT_MS[role]?.[priority] ?? 0;
}
