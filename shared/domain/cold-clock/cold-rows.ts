import type { BurstNumbers } from '../burst-settings/catalogue.ts';
import type { Building, SensitiveKind } from '../network/types.ts';
import { coldAt, roomTempAt, type CoolingStart } from './cooling.ts';
import type { OutdoorCourse } from './outdoor-course.ts';
import type { RoomReport } from './room-reports.ts';

const HOUR_MS = 3_600_000;

/** Hours from now until a building is at `cold.secondC` (16 C), for the map; `never`: the outdoor temperature does not allow it. */
export const COLD_BANDS = ['under4h', 'under8h', 'under12h', 'under24h', 'later', 'never'] as const;
export type ColdBand = (typeof COLD_BANDS)[number];
const BAND_HOURS = [4, 8, 12, 24, Infinity] as const;

const SENSITIVE_ORDER: readonly (SensitiveKind | undefined)[] = ['hospital', 'careHome', 'school', undefined];

/** The cold clock of one building. Times in UTC ms: undefined where it never comes to that; in the past where it did already. */
export interface ColdRow {
  readonly buildingId: string;
  readonly stationId: string;
  readonly name: string;
  readonly address: string;
  readonly at: Building['at'];
  readonly households: number;
  readonly sensitive?: SensitiveKind | undefined;
  readonly tauH: number;
  /** Where the clock starts, and whether that temperature was measured there. */
  readonly startC: number;
  readonly isMeasured: boolean;
  /** Computed room temperature now. */
  readonly nowC: number;
  readonly firstAt?: number | undefined;
  readonly secondAt?: number | undefined;
  readonly thirdAt?: number | undefined;
  readonly band: ColdBand;
}

export interface ColdInput {
  /** Buildings of the lost stations; others are left out by `lostStationIds`. */
  readonly buildings: readonly Building[];
  readonly lostStationIds: readonly string[];
  /** When the heat was lost (burst or closing), UTC ms. */
  readonly sinceMs: number;
  readonly nowMs: number;
  readonly outdoor: OutdoorCourse;
  readonly numbers: BurstNumbers;
  /** Measured room temperatures by building (`roomReports`). */
  readonly rooms?: ReadonlyMap<string, RoomReport> | undefined;
}

/**
 * The cold clock of each building that has lost its heat (CLD-01 to CLD-08): sensitive ones first (hospitals, care homes, schools), then the soonest at `cold.secondC`.
 * O(buildings); buildings that start alike are worked out once.
 */
export function coldRows(input: ColdInput): readonly ColdRow[] {
  const lost = new Set(input.lostStationIds);
  const clockOf = clocks(input);
  return input.buildings
    .filter((building) => lost.has(building.stationId))
    .map((building) => {
      const { id, stationId, name, address, at, households, sensitive } = building;
      const report = input.rooms?.get(id);
      const isMeasured = report !== undefined;
      const clock = clockOf(building.construction, report);
      return { buildingId: id, stationId, name, address, at, households, sensitive, isMeasured, ...clock };
    })
    .sort(byUrgency);
}

/** Buildings and households of each band, for the legend. */
export function coldBandTotals(
  rows: readonly ColdRow[],
): Readonly<Record<ColdBand, { readonly buildings: number; readonly households: number }>> {
  const totals = Object.fromEntries(COLD_BANDS.map((band) => [band, { buildings: 0, households: 0 }])) as Record<
    ColdBand,
    { buildings: number; households: number }
  >;
  for (const row of rows) {
    totals[row.band].buildings += 1;
    totals[row.band].households += row.households;
  }
  return totals;
}

type Clock = Pick<ColdRow, 'tauH' | 'startC' | 'nowC' | 'firstAt' | 'secondAt' | 'thirdAt' | 'band'>;

function clocks({ sinceMs, nowMs, outdoor, numbers }: ColdInput) {
  const known = new Map<string, Clock>();
  return (construction: Building['construction'], report: RoomReport | undefined): Clock => {
    const startC = report?.tempC ?? numbers['cold.roomC'];
    const startMs = Math.max(sinceMs, report?.at ?? sinceMs);
    const tauH = numbers[construction === 'light' ? 'cold.lightH' : 'cold.masonryH'];
    const key = `${String(tauH)} ${String(startC)} ${String(startMs)}`;
    const same = known.get(key);
    if (same !== undefined) return same;
    const start: CoolingStart = { startMs, startC, tauH };
    const secondAt = coldAt(start, outdoor, numbers['cold.secondC']);
    const clock: Clock = {
      tauH,
      startC,
      nowC: roomTempAt(start, outdoor, nowMs),
      firstAt: coldAt(start, outdoor, numbers['cold.firstC']),
      secondAt,
      thirdAt: coldAt(start, outdoor, numbers['cold.thirdC']),
      band: bandOf(secondAt, nowMs),
    };
    known.set(key, clock);
    return clock;
  };
}

function bandOf(at: number | undefined, nowMs: number): ColdBand {
  if (at === undefined) return 'never';
  const hours = (at - nowMs) / HOUR_MS;
  return COLD_BANDS[BAND_HOURS.findIndex((limit) => hours < limit)] ?? 'later';
}

function byUrgency(a: ColdRow, b: ColdRow): number {
  return (
    SENSITIVE_ORDER.indexOf(a.sensitive) - SENSITIVE_ORDER.indexOf(b.sensitive) ||
    compare(a.secondAt ?? Infinity, b.secondAt ?? Infinity) ||
    b.households - a.households ||
    (a.buildingId < b.buildingId ? -1 : 1)
  );
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
