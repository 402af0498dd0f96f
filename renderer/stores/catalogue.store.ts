import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { SignalInfo } from '#shared/contract/console-api.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import { signalIdOf, type Measure } from '#shared/domain/telemetry/measures.ts';

/** Which signals exist, at which index, and the alarm limits on them. Written by link/ only. */
export const useCatalogue = defineStore('catalogue', () => {
  const signals = shallowRef<readonly SignalInfo[]>([]);
  const limits = shallowRef<readonly AlarmLimit[]>([]);
  const revision = shallowRef(-1);

  const byId = computed(() => new Map(signals.value.map((signal) => [signal.signalId, signal])));
  const byStation = computed(() => groupedBy(signals.value, (signal) => signal.stationId));
  const limitsBySignal = computed(() => groupedBy(limits.value, (limit) => limit.signalId));

  const signalOf = (stationId: string, measure: Measure): SignalInfo | undefined =>
    byId.value.get(signalIdOf(stationId, measure));

  function replace(next: { revision: number; signals: readonly SignalInfo[]; limits: readonly AlarmLimit[] }): void {
    signals.value = next.signals;
    limits.value = next.limits;
    revision.value = next.revision;
  }

  return { signals, limits, revision, byId, byStation, limitsBySignal, signalOf, replace };
});

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
