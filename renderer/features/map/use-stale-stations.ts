import { computed, shallowRef, watch, watchEffect, type ShallowRef } from 'vue';
import type { Measure } from '#shared/domain/telemetry/measures.ts';
import { useSignalWatch } from '../../commands/queries.ts';
import { useCatalogue } from '../../stores/catalogue.store.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { useTelemetry } from '../../stores/telemetry.store.ts';
import { readSignal } from '../station/reading.ts';

const MAIN: Measure = 'primarySupplyPressureMPa';

/** Stations whose main value is not live, judged once a second. */
export function useStaleStations(): ShallowRef<ReadonlySet<string>> {
  const catalogue = useCatalogue();
  const network = useNetwork();
  const telemetry = useTelemetry();
  const time = useClock();
  const setWatch = useSignalWatch(1);
  const stale = shallowRef<ReadonlySet<string>>(new Set());

  const signals = computed(() =>
    (network.network?.stations ?? []).map(({ id }) => ({ id, signal: catalogue.signalOf(id, MAIN) })),
  );
  watchEffect(() => {
    setWatch(signals.value.flatMap(({ signal }) => (signal ? [signal.index] : [])));
  });
  watch(
    () => [time.now, signals.value] as const,
    () => {
      const nowMs = performance.now();
      const ids = signals.value
        .filter(({ signal }) => !signal || readSignal(telemetry.latest, signal, nowMs).isStale)
        .map(({ id }) => id);
      if (ids.length !== stale.value.size || ids.some((id) => !stale.value.has(id))) stale.value = new Set(ids);
    },
    { immediate: true },
  );
  return stale;
}
