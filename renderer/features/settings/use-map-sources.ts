import { computed, ref, shallowRef } from 'vue';
import type { MapSource, MapSourcesView, StoreUsage, TileTest } from '#shared/contract/map-api.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import type { ApiFault } from '../../commands/api-fault.ts';
import { readMapSources, readStoreUsage, saveMapSources, testMapSource } from '../../commands/map-sources.ts';
import { tileAt } from '../../map/projections.ts';

/** The maps over the base as they are saved and as they are in the form. Nothing is saved before it is asked for. */
export function useMapSources() {
  const view = shallowRef<MapSourcesView>();
  const usage = shallowRef<StoreUsage>();
  const fault = shallowRef<ApiFault>();
  const saveFault = shallowRef<ApiFault>();
  const isSaving = ref(false);
  const sources = shallowRef<readonly MapSource[]>([]);
  const storeMb = ref(0);
  const freshDays = ref(0);

  function take(next: MapSourcesView): void {
    view.value = next;
    sources.value = next.sources.map(({ isVector: _vector, fault: _fault, ...source }) => source);
    storeMb.value = next.storeMb;
    freshDays.value = next.freshDays;
    saveFault.value = undefined;
  }

  async function load(): Promise<void> {
    const [reply, used] = await Promise.all([readMapSources(), readStoreUsage()]);
    fault.value = reply.ok ? undefined : reply.error;
    if (reply.ok) take(reply.value);
    if (used.ok) usage.value = used.value;
  }

  async function save(): Promise<void> {
    if (!view.value || isSaving.value) return;
    isSaving.value = true;
    const file = { storeMb: storeMb.value, freshDays: freshDays.value, sources: sources.value };
    const reply = await saveMapSources(view.value.revision, file);
    isSaving.value = false;
    if (reply.ok) take(reply.value);
    else saveFault.value = reply.error;
  }

  function change(at: number, fields: Partial<MapSource>): void {
    sources.value = sources.value.map((source, index) => (index === at ? { ...source, ...fields } : source));
  }

  /** @returns where it is */
  function add(name: string): number {
    const taken = new Set(sources.value.map(({ id }) => id));
    let number = 1;
    while (taken.has(`map-${String(number)}`)) number += 1;
    sources.value = [
      ...sources.value,
      {
        id: `map-${String(number)}`,
        name,
        kind: 'xyz',
        url: '',
        layer: '',
        matrixSet: '',
        system: 'wgs84',
        minZoom: 0,
        maxZoom: 18,
        attribution: '',
        opacity: 1,
        nightBrightness: 0.5,
        isOn: true,
      },
    ];
    return sources.value.length - 1;
  }

  const remove = (at: number): void => {
    sources.value = sources.value.filter((_, index) => index !== at);
  };

  /** Towards the top by -1, towards the ground by 1. */
  function move(at: number, by: -1 | 1): number {
    const to = at + by;
    const moved = [...sources.value];
    const [source] = moved.splice(at, 1);
    if (!source || to < 0 || to > moved.length) return at;
    moved.splice(to, 0, source);
    sources.value = moved;
    return to;
  }

  const isChanged = computed(
    () =>
      view.value !== undefined &&
      JSON.stringify([sources.value, storeMb.value, freshDays.value]) !==
        JSON.stringify([
          view.value.sources.map(({ isVector: _vector, fault: _fault, ...source }) => source),
          view.value.storeMb,
          view.value.freshDays,
        ]),
  );

  const revert = (): void => {
    if (view.value) take(view.value);
  };

  return {
    view,
    usage,
    fault,
    saveFault,
    isSaving,
    sources,
    storeMb,
    freshDays,
    isChanged,
    load,
    save,
    change,
    add,
    remove,
    move,
    revert,
  };
}

/** A zoom at which every source of a city has something. */
const TEST_ZOOM = 12;

/** Fetches the tile over a place. */
export function testSource(
  source: MapSource,
  at: LonLat,
): Promise<{ ok: true; value: TileTest } | { ok: false; error: ApiFault }> {
  const zoom = Math.min(source.maxZoom, Math.max(source.minZoom, TEST_ZOOM));
  return testMapSource({ ...source }, tileAt(source.system, at, zoom));
}
