import { computed, shallowRef, watch, watchEffect } from 'vue';
import { useI18n } from 'vue-i18n';
import type { SignalInfo } from '#shared/contract/console-api.ts';
import { MEASURES, type Measure } from '#shared/domain/telemetry/measures.ts';
import { ensureNetwork, useSignalWatch } from '../../commands/queries.ts';
import { formatValue, useFormat } from '../../locales/use-format.ts';
import { useCatalogue } from '../../stores/catalogue.store.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { usePreferences } from '../../stores/preferences.store.ts';
import { useTelemetry } from '../../stores/telemetry.store.ts';
import { readSignal, type Reading } from '../station/reading.ts';
import { groupStations, wallStations, worstAlarms, type StationState, type WallStation } from './wall-model.ts';
import type { CellFace } from './wall-painter.ts';

const MAIN: Measure = 'primarySupplyPressureMPa';
const WATCH_HZ = 4;

/** What the wall shows: groups and order once a second and at each alarm, readings whenever they are drawn. */
export function useWall() {
  const { t } = useI18n();
  const { age } = useFormat();
  const catalogue = useCatalogue();
  const entities = useEntities();
  const network = useNetwork();
  const telemetry = useTelemetry();
  const preferences = usePreferences();
  const time = useClock();
  const filter = shallowRef('');

  ensureNetwork();
  const setWatch = useSignalWatch(WATCH_HZ);
  const stations = computed(() => wallStations(network.network?.stations ?? [], catalogue.byStation));
  watchEffect(() => {
    const shown = stations.value.flatMap(({ id }) => [signalOf(id, MAIN), signalOf(id, preferences.wallMeasure)]);
    setWatch(shown.flatMap((signal) => (signal ? [signal.index] : [])));
  });

  function signalOf(stationId: string, measure: Measure): SignalInfo | undefined {
    return catalogue.signalOf(stationId, measure);
  }

  function readingOf(stationId: string, measure: Measure): Reading | undefined {
    const signal = signalOf(stationId, measure);
    return signal && readSignal(telemetry.latest, signal, performance.now());
  }

  /** Stale stations, judged once a second: a wall that reorders at each frame cannot be read. */
  const stale = shallowRef<ReadonlySet<string>>(new Set());
  watch(
    () => [time.now, stations.value] as const,
    () => {
      const ids = stations.value.filter(({ id }) => readingOf(id, MAIN)?.isStale ?? true).map(({ id }) => id);
      if (ids.length !== stale.value.size || ids.some((id) => !stale.value.has(id))) stale.value = new Set(ids);
    },
    { immediate: true },
  );

  const worst = computed(() => worstAlarms(entities.openAlarms));
  const stateOf = (id: string): StationState | undefined =>
    worst.value.get(id) ?? (stale.value.has(id) ? { isAcknowledged: false, isStale: true } : undefined);
  const groups = computed(() => groupStations(stations.value, stateOf));
  const ordered = computed(() => groups.value.flatMap((group) => group.stations));

  const matches = (station: WallStation): boolean => {
    const wanted = filter.value.trim().toLowerCase();
    return wanted === '' || `${station.name} ${station.id} ${station.area}`.toLowerCase().includes(wanted);
  };

  /** Everything one cell shows, from the newest readings. */
  function faceOf(station: WallStation, selectedId: string | undefined): CellFace {
    const main = readingOf(station.id, MAIN);
    const second = readingOf(station.id, preferences.wallMeasure);
    const signal = signalOf(station.id, MAIN);
    const alarm = worst.value.get(station.id);
    const [normalFrom, normalTo] = normalZone(signal);
    const isStale = main?.isStale ?? true;
    return {
      name: station.name,
      main: main ? formatValue(main.value, MAIN) : '—',
      mainUnit: MEASURES[MAIN].unit,
      second: second
        ? `${formatValue(second.value, preferences.wallMeasure)} ${MEASURES[preferences.wallMeasure].unit}`
        : '',
      share: main && signal && Number.isFinite(main.value) ? shareOf(main.value, signal) : undefined,
      normalFrom,
      normalTo,
      priority: alarm?.priority,
      isAcknowledged: alarm?.isAcknowledged ?? false,
      isStale,
      age: main && Number.isFinite(main.ageMs) ? age(main.ageMs) : t('wall.never'),
      isSelected: station.id === selectedId,
      isDimmed: !matches(station),
    };
  }

  function normalZone(signal: SignalInfo | undefined): readonly [number, number] {
    if (!signal) return [0, 1];
    const limits = catalogue.limitsBySignal.get(signal.signalId) ?? [];
    const lows = limits.filter(({ kind }) => kind === 'low' || kind === 'lowLow').map(({ limit }) => limit);
    const highs = limits.filter(({ kind }) => kind === 'high' || kind === 'highHigh').map(({ limit }) => limit);
    return [
      lows.length > 0 ? shareOf(Math.max(...lows), signal) : 0,
      highs.length > 0 ? shareOf(Math.min(...highs), signal) : 1,
    ];
  }

  const hasUnacknowledged = computed(() => entities.unacknowledged.length > 0);

  return { stations, groups, ordered, filter, matches, faceOf, hasUnacknowledged, mainMeasure: MAIN };
}

const shareOf = (value: number, signal: SignalInfo): number =>
  Math.min(1, Math.max(0, (value - signal.low) / (signal.high - signal.low)));
