import type { Complaint, ComplaintCategory } from '#shared/domain/complaint/types.ts';
import type { Station } from '#shared/domain/network/types.ts';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';

/** [eng, DOMAIN.md complaint cluster] Complaints within this distance may have one cause. */
const NEAR_M = 300;
const DAY_MS = 24 * 60 * 60_000;

export interface Neighbour {
  readonly complaint: Complaint;
  readonly distanceM: number;
}

/** Other complaints near a place of the last day before `nowMs`, the nearest first. */
export function neighboursOf(
  at: LonLat,
  complaints: Iterable<Complaint>,
  excluded: ReadonlySet<string>,
  nowMs: number,
): readonly Neighbour[] {
  const found: Neighbour[] = [];
  for (const complaint of complaints) {
    if (excluded.has(complaint.id) || nowMs - complaint.reportedAt > DAY_MS) continue;
    const metres = distanceM(at, complaint.place.at);
    if (metres <= NEAR_M) found.push({ complaint, distanceM: metres });
  }
  return found.sort((a, b) => a.distanceM - b.distanceM);
}

const WATER: readonly ComplaintCategory[] = ['burst', 'leak'];
const COLD: readonly ComplaintCategory[] = ['suddenCold', 'notHot', 'belowStandard'];

/** Whether two complaints may well have one cause: both of water, both of cold, or of the same kind. */
export function isAlike(a: ComplaintCategory, b: ComplaintCategory): boolean {
  return a === b || [WATER, COLD].some((group) => group.includes(a) && group.includes(b));
}

/** The nearest station to a place, or undefined without a network. */
export function nearestStation(at: LonLat, stations: readonly Station[]): Station | undefined {
  let best: Station | undefined;
  let bestM = Number.POSITIVE_INFINITY;
  for (const station of stations) {
    if (station.kind !== 'station') continue;
    const metres = distanceM(at, station.at);
    if (metres < bestM) [best, bestM] = [station, metres];
  }
  return best;
}
