import { shallowRef, watch, type ShallowRef } from 'vue';
import { valveStatuses } from '#shared/domain/network/valve-status.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { askState } from './network-client.ts';
import { NOTHING_AMISS, type NetworkState } from './network-state.ts';

/** What the valves as they stand do to the network; follows every change of a valve. */
export function useNetworkState(): ShallowRef<NetworkState> {
  const entities = useEntities();
  const network = useNetwork();
  const state = shallowRef(NOTHING_AMISS);
  let asked = 0;
  watch(
    () => [network.network, entities.valves] as const,
    async ([value, valves]) => {
      const serial = ++asked;
      const next = value ? await askState(value, valveStatuses(valves.values())) : NOTHING_AMISS;
      // What was asked before the last change is of no use any more.
      if (serial === asked) state.value = next;
    },
    { immediate: true },
  );
  return state;
}
