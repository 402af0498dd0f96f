import type { z } from 'zod';
import type {
  MapSourcesView,
  saveMapSchema,
  StoreUsage,
  testTileSchema,
  TileReply,
  tileQuerySchema,
  TileTest,
} from '#shared/contract/map-api.ts';

/** What the maps from outside answer to the API. Each may throw a CodedError of the area MPS. */
export interface MapQueries {
  /** @param withAddresses whether addresses, which may hold keys, are told */
  sources(withAddresses: boolean): Promise<MapSourcesView>;
  save(input: z.infer<typeof saveMapSchema>): Promise<MapSourcesView>;
  test(input: z.infer<typeof testTileSchema>): Promise<TileTest>;
  tile(query: z.infer<typeof tileQuerySchema>): Promise<TileReply>;
  storeUsage(): StoreUsage;
}
