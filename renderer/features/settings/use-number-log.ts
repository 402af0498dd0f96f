import { computed, shallowRef, watch } from 'vue';
import type { LogRow } from '#shared/contract/console-api.ts';
import { BURST_SETTINGS_REF } from '#shared/domain/burst-settings/types.ts';
import { listLogEntries } from '../../commands/queries.ts';
import { useConsole } from '../../stores/console.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { lastChanges, numberChanges } from './burst-numbers.ts';

const PAGE = 500;

/** Every save of the burst numbers, newest first, read again at each change. `failure` is the code of the last failed read. */
export function useNumberLog() {
  const entities = useEntities();
  const consoleStore = useConsole();
  const rows = shallowRef<readonly LogRow[]>();
  const failure = shallowRef<string>();
  let asked = 0;

  async function load(): Promise<void> {
    if (!consoleStore.isConnected) return;
    asked += 1;
    const own = asked;
    const found: LogRow[] = [];
    for (let before: number | undefined; ;) {
      const result = await listLogEntries({
        entity: BURST_SETTINGS_REF,
        limit: PAGE,
        ...(before !== undefined && { before }),
      });
      if (own !== asked) return;
      failure.value = result.ok ? undefined : result.error.code;
      if (!result.ok) return;
      found.push(...result.value.rows.filter(({ seq }) => seq !== undefined || before === undefined));
      before = result.value.rows.at(-1)?.seq;
      if (before === undefined || result.value.rows.length < PAGE) break;
    }
    rows.value = found;
  }

  watch(
    () => [entities.burstNumbers, entities.pendingOf(BURST_SETTINGS_REF).join(), consoleStore.isConnected],
    () => void load(),
    { immediate: true },
  );

  const changes = computed(() => rows.value && numberChanges(rows.value));
  const lastOf = computed(() => lastChanges(changes.value ?? []));
  return { changes, lastOf, failure };
}
