import type { SignalInfo } from '#shared/contract/console-api.ts';
import type { Alarm, Priority } from '#shared/domain/alarm/types.ts';
import type { Station, StationKind } from '#shared/domain/network/types.ts';

/** A station as the wall lists it; from the network, or from the catalogue alone where nothing was imported. */
export interface WallStation {
  readonly id: string;
  readonly name: string;
  readonly area: string;
  readonly kind: StationKind;
}

/** The worst thing that is true of a station now. */
export interface StationState {
  readonly priority?: Priority | undefined;
  readonly isAcknowledged: boolean;
  /** Its main value cannot be relied on: too old, or of bad quality. */
  readonly isStale: boolean;
}

/** `area` names it; the favourites are a group of their own before all areas. */
export interface WallGroup {
  readonly area: string;
  readonly isFavourites: boolean;
  readonly stations: readonly WallStation[];
  readonly abnormal: number;
}

export const SHOWN = ['all', 'abnormal', 'stale'] as const;

/** What of the wall is shown; the search only dims the others. Empty: no restriction. */
export interface WallFilter {
  readonly search: string;
  readonly shown: (typeof SHOWN)[number];
  readonly area: string;
  readonly kind: StationKind | '';
}

export const NO_FILTER: WallFilter = { search: '', shown: 'all', area: '', kind: '' };

const CALM_RANK = 7;
const STALE_RANK = 6;
const collator = new Intl.Collator('zh-CN', { numeric: true });
const PRIORITY_RANK = { high: 0, medium: 1, low: 2 } as const;

/** Every station that the network or the catalogue knows, by number: sorted here once, so that what sorts by urgency keeps this order and is quick. */
export function wallStations(
  stations: readonly Station[],
  byStation: ReadonlyMap<string, readonly SignalInfo[]>,
): readonly WallStation[] {
  const known = new Set(stations.map((station) => station.id));
  const unknown = [...byStation.keys()].filter((id) => !known.has(id));
  return [
    ...stations.map(({ id, name, area, kind }) => ({ id, name, area, kind })),
    ...unknown.map((id) => ({ id, name: id, area: '', kind: 'station' as const })),
  ].sort((a, b) => collator.compare(a.id, b.id));
}

/** The areas in the order in which the wall shows them, the same in every language: people know where a station stands. */
export function areasOf(
  stations: readonly WallStation[],
): readonly { readonly area: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { area } of stations) counts.set(area, (counts.get(area) ?? 0) + 1);
  return [...counts].map(([area, count]) => ({ area, count })).sort((a, b) => collator.compare(a.area, b.area));
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
function rankOf(state: StationState | undefined): number {
  if (state?.priority) return PRIORITY_RANK[state.priority] + (state.isAcknowledged ? 3 : 0);
  return state?.isStale ? STALE_RANK : CALM_RANK;
}

export const isAbnormal = (state: StationState | undefined): boolean => rankOf(state) < CALM_RANK;

/** Whether the filters leave a station on the wall. */
export function isShown(station: WallStation, state: StationState | undefined, filter: WallFilter): boolean {
  if (filter.area !== '' && station.area !== filter.area) return false;
  if (filter.kind !== '' && station.kind !== filter.kind) return false;
  if (filter.shown === 'abnormal') return isAbnormal(state);
  return filter.shown !== 'stale' || state?.isStale === true;
}

/** Whether a search means a station: by name, number or area. */
export function matchesSearch(station: WallStation, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return wanted === '' || `${station.name} ${station.id} ${station.area}`.toLowerCase().includes(wanted);
}

type StateOf = (stationId: string) => StationState | undefined;

/** The abnormal first, the worst before the rest; then heat sources; the rest as they came (by number), so that a calm wall never moves. */
function byUrgency(stations: readonly WallStation[], stateOf: StateOf): readonly WallStation[] {
  const ranked = stations.map((station) => ({ station, rank: rankOf(stateOf(station.id)) }));
  ranked.sort((a, b) => a.rank - b.rank || Number(b.station.kind !== 'station') - Number(a.station.kind !== 'station'));
  return ranked.map(({ station }) => station);
}

/** The favourites, then the areas in their order ({@link areasOf}), each with its abnormal stations first. A favourite stands only among them. */
export function groupStations(
  stations: readonly WallStation[],
  stateOf: StateOf,
  favourites: ReadonlySet<string> = new Set(),
): readonly WallGroup[] {
  const groupOf = (area: string, isFavourites: boolean, members: readonly WallStation[]): WallGroup => ({
    area,
    isFavourites,
    stations: byUrgency(members, stateOf),
    abnormal: members.filter(({ id }) => isAbnormal(stateOf(id))).length,
  });
  const marked: WallStation[] = [];
  const byArea = new Map<string, WallStation[]>();
  for (const station of stations) {
    if (favourites.has(station.id)) {
      marked.push(station);
      continue;
    }
    const members = byArea.get(station.area);
    if (members) members.push(station);
    else byArea.set(station.area, [station]);
  }
  const groups = [...byArea]
    .sort(([a], [b]) => collator.compare(a, b))
    .map(([area, members]) => groupOf(area, false, members));
  return marked.length > 0 ? [groupOf('', true, marked), ...groups] : groups;
}

/** All abnormal stations, the worst first: what an unattended wall brings to the front. */
export function frontOf(stations: readonly WallStation[], stateOf: StateOf): readonly WallStation[] {
  return byUrgency(
    stations.filter(({ id }) => isAbnormal(stateOf(id))),
    stateOf,
  );
}
