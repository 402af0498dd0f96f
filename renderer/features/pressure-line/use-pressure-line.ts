import { computed, watch } from 'vue';
import { pressureLine, type Measured, type StationReadings } from '#shared/domain/pressure-line/line.ts';
import { routeMap, routeTo } from '#shared/domain/pressure-line/route.ts';
import { signalIdOf, type Measure } from '#shared/domain/telemetry/measures.ts';
import { err } from '#shared/lib/result.ts';
import { useSignalWatch } from '../../commands/queries.ts';
import { useCatalogue } from '../../stores/catalogue.store.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { useTelemetry } from '../../stores/telemetry.store.ts';
import { readSignal } from '../station/reading.ts';

const WATCH_HZ = 1;
const MEASURES_OF = {
  supplyMPa: 'primarySupplyPressureMPa',
  returnMPa: 'primaryReturnPressureMPa',
  supplyTempC: 'primarySupplyTempC',
  returnTempC: 'primaryReturnTempC',
} as const satisfies Record<keyof StationReadings, Measure>;

/** The way to a station (undefined: the farthest) and its line, once a second. */
export function usePressureLine(stationId: () => string | undefined) {
  const network = useNetwork();
  const catalogue = useCatalogue();
  const telemetry = useTelemetry();
  const clock = useClock();
  const setWatch = useSignalWatch(WATCH_HZ);

  const map = computed(() => (network.network ? routeMap(network.network) : err('noNetwork' as const)));
  const route = computed(() =>
    map.value.ok ? routeTo(map.value.value, stationId() ?? map.value.value.farthest) : map.value,
  );

  function measured(id: string, measure: Measure): Measured | undefined {
    const signal = catalogue.signalOf(id, measure);
    if (!signal) return undefined;
    const { value, isStale, isBad } = readSignal(telemetry.latest, signal, performance.now());
    return { value, state: isBad || !Number.isFinite(value) ? 'bad' : isStale ? 'stale' : 'live' };
  }

  const readingsOf = (id: string): StationReadings => ({
    supplyMPa: measured(id, MEASURES_OF.supplyMPa),
    returnMPa: measured(id, MEASURES_OF.returnMPa),
    supplyTempC: measured(id, MEASURES_OF.supplyTempC),
    returnTempC: measured(id, MEASURES_OF.returnTempC),
  });
  const line = computed(() => {
    void clock.now;
    void catalogue.revision;
    return route.value.ok ? pressureLine(route.value.value, readingsOf) : undefined;
  });
  const fault = computed(() => (route.value.ok ? undefined : route.value.error));
  const cutOff = computed(() => (map.value.ok ? map.value.value.cutOff : []));

  watch(
    [route, () => catalogue.revision],
    () => {
      const stations = route.value.ok ? route.value.value.stations : [];
      setWatch(
        stations.flatMap(({ station }) =>
          Object.values(MEASURES_OF).flatMap((measure) => catalogue.signalOf(station.id, measure)?.index ?? []),
        ),
      );
    },
    { immediate: true },
  );

  /** Ids of the two pressures of every station on the way. */
  const pressureIds = computed(() =>
    route.value.ok
      ? route.value.value.stations.flatMap(({ station }) => [
          signalIdOf(station.id, MEASURES_OF.supplyMPa),
          signalIdOf(station.id, MEASURES_OF.returnMPa),
        ])
      : [],
  );
  return { line, fault, cutOff, pressureIds };
}
