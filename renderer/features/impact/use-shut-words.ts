import { useI18n } from 'vue-i18n';
import type { TraceResult } from '#shared/domain/network/trace-types.ts';
import { useNetwork } from '../../stores/network.store.ts';

/** Stations that have water on their other side and must be shut at their own valves too (NET0009). */
export function useShutWords() {
  const { t } = useI18n();
  const network = useNetwork();

  const stationsOf = (trace: Pick<TraceResult, 'stationsToShut'> | undefined) =>
    (trace?.stationsToShut ?? []).map((id) => ({ id, name: network.stationsById.get(id)?.name ?? id }));

  /** All of them in one sentence; empty where there are none. */
  function shutText(trace: Pick<TraceResult, 'stationsToShut'> | undefined): string {
    const names = stationsOf(trace).map(({ name }) => name);
    return names.length === 0 ? '' : t('impact.valve.shutText', { names: names.join(t('common.comma')) });
  }

  return { stationsOf, shutText };
}
