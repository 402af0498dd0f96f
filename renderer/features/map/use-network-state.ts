import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { valveStatuses } from '#shared/domain/network/valve-status.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import {
  bareNetwork,
  NOTHING_AMISS,
  type NetworkState,
  type StateAnswer,
  type StateQuestion,
} from './network-state.ts';

/** What the valves as they stand do to the network; follows every change of a valve. */
export function useNetworkState(): ShallowRef<NetworkState> {
  const entities = useEntities();
  const network = useNetwork();
  const state = shallowRef(NOTHING_AMISS);
  const worker = new Worker(new URL('./network-state.worker.ts', import.meta.url), {
    type: 'module',
    name: 'network state',
  });
  const ask = (question: StateQuestion): void => worker.postMessage(question);
  let serial = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<StateAnswer>) => {
    // What was asked before the last change is of no use any more.
    if (data.serial === serial) state.value = data.state;
  });
  watch(
    () => network.network,
    (value) => {
      if (value) ask({ network: bareNetwork(value) });
    },
    { immediate: true },
  );
  watch(
    () => [network.network, entities.valves] as const,
    ([value, valves]) => {
      state.value = value ? state.value : NOTHING_AMISS;
      if (value) ask({ serial: ++serial, valves: valveStatuses(valves.values()) });
    },
    { immediate: true },
  );
  onScopeDispose(() => worker.terminate());
  return state;
}
