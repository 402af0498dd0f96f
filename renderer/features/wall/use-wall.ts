import { computed, shallowRef, watch } from 'vue';
import { effectiveLimits } from '#shared/domain/alarm-limit/effective.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { Measure } from '#shared/domain/telemetry/measures.ts';
import { useCatalogue } from '../../stores/catalogue.store.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { usePreferences } from '../../stores/preferences.store.ts';
import { useTelemetry } from '../../stores/telemetry.store.ts';
import { packMark } from './scene/marks.ts';
import { useFavourites } from './use-favourites.ts';
import {
  areasOf,
  frontOf,
  groupStations,
  isAbnormal,
  isShown,
  matchesSearch,
  NO_FILTER,
  wallStations,
  worstAlarms,
  type StationState,
  type WallFilter,
  type WallStation,
} from './wall-model.ts';
import { divideAreas, WHOLE, type WallPart } from './wall-parts.ts';
import { isSlotDoubtful, wallSignals } from './wall-signals.ts';

export const MAIN_MEASURE: Measure = 'primarySupplyPressureMPa';

export type Wall = ReturnType<typeof useWall>;

/**
 * What the wall shows and in which order, from the stores alone. Order and marks change with alarms, plant states, staleness (judged once a
 * second: a wall that reorders at each frame cannot be read) and the filters; values go past this to the scene.
 */
export function useWall() {
  const catalogue = useCatalogue();
  const entities = useEntities();
  const network = useNetwork();
  const telemetry = useTelemetry();
  const preferences = usePreferences();
  const time = useClock();
  const { favourites, toggleFavourite } = useFavourites();
  const filter = shallowRef<WallFilter>(NO_FILTER);
  const part = shallowRef<WallPart>(WHOLE);
  const isUnattended = shallowRef(false);

  const known = computed(() => wallStations(network.network?.stations ?? [], catalogue.byStation));
  /** Stations of this display's part; the place in this list is the slot of a station in every column. */
  const stations = computed(() => {
    if (part.value.of === 1) return known.value;
    const areas = divideAreas(areasOf(known.value), part.value.of)[part.value.index - 1];
    return known.value.filter(({ area }) => areas?.has(area));
  });
  const slotOf = computed(() => new Map(stations.value.map(({ id }, slot) => [id, slot])));

  const limits = computed(() => {
    const bySignal = new Map<string, AlarmLimit[]>();
    for (const limit of effectiveLimits(catalogue.limits, [...entities.limitSettings.values()])) {
      const ofSignal = bySignal.get(limit.signalId);
      if (ofSignal) ofSignal.push(limit);
      else bySignal.set(limit.signalId, [limit]);
    }
    return bySignal;
  });
  const signals = computed(() => {
    const of = (measure: Measure) => stations.value.map(({ id }) => catalogue.signalOf(id, measure));
    return wallSignals(of(MAIN_MEASURE), of(preferences.wallMeasure), limits.value);
  });

  const stale = shallowRef<ReadonlySet<string>>(new Set());
  watch(
    [() => time.now, signals],
    () => {
      const nowMs = performance.now();
      const ids = stations.value
        .filter((_, slot) => isSlotDoubtful(slot, signals.value, telemetry.latest, nowMs))
        .map(({ id }) => id);
      if (ids.length !== stale.value.size || ids.some((id) => !stale.value.has(id))) stale.value = new Set(ids);
    },
    { immediate: true },
  );

  const worst = computed(() => worstAlarms(entities.openAlarms));
  const heldBack = computed(() => {
    const { shelved, suppressed, outOfService } = entities.alarmLists;
    const alarms = [...shelved, ...suppressed.map(({ alarm }) => alarm), ...outOfService];
    return new Set(alarms.map(({ stationId }) => stationId));
  });
  const stateOf = computed(() => {
    const [alarms, old] = [worst.value, stale.value];
    return (id: string): StationState | undefined => {
      const state = alarms.get(id);
      if (!old.has(id)) return state;
      return { priority: state?.priority, isAcknowledged: state?.isAcknowledged ?? false, isStale: true };
    };
  });
  const plantStateOf = (id: string) => entities.stations.get(id)?.plantState?.state ?? 'inService';

  const shown = computed(() =>
    stations.value.filter((station) => isShown(station, stateOf.value(station.id), filter.value)),
  );
  const hiddenAbnormal = computed(() => {
    if (shown.value.length === stations.value.length) return 0;
    const ids = new Set(shown.value.map(({ id }) => id));
    return stations.value.filter(({ id }) => !ids.has(id) && isAbnormal(stateOf.value(id))).length;
  });
  const groups = computed(() => groupStations(shown.value, stateOf.value, favourites.value));
  const front = computed(() => (isUnattended.value ? frontOf(shown.value, stateOf.value) : []));
  /** One a cell: the front strip, then the groups. */
  const ordered = computed(() => [...front.value, ...groups.value.flatMap((group) => group.stations)]);

  const matches = (station: WallStation): boolean => matchesSearch(station, filter.value.search);
  const marks = computed(() =>
    Uint16Array.from(stations.value, (station) => {
      const state = worst.value.get(station.id);
      return packMark({
        priority: state?.priority,
        isAcknowledged: state?.isAcknowledged ?? false,
        isHeldBack: heldBack.value.has(station.id),
        plantState: plantStateOf(station.id),
        isDimmed: !matches(station),
      });
    }),
  );

  function change(patch: Partial<WallFilter>): void {
    filter.value = { ...filter.value, ...patch };
  }

  function showAll(): void {
    filter.value = NO_FILTER;
  }

  function showPart(next: WallPart): void {
    part.value = next;
  }

  function setUnattended(next: boolean): void {
    isUnattended.value = next;
  }

  return {
    filter,
    part,
    isUnattended,
    known,
    stations,
    slotOf,
    signals,
    stale,
    worst,
    heldBack,
    stateOf,
    plantStateOf,
    shown,
    hiddenAbnormal,
    groups,
    front,
    ordered,
    favourites,
    marks,
    matches,
    change,
    showAll,
    showPart,
    setUnattended,
    toggleFavourite,
  };
}
