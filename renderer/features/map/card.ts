import type { Network, Building, Station } from '#shared/domain/network/types.ts';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Crew, CrewPosition } from '#shared/domain/crew/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';
import type { Selected } from '../../stores/selection.store.ts';
import type { Tracks } from './crew-tracks.ts';

/** One line of a faceplate; `to` opens what it names. */
export interface Fact {
  readonly label: string;
  readonly value: string | undefined;
  readonly to?: Selected;
}

/** What a faceplate says. */
export interface Card {
  readonly title: string;
  /** To be read first. */
  readonly strong?: string | undefined;
  readonly facts: readonly Fact[];
  /** The window where more is to be done with it. */
  readonly opensIn?: 'desk' | 'alert';
}

/** What faceplates are made of: the stores' contents, the time, and the words. */
export interface CardWorld {
  readonly network: Pick<Network, 'pipes' | 'stations' | 'base'>;
  readonly buildings: readonly Building[];
  readonly complaints: ReadonlyMap<string, Complaint>;
  readonly orders: ReadonlyMap<string, Order>;
  readonly crews: ReadonlyMap<string, Crew>;
  readonly alerts: ReadonlyMap<string, RedAlert>;
  readonly positions: ReadonlyMap<string, CrewPosition>;
  readonly tracks: Tracks;
  readonly now: number;
  readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly age: (ms: number) => string;
  readonly dateTime: (at: number) => string;
}

/** Lists longer than this end with a number. */
const LISTED = 6;

/** One fact for each of a list, the first under the label, and how many more there are. */
export function listed<Item>(
  { t }: Pick<CardWorld, 't'>,
  label: string,
  items: readonly Item[],
  factOf: (item: Item) => Omit<Fact, 'label'>,
): readonly Fact[] {
  const facts = items.slice(0, LISTED).map((item, k) => ({ label: k === 0 ? label : '', ...factOf(item) }));
  const more = items.length - LISTED;
  return more > 0 ? [...facts, { label: '', value: t('map.more', { n: more }) }] : facts;
}

/** The nearest of things that have a place, with its distance in metres. */
export function nearestOf<Item extends { readonly at: LonLat }>(
  items: Iterable<Item>,
  at: LonLat,
): { readonly item: Item; readonly m: number } | undefined {
  let best: { readonly item: Item; readonly m: number } | undefined;
  for (const item of items) {
    const m = distanceM(item.at, at);
    if (!best || m < best.m) best = { item, m };
  }
  return best;
}

/** The nearest stations, the nearest first. */
export const nearestStations = (stations: readonly Station[], at: LonLat, count: number): readonly Station[] =>
  stations
    .map((station) => ({ station, m: distanceM(station.at, at) }))
    .sort((a, b) => a.m - b.m)
    .slice(0, count)
    .map(({ station }) => station);

/** `845 m`, `2.34 km`, `3 km`. */
export const metres = (m: number): string =>
  m < 999.5 ? `${m.toFixed(0)} m` : `${(m / 1_000).toFixed(2).replace(/\.?0+$/, '')} km`;
