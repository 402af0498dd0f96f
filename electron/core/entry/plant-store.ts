import { readBuildings } from '../db/cache/buildings.ts';
import { revision } from '../db/cache/imports.ts';
import { readNetwork } from '../db/cache/network.ts';
import type { OpenDatabase } from '#kit/open-database.ts';
import type { PlantStore } from '../dependencies.ts';

/** The imported plant out of `cache.db`. Another process may import while we run: the revision is asked each time. */
export function createPlantStore(cache: OpenDatabase): PlantStore {
  const byRevision = <T>(read: () => T): (() => T) => {
    let held: { readonly at: number; readonly value: T } | undefined;
    return () => {
      const at = revision(cache);
      if (held?.at !== at) held = { at, value: read() };
      return held.value;
    };
  };
  return {
    revision: () => revision(cache),
    network: byRevision(() => readNetwork(cache) ?? null),
    buildings: byRevision(() => readBuildings(cache)),
  };
}
