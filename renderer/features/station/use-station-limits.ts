import { computed, type ComputedRef } from 'vue';
import { effectiveLimits } from '#shared/domain/alarm-limit/effective.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import { useCatalogue } from '../../stores/catalogue.store.ts';
import { useEntities } from '../../stores/entities.store.ts';

/** The limits of one station that are watched: its defaults, with what people set in their place; by signal. */
export function useStationLimits(stationId: () => string): ComputedRef<ReadonlyMap<string, readonly AlarmLimit[]>> {
  const catalogue = useCatalogue();
  const entities = useEntities();
  return computed(() => {
    const signals = catalogue.byStation.get(stationId()) ?? [];
    const ids = new Set(signals.map(({ signalId }) => signalId));
    const defaults = signals.flatMap(({ signalId }) => catalogue.limitsBySignal.get(signalId) ?? []);
    const settings = [...entities.limitSettings.values()].filter(({ id }) => ids.has(id.slice(0, id.lastIndexOf(':'))));
    const bySignal = new Map<string, AlarmLimit[]>();
    for (const limit of effectiveLimits(defaults, settings)) {
      const known = bySignal.get(limit.signalId);
      if (known) known.push(limit);
      else bySignal.set(limit.signalId, [limit]);
    }
    return bySignal;
  });
}
