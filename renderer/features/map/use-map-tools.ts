import { onScopeDispose, shallowReactive, shallowRef, watch } from 'vue';
import type { MapSourcesView } from '#shared/contract/map-api.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { getTile, readMapSources } from '../../commands/map-sources.ts';
import type { HeatMap } from '../../map/heat-map.ts';
import type { Measured } from '../../map/measure.ts';
import type { OuterState } from '../../map/tile-maps.ts';
import { useConsole } from '../../stores/console.store.ts';

/** Sources may have been changed in another window: they are asked for again so often, ms. */
const RELOAD_MS = 30_000;

/** What the tools of the map work with: the maps over the base, what is measured, and where the pointer is. */
export function useMapTools(map: () => HeatMap | undefined) {
  const console = useConsole();
  const pointer = shallowRef<LonLat>();
  const measured = shallowRef<Measured>();
  const sources = shallowRef<MapSourcesView>();
  const states = shallowReactive(new Map<string, OuterState>());
  let shown: string | undefined;

  async function load(): Promise<void> {
    const reply = await readMapSources();
    if (!reply.ok) return;
    sources.value = reply.value;
    show();
  }

  /** The same sources again are no reason to draw anew. */
  function show(): void {
    const wanted = sources.value?.sources ?? [];
    const key = JSON.stringify([sources.value?.revision, wanted.map(({ id, isVector }) => [id, isVector])]);
    const heatMap = map();
    if (!heatMap || key === shown) return;
    shown = key;
    states.clear();
    heatMap.setMaps(wanted);
  }

  watch(
    () => console.isConnected,
    (isConnected) => {
      if (isConnected) void load();
    },
    { immediate: true },
  );
  const timer = setInterval(() => {
    if (!document.hidden && console.isConnected) void load();
  }, RELOAD_MS);
  onScopeDispose(() => {
    clearInterval(timer);
  });

  return {
    pointer,
    measured,
    sources,
    states,
    show,
    heatMap: map,
    options: {
      getTile,
      onPointer: (at: LonLat | undefined) => (pointer.value = at),
      onMeasured: (value: Measured | undefined) => (measured.value = value),
      onMapState: (source: string, state: OuterState) => void states.set(source, state),
    },
  };
}

export type MapToolsState = ReturnType<typeof useMapTools>;
