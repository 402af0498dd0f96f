import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import type { BaseFeature, Building, Network, Pipe, Station, Valve } from '#shared/domain/network/types.ts';
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

/** Open ones first; what is closed is still found by its number. */
export const orderEntries = (orders: Iterable<Order>): List =>
  openFirst([...orders], ({ stages }) => stages.closed === undefined).map(({ id, number, title, place }) =>
    searchEntryOf(found('order', id, number, title, place.address), title, number, place.address),
  );

export const complaintEntries = (complaints: Iterable<Complaint>): List =>
  openFirst([...complaints], ({ status }) => status !== 'closed').map(({ id, text, place, phone }) =>
    searchEntryOf(found('complaint', id, place.address ?? text, phone, text), place.address ?? text, phone, text, id),
  );

/** Everything of the imported network, what is asked for most first. */
export function networkEntries(network: Pick<Network, 'stations' | 'valves' | 'pipes' | 'base'>): readonly List[] {
  return [
    stationEntries(network.stations),
    placeEntries(network.base),
    network.valves.map(valveEntry),
    network.pipes.map(pipeEntry),
  ];
}

export const buildingEntries = (buildings: readonly Building[]): List =>
  buildings.map(({ id, name, address, community, phone }) =>
    searchEntryOf(found('building', id, address || name, name, community), address || name, name, community, phone, id),
  );

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

const openFirst = <Item>(items: readonly Item[], isOpen: (item: Item) => boolean): readonly Item[] => [
  ...items.filter(isOpen),
  ...items.filter((item) => !isOpen(item)),
];
