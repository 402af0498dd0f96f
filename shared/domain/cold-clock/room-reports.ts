import type { BurstNumbers } from '../burst-settings/catalogue.ts';
import type { Complaint } from '../complaint/types.ts';

const HOUR_MS = 3_600_000;

/** A room temperature that somebody measured in a building; `at` in UTC ms. */
export interface RoomReport {
  readonly tempC: number;
  readonly at: number;
}

/**
 * The newest measured room temperature of each building, by its id (CLD-05): from complaints that name building and temperature and are no older than `cold.reportH` before
 * the loss at `sinceMs`.
 */
export function roomReports(
  complaints: Iterable<Pick<Complaint, 'buildingId' | 'roomTempC' | 'reportedAt'>>,
  sinceMs: number,
  numbers: BurstNumbers,
): ReadonlyMap<string, RoomReport> {
  const found = new Map<string, RoomReport>();
  for (const { buildingId, roomTempC, reportedAt } of complaints) {
    if (buildingId === undefined || roomTempC === undefined) continue;
    if (reportedAt < sinceMs - numbers['cold.reportH'] * HOUR_MS) continue;
    const known = found.get(buildingId);
    if (known === undefined || reportedAt > known.at) found.set(buildingId, { tempC: roomTempC, at: reportedAt });
  }
  return found;
}
