import { computed, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useFormat } from '../../locales/use-format.ts';
import type { HeatMap } from '../../map/heat-map.ts';
import type { LayerSwitch } from '../../map/layer-switches.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useLive } from '../../stores/live.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { useCandidateWords } from '../burst/use-candidate-words.ts';
import { valveMarks } from '../valve/valve-now.ts';
import { worstAlarms } from '../wall/wall-model.ts';
import { trackMarks } from './crew-tracks.ts';
import { geofenceMarks, pipeStateMarks, repairMarks, sensitiveMarks, zoneMarks } from './ground-marks.ts';
import { alertMarks, candidateMarks, complaintMarks, crewMarks, orderMarks, stationMarks } from './map-marks.ts';
import { useSteady } from './use-steady.ts';
import { useNetworkState } from './use-network-state.ts';
import { useStaleStations } from './use-stale-stations.ts';

/** Positions come crew by crew; the map moves them together, this often. */
const POSITIONS_MS = 300;
/** More crews than this move less often. */
const MANY_CREWS = 200;
const MANY_POSITIONS_MS = 1_000;

/** Puts everything that lives on a map, and keeps it so. Call in setup; the result takes the map when there is one. What is not shown may stay empty. */
export function useMapMarks(isShown: (layer: LayerSwitch) => boolean): (map: HeatMap) => void {
  const { t } = useI18n();
  const { age } = useFormat();
  const entities = useEntities();
  const live = useLive();
  const network = useNetwork();
  const time = useClock();
  const { candidateLabel } = useCandidateWords();
  const stale = useStaleStations();
  const state = useNetworkState();

  const positions = useSteady(
    () => live.positions,
    () => (live.positions.size > MANY_CREWS ? MANY_POSITIONS_MS : POSITIONS_MS),
  );

  const stations = computed(() => network.network?.stations ?? []);
  const complaints = computed(() => complaintMarks(entities.complaints.values()));
  const crews = computed(() =>
    crewMarks(entities.crews.values(), positions.value, time.now, {
      age,
      unknown: t('map.noPosition'),
      group: (n) => t('map.crewGroup', { n }),
    }),
  );
  const valves = computed(() =>
    valveMarks(network.network?.valves ?? [], entities.valves, (id) => entities.isPending({ type: 'valve', id })),
  );

  /** Sources of the marks, made with the composables they need; followed once there is a map. */
  const map = shallowRef<HeatMap>();
  const follow = <Name extends Parameters<HeatMap['set']>[0]>(
    name: Name,
    marks: () => Parameters<HeatMap['set']>[1],
  ): void => {
    watch(
      () => [map.value, marks()] as const,
      ([target, value]) => target?.set(name, value as never),
      { immediate: true },
    );
  };
  follow('stations', () =>
    stationMarks(stations.value, worstAlarms(entities.openAlarms), stale.value, state.value.out),
  );
  follow('valves', () => valves.value);
  follow('networkState', () => (network.network ? pipeStateMarks(network.network, state.value) : []));
  follow('zones', () => zoneMarks(stations.value, network.buildings, state.value.out));
  follow('sensitive', () => sensitiveMarks(network.buildings));
  follow('repairPoints', () => repairMarks(network.network?.base ?? []));
  follow('complaints', () => complaints.value);
  follow('complaintHeat', () => complaints.value);
  follow('orders', () => orderMarks(entities.orders.values()));
  follow('geofences', () => geofenceMarks(entities.orders.values(), positions.value));
  follow('crews', () => crews.value);
  // With the second, not with each message; the tracks are kept beside the positions.
  follow('tracks', () => (isShown('tracks') && time.now ? trackMarks(live.tracks(time.coreNow()), time.now) : []));
  follow('candidates', () => candidateMarks(live.candidates, candidateLabel));
  follow('alerts', () =>
    alertMarks(entities.redAlerts.values(), ({ drill }) => t(drill ? 'shell.drill' : 'shell.redAlert')),
  );

  return (created) => (map.value = created);
}
