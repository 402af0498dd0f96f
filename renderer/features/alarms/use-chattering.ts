import { computed, shallowRef, watch } from 'vue';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { readKpis } from '../../commands/alarm-queries.ts';
import { useConsole } from '../../stores/console.store.ts';
import { useEntities } from '../../stores/entities.store.ts';

const LOOK_BACK_MS = 3_600_000;

/** Alarms that chattered within the last hour, asked anew whenever `at` (UTC ms) changes. */
export function useChattering(at: () => number) {
  const entities = useEntities();
  const consoleStore = useConsole();
  const ids = shallowRef<readonly string[]>([]);
  watch(
    [at, () => consoleStore.isConnected],
    async ([now, isConnected]) => {
      if (!isConnected) return;
      const result = await readKpis(now - LOOK_BACK_MS, now + 60_000);
      if (result.ok && now === at()) ids.value = result.value.chattering;
    },
    { immediate: true },
  );
  return computed(() =>
    ids.value.map((id) => entities.alarms.get(id)).filter((alarm): alarm is Alarm => alarm !== undefined),
  );
}
