import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import type {
  BaseFeature,
  Building,
  Network,
  Pipe,
  SensitiveKind,
  Station,
  Valve,
} from '#shared/domain/network/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import type { SelectableKind } from '../../stores/selection.store.ts';
import { searchEntryOf, type SearchEntry } from './palette-search.ts';

/** A thing of the plant or of the day's work that has been found. */
export interface Found {
  readonly kind: SelectableKind;
  readonly id: string;
  readonly title: string;
  readonly hint: string;
}

type List = readonly SearchEntry<Found>[];

const found = (kind: SelectableKind, id: string, title: string, ...hints: readonly (string | undefined)[]): Found => ({
  kind,
  id,
  title,
  hint: hints.filter((hint) => hint && hint !== title).join(' '),
});

export const stationEntries = (stations: readonly Station[]): List =>
  stations.map(({ id, name, area, address }) =>
    searchEntryOf(found('station', id, name, id, area), name, id, area, address),
  );

export const crewEntries = (crews: Iterable<Crew>): List =>
  [...crews].map(({ id, name, leader, phone }) =>
    searchEntryOf(found('crew', id, name, leader, phone), `${name}${leader}`, name, leader, phone, id),
  );

/** Open ones first; what is closed is still found by its number. @param geofence what the circle is called that an open one has */
export const orderEntries = (orders: Iterable<Order>, geofence: string): List =>
  openFirst([...orders], isOpenOrder).map((order) => {
    const { id, number, title, place } = order;
    const fence = isOpenOrder(order) ? geofence : undefined;
    return searchEntryOf(found('order', id, number, title, place.address), title, number, place.address, fence);
  });

/** Open ones first. @param categoryOf what a category is called */
export const complaintEntries = (
  complaints: Iterable<Complaint>,
  categoryOf: (category: Complaint['category']) => string,
): List =>
  openFirst([...complaints], ({ status }) => status !== 'closed').map(({ id, text, place, phone, category }) => {
    const kind = categoryOf(category);
    const title = place.address ?? (text || kind);
    return searchEntryOf(found('complaint', id, title, kind, phone, text), title, kind, phone, text, id);
  });

/** Red alerts that run. @param name what one is called */
export const alertEntries = (alerts: Iterable<RedAlert>, name: string): List =>
  [...alerts]
    .filter(({ status }) => status === 'active')
    .map(({ id, place }) => searchEntryOf(found('alert', id, place.address ?? name, name), place.address, name, id));

/** Everything of the imported network, what is asked for most first. */
export function networkEntries(network: Pick<Network, 'stations' | 'valves' | 'pipes' | 'base'>): readonly List[] {
  return [
    stationEntries(network.stations),
    placeEntries(network.base),
    network.valves.map(valveEntry),
    network.pipes.map(pipeEntry),
  ];
}

/** @param sensitiveWords what one that must not go cold is called, such as 医院 */
export const buildingEntries = (
  buildings: readonly Building[],
  sensitiveWords: (kind: SensitiveKind) => string,
): List =>
  buildings.map(({ id, name, address, community, phone, sensitive }) => {
    const kind = sensitive && sensitiveWords(sensitive);
    const title = address || name;
    return searchEntryOf(found('building', id, title, name, community, kind), title, name, community, phone, id, kind);
  });

const PLACES: Readonly<Partial<Record<BaseFeature['kind'], SelectableKind>>> = {
  street: 'street',
  community: 'street',
  repairPoint: 'repairPoint',
};

/** Streets, communities and repair points; of several parts of one street the first stands for all. */
function placeEntries(base: readonly BaseFeature[]): List {
  const seen = new Set<string>();
  return base.flatMap(({ id, kind, name }) => {
    const selectable = PLACES[kind];
    if (!selectable || name === undefined || seen.has(`${kind} ${name}`)) return [];
    seen.add(`${kind} ${name}`);
    return [searchEntryOf(found(selectable, id, name, id), name, id)];
  });
}

const valveEntry = ({ id, name, dnMm }: Valve): SearchEntry<Found> =>
  searchEntryOf(
    found('valve', id, name ?? id, id, dnMm === undefined ? undefined : `DN${String(dnMm)}`),
    name ?? id,
    id,
  );

const pipeEntry = ({ id, street, dnMm }: Pipe): SearchEntry<Found> =>
  searchEntryOf(found('pipe', id, id, street, `DN${String(dnMm)}`), street ?? id, id, `dn${String(dnMm)}`);

const isOpenOrder = ({ stages }: Order): boolean => stages.closed === undefined;

const openFirst = <Item>(items: readonly Item[], isOpen: (item: Item) => boolean): readonly Item[] => [
  ...items.filter(isOpen),
  ...items.filter((item) => !isOpen(item)),
];
