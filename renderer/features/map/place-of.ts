import type { LonLat } from '#shared/lib/geo.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useLive } from '../../stores/live.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import type { Selected } from '../../stores/selection.store.ts';
import { parsePlace, middleOf, middleOfBase } from './place-id.ts';

/** Where the selected things are: `placeOf(selected)` gives WGS84, or undefined for what has no place or is not known. */
export function usePlaceOf(): (selected: Selected) => LonLat | undefined {
  const entities = useEntities();
  const live = useLive();
  const network = useNetwork();

  return ({ kind, id }) => {
    switch (kind) {
      case 'station':
        return network.stationsById.get(id)?.at;
      case 'alarm':
        return network.stationsById.get(entities.alarms.get(id)?.stationId ?? '')?.at;
      case 'complaint':
        return entities.complaints.get(id)?.place.at;
      case 'order':
        return entities.orders.get(id)?.place.at;
      case 'crew':
        return live.positions.get(id)?.at ?? entities.crews.get(id)?.base;
      case 'candidate':
        return live.candidates.find((candidate) => candidate.id === id)?.at;
      case 'valve':
        return network.network?.valves.find((valve) => valve.id === id)?.at;
      case 'pipe':
        return middleOf(network.network?.pipes.find((pipe) => pipe.id === id)?.path ?? []);
      case 'building':
        return network.buildingsById.get(id)?.at;
      case 'repairPoint':
      case 'street':
        return middleOfBase(network.network?.base.find((feature) => feature.id === id));
      case 'alert':
        return entities.redAlerts.get(id)?.place.at;
      case 'place':
        return parsePlace(id);
    }
  };
}
