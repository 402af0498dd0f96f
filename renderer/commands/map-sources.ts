import type { MapSourcesView, StoreUsage, TileTest } from '#shared/contract/map-api.ts';
import type { Result } from '#shared/lib/result.ts';
import { theLink } from '../link/link.ts';
import { apiFault, type ApiFault } from './api-fault.ts';
import { asked } from './asked.ts';

type Asked<T> = Promise<Result<T, ApiFault>>;

/** The maps over the built-in base, with how it stands with each. */
export const readMapSources = (): Asked<MapSourcesView> => asked((api) => api.map.sources());

/** Writes `map.json`. Refused with the path of a wrong field. */
export const saveMapSources = (revision: string, file: Readonly<Record<string, unknown>>): Asked<MapSourcesView> =>
  asked((api) => api.map.saveSources({ revision, file }));

/** Fetches one tile of a source as it is in the form. */
export const testMapSource = (
  source: Readonly<Record<string, unknown>>,
  at: { readonly z: number; readonly x: number; readonly y: number },
): Asked<TileTest> => asked((api) => api.map.testSource({ source, ...at }));

export const readStoreUsage = (): Asked<StoreUsage> => asked((api) => api.map.storeUsage());

/** One tile through the core. Throws an Error with the code of the fault. */
export async function getTile(
  source: string,
  z: number,
  x: number,
  y: number,
): Promise<{ readonly picture: Blob | undefined; readonly fetchedAt: number; readonly isStale: boolean }> {
  try {
    const { file, fetchedAt, isStale } = await theLink().api.map.tile({ source, z, x, y });
    return { picture: file ?? undefined, fetchedAt, isStale };
  } catch (thrown) {
    throw Object.assign(new Error('no tile'), { code: apiFault(thrown).code });
  }
}
