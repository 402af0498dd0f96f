import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Building, Network } from '#shared/domain/network/types.ts';

export type LoadState = 'idle' | 'loading' | 'ready' | 'failed';

/**
 * The imported plant. `idle` until a view asks for it (`ensureNetwork` of commands/); `ready` with a null network means
 * that nothing has been imported yet. Written by link/ only.
 */
export const useNetwork = defineStore('network', () => {
  const state = shallowRef<LoadState>('idle');
  const failure = shallowRef<string>();
  const network = shallowRef<Network | null>(null);
  const buildings = shallowRef<readonly Building[]>([]);
  const revision = shallowRef(-1);

  const stationsById = computed(() => new Map((network.value?.stations ?? []).map((station) => [station.id, station])));
  const buildingsById = computed(() => new Map(buildings.value.map((building) => [building.id, building])));

  function beginLoading(): void {
    state.value = 'loading';
  }

  function replace(next: { revision: number; network: Network | null; buildings: readonly Building[] }): void {
    network.value = next.network;
    buildings.value = next.buildings;
    revision.value = next.revision;
    failure.value = undefined;
    state.value = 'ready';
  }

  function fail(code: string): void {
    failure.value = code;
    state.value = 'failed';
  }

  return {
    state,
    failure,
    network,
    buildings,
    revision,
    stationsById,
    buildingsById,
    beginLoading,
    replace,
    fail,
  };
});
