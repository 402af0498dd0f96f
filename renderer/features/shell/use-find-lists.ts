import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useEntities } from '../../stores/entities.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import {
  alertEntries,
  buildingEntries,
  complaintEntries,
  crewEntries,
  networkEntries,
  orderEntries,
  type Found,
} from './find-lists.ts';
import type { SearchEntry } from './palette-search.ts';

/**
 * Everything that has a name or number, as the map's field and the command line look through it; made when it is first read, and each part
 * again only when that part changes.
 */
export function useFindLists(): ComputedRef<readonly (readonly SearchEntry<Found>[])[]> {
  const { t } = useI18n();
  const entities = useEntities();
  const network = useNetwork();
  const plant = computed(() => (network.network ? networkEntries(network.network) : []));
  const buildings = computed(() =>
    buildingEntries(network.buildings, (kind) => `${t(`map.sensitive.${kind}`)} ${t('map.layer.sensitive')}`),
  );
  const crews = computed(() => crewEntries(entities.crews.values()));
  const orders = computed(() => orderEntries(entities.orders.values(), t('map.layer.geofences')));
  const complaints = computed(() =>
    complaintEntries(entities.complaints.values(), (category) => t(`category.${category}`)),
  );
  const alerts = computed(() => alertEntries(entities.redAlerts.values(), t('map.kind.alert')));
  return computed(() => {
    const [stations = [], places = [], ...pipework] = plant.value;
    return [stations, alerts.value, crews.value, orders.value, places, buildings.value, complaints.value, ...pipework];
  });
}
