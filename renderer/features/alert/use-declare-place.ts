import type { AlertReason } from './declare.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useLive } from '../../stores/live.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import type { Selected } from '../../stores/selection.store.ts';
import { usePlaceOf } from '../map/place-of.ts';
import { reasonForPipe } from './declare.ts';

/** Where an alert is about to be declared. */
export interface DeclarePlace {
  readonly at: LonLat;
  readonly address: string;
  readonly pipeId?: string | undefined;
  readonly candidateId?: string | undefined;
  readonly reason?: AlertReason | undefined;
}

/** The place of an alert from what is selected in any window. */
export function useDeclarePlace(): (selected: Selected) => DeclarePlace | undefined {
  const entities = useEntities();
  const live = useLive();
  const network = useNetwork();
  const placeOf = usePlaceOf();

  const pipeAt = (pipeId: string | undefined) => network.network?.pipes.find(({ id }) => id === pipeId);

  function details({ kind, id }: Selected): Omit<DeclarePlace, 'at'> {
    switch (kind) {
      case 'candidate': {
        const candidate = live.candidates.find((other) => other.id === id);
        const { address = '', pipeId, dnMm } = candidate ?? {};
        return { address, pipeId, candidateId: id, reason: reasonForPipe(dnMm) };
      }
      case 'pipe': {
        const pipe = pipeAt(id);
        return { address: pipe?.street ?? '', pipeId: id, reason: reasonForPipe(pipe?.dnMm) };
      }
      case 'station':
      case 'alarm': {
        const stationId = kind === 'alarm' ? entities.alarms.get(id)?.stationId : id;
        const station = network.stationsById.get(stationId ?? '');
        const isSource = station !== undefined && station.kind !== 'station';
        return {
          address: [station?.name, station?.address].filter(Boolean).join(' '),
          reason: isSource ? 'sourceTrip' : undefined,
        };
      }
      case 'complaint':
        return { address: entities.complaints.get(id)?.place.address ?? '' };
      case 'order':
        return { address: entities.orders.get(id)?.place.address ?? '' };
      case 'valve':
        return { address: network.network?.valves.find((valve) => valve.id === id)?.name ?? id };
      case 'building': {
        const building = network.buildingsById.get(id);
        return { address: building?.address ?? building?.name ?? '' };
      }
      case 'street':
      case 'repairPoint':
        return { address: network.network?.base.find((feature) => feature.id === id)?.name ?? '' };
      case 'alert':
      case 'crew':
      case 'place':
        return { address: '' };
    }
  }

  return (selected) => {
    // Where one is declared already, none is about to be.
    const at = selected.kind === 'alert' ? undefined : placeOf(selected);
    return at && { at, ...details(selected) };
  };
}
