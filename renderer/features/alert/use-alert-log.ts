import { shallowRef, watch, type ShallowRef } from 'vue';
import type { LogRow } from '#shared/contract/console-api.ts';
import type { EntityRef } from '#shared/domain/entity/entity.ts';
import type { Order } from '#shared/domain/order/types.ts';
import { listLogEntries } from '../../commands/queries.ts';
import { useConsole } from '../../stores/console.store.ts';
import { useEntities } from '../../stores/entities.store.ts';

const LIMIT = 500;

/** The log of an alert and of its orders, read again at each change of them. `failure` is the code of the last failed read. */
export function useAlertLog(
  alertId: () => string,
  orders: () => readonly Order[],
): { readonly rows: ShallowRef<readonly LogRow[] | undefined>; readonly failure: ShallowRef<string | undefined> } {
  const entities = useEntities();
  const consoleStore = useConsole();
  const rows = shallowRef<readonly LogRow[]>();
  const failure = shallowRef<string>();
  let asked = 0;
  let answered = 0;

  async function load(): Promise<void> {
    if (!consoleStore.isConnected) return;
    const mine = ++asked;
    const results = await Promise.all(refs().map((entity) => listLogEntries({ entity, limit: LIMIT })));
    if (mine !== asked) return;
    answered = mine;
    const failed = results.find((result) => !result.ok);
    failure.value = failed && !failed.ok ? failed.error.code : undefined;
    if (!failed) rows.value = results.flatMap((result) => (result.ok ? result.value.rows : []));
  }

  const refs = (): readonly EntityRef[] => [
    { type: 'redAlert', id: alertId() },
    ...orders().map(({ id }) => ({ type: 'order', id }) as const),
  ];

  watch(
    () => [
      entities.redAlerts.get(alertId()),
      ...orders(),
      refs()
        .map((ref) => entities.pendingOf(ref).join())
        .join(';'),
      consoleStore.isConnected,
    ],
    () => void load(),
    { immediate: true },
  );
  /** A read that crossed with the receipts must not leave lines waiting for ever: told once a second, with the status. */
  watch(
    () => consoleStore.status,
    () => {
      const isWaiting = refs().some((ref) => entities.pendingOf(ref).length > 0);
      const hasOldLines = rows.value?.some(({ kind }) => kind === 'pending') ?? false;
      if (asked === answered && hasOldLines && !isWaiting) void load();
    },
  );
  return { rows, failure };
}
