import type { SignalInfo } from '#shared/contract/console-api.ts';
import type { Alarm, Priority } from '#shared/domain/alarm/types.ts';
import type { Station } from '#shared/domain/network/types.ts';

/** A station as the wall lists it; from the network, or from the catalogue alone where nothing was imported. */
export interface WallStation {
  readonly id: string;
  readonly name: string;
  readonly area: string;
  readonly isSource: boolean;
}

/** The worst thing that is true of a station now. */
export interface StationState {
  readonly priority?: Priority | undefined;
  readonly isAcknowledged: boolean;
  readonly isStale: boolean;
}

export interface WallGroup {
  readonly area: string;
  readonly stations: readonly WallStation[];
  readonly abnormal: number;
}

const CALM: StationState = { isAcknowledged: false, isStale: false };
const collator = new Intl.Collator('zh-CN', { numeric: true });
const PRIORITY_RANK = { high: 0, medium: 1, low: 2 } as const;

/** Every station that the network or the catalogue knows. */
export function wallStations(
  stations: readonly Station[],
  byStation: ReadonlyMap<string, readonly SignalInfo[]>,
): readonly WallStation[] {
  const known = new Set(stations.map((station) => station.id));
  const unknown = [...byStation.keys()].filter((id) => !known.has(id));
  return [
    ...stations.map((station) => ({
      id: station.id,
      name: station.name,
      area: station.area,
      isSource: station.kind !== 'station',
    })),
    ...unknown.map((id) => ({ id, name: id, area: '', isSource: false })),
  ];
}

/** Worst alarm a station, unacknowledged before acknowledged of the same priority. */
export function worstAlarms(open: readonly Alarm[]): ReadonlyMap<string, StationState> {
  const worst = new Map<string, StationState>();
  for (const alarm of open) {
    const state = { priority: alarm.priority, isAcknowledged: alarm.status === 'activeAcked', isStale: false };
    const before = worst.get(alarm.stationId);
    if (!before || rankOf(state) < rankOf(before)) worst.set(alarm.stationId, state);
  }
  return worst;
}

/** Less is worse: unacknowledged high, medium, low, then acknowledged, then stale, then calm. */
function rankOf(state: StationState): number {
  if (state.priority) return PRIORITY_RANK[state.priority] + (state.isAcknowledged ? 3 : 0);
  return state.isStale ? 6 : 7;
}

/**
 * The areas in the order of their names (the same in every language: people know where a station stands), each with its abnormal stations first (worst first), the rest by id, so that a calm wall
 * never moves. Heat sources stand first of all.
 */
export function groupStations(
  stations: readonly WallStation[],
  stateOf: (stationId: string) => StationState | undefined,
): readonly WallGroup[] {
  const byArea = new Map<string, WallStation[]>();
  for (const station of stations) {
    const area = byArea.get(station.area);
    if (area) area.push(station);
    else byArea.set(station.area, [station]);
  }
  const rank = (station: WallStation): number => rankOf(stateOf(station.id) ?? CALM);
  return [...byArea.entries()]
    .map(([area, members]) => ({
      area,
      stations: members.sort(
        (a, b) => rank(a) - rank(b) || Number(b.isSource) - Number(a.isSource) || collator.compare(a.id, b.id),
      ),
      abnormal: members.filter((station) => rank(station) < 7).length,
    }))
    .sort((a, b) => collator.compare(a.area, b.area));
}
