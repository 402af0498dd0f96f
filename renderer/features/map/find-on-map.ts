import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import type { Building, Network } from '#shared/domain/network/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import type { SelectableKind } from '../../stores/selection.store.ts';
import { findPlaces } from '../desk/find-places.ts';
import { placeId } from './place-id.ts';

export interface Found {
  readonly kind: SelectableKind;
  readonly id: string;
  readonly title: string;
  readonly hint: string;
}

export interface Searched {
  readonly network: Network | null;
  readonly buildings: readonly Building[];
  readonly crews: Iterable<Crew>;
  readonly orders: Iterable<Order>;
  readonly complaints: Iterable<Complaint>;
}

/** What the words name on the map: stations, valves, crews, open orders and complaints, buildings, streets; the first `limit`. */
export function findOnMap(query: string, searched: Searched, limit: number): readonly Found[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const has = (...texts: readonly (string | undefined)[]): boolean => {
    const text = texts.join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found: Found[] = [];
  for (const { id, name, area, address } of searched.network?.stations ?? []) {
    if (has(id, name, area, address)) found.push({ kind: 'station', id, title: name, hint: `${id} ${area}` });
  }
  for (const { id, name, leader } of searched.crews) {
    if (has(name, leader)) found.push({ kind: 'crew', id, title: name, hint: leader });
  }
  for (const { id, number, title, place, stages } of searched.orders) {
    if (!stages.closed && has(number, title, place.address))
      found.push({ kind: 'order', id, title: number, hint: title });
  }
  for (const { id, text, place, phone, status } of searched.complaints) {
    if (status !== 'closed' && has(text, place.address, phone)) {
      found.push({ kind: 'complaint', id, title: place.address ?? text, hint: text });
    }
  }
  for (const { id, name } of searched.network?.valves ?? []) {
    if (found.length < limit && has(id, name)) found.push({ kind: 'valve', id, title: name ?? id, hint: id });
  }
  const places = findPlaces(searched.buildings, searched.network?.base ?? [], query, Math.max(0, limit - found.length));
  for (const { at, address, hint } of places) found.push({ kind: 'place', id: placeId(at), title: address, hint });
  return found.slice(0, limit);
}
