import type { MapQueries } from '#core/api/map-queries.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** No maps from outside; but any source that is asked for `bytes` has a tile of three bytes, so that its way to the page can be seen. */
export function createEmptyMap(): MapQueries {
  const view = { revision: '', storeMb: 10, freshDays: 1, sources: [] } as const;
  return {
    sources: () => Promise.resolve(view),
    save: () => Promise.resolve(view),
    test: () => Promise.reject(new CodedError('MPS0005')),
    tile: ({ source }) =>
      source === 'bytes'
        ? Promise.resolve({
            file: new File([Uint8Array.of(1, 2, 3)], 'tile', { type: 'image/png' }),
            fetchedAt: 5,
            isStale: true,
          })
        : Promise.reject(new CodedError('MPS0004', { id: source })),
    storeUsage: () => ({ bytes: 0, limitBytes: 10, sources: [] }),
  };
}
