import { z } from 'zod';

/**
 * Maps that the operator puts over the built-in base (console API, `map.*`). The page never talks to a foreign host: the core fetches
 * each tile, keeps it in its store and hands it on. Times UTC ms.
 */

export const MAP_SYSTEMS = ['wgs84', 'gcj02', 'bd09'] as const;
/** In which coordinates a source is cut: WGS84 and GCJ-02 on the Web Mercator grid, BD-09 on the grid of Baidu; vectors always on Web Mercator, of the degrees of their system. */
export type MapSystem = (typeof MAP_SYSTEMS)[number];

export const SOURCE_KINDS = ['xyz', 'wmts', 'pmtiles'] as const;

const share = z.number().min(0).max(1);
const zoom = z.number().int().min(0).max(24);

/** One map, as `map.json` has it. The first lies lowest. */
export const mapSourceSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/),
    name: z.string().trim().min(1).max(60),
    kind: z.enum(SOURCE_KINDS),
    /**
     * `xyz`: a template with {z}, {x}, {y} (or {-y} counted from the south). `wmts`: a template with {TileMatrix}, {TileRow}, {TileCol}, or the address
     * of the capabilities. `pmtiles`: path of a file on this console.
     */
    url: z.string().trim().min(1).max(2_000),
    /** WMTS: layer and matrix set of the capabilities. */
    layer: z.string().max(200).default(''),
    matrixSet: z.string().max(200).default(''),
    system: z.enum(MAP_SYSTEMS).default('wgs84'),
    minZoom: zoom.default(0),
    maxZoom: zoom.default(18),
    attribution: z.string().max(200).default(''),
    opacity: share.default(1),
    /** Share of the brightness left at night. */
    nightBrightness: share.default(0.5),
    isOn: z.boolean().default(true),
  })
  .refine(({ kind, url }) => kind === 'pmtiles' || /^https?:\/\//i.test(url), { path: ['url'], error: 'http(s) only' })
  .refine(({ kind, url }) => kind !== 'xyz' || (/\{z\}/.test(url) && /\{x\}/.test(url) && /\{-?y\}/.test(url)), {
    path: ['url'],
    error: '{z}, {x} and {y} are needed',
  })
  .refine(({ minZoom, maxZoom }) => minZoom <= maxZoom, { path: ['maxZoom'], error: 'below minZoom' });
export type MapSource = z.output<typeof mapSourceSchema>;

/** `map.json` in the data folder. */
export const mapFileSchema = z
  .strictObject({
    version: z.literal(1).default(1),
    /** Largest size of the tile store. */
    storeMb: z.number().int().min(10).max(200_000).default(2_000),
    /** A tile older than this is fetched again where that is possible. */
    freshDays: z.number().int().min(1).max(3_650).default(30),
    sources: z.array(mapSourceSchema).max(16).default([]),
  })
  .refine(({ sources }) => new Set(sources.map(({ id }) => id)).size === sources.length, {
    path: ['sources'],
    error: 'two sources with one id',
  });
export type MapFile = z.output<typeof mapFileSchema>;

/** A source as pages see it: the address only where the page has full access, for it may hold a key. */
export interface MapSourceView extends MapSource {
  /** Drawn by the page from vectors rather than shown as pictures. */
  readonly isVector: boolean;
  /** Why nothing new comes from it, or what is remarkable about it (MPS codes). */
  readonly fault?: { readonly code: string; readonly detail: Readonly<Record<string, string | number | boolean>> };
}

export interface MapSourcesView {
  readonly revision: string;
  readonly storeMb: number;
  readonly freshDays: number;
  readonly sources: readonly MapSourceView[];
  /** Why `map.json` is not used. */
  readonly fault?: MapSourceView['fault'];
}

export const saveMapSchema = z.object({ revision: z.string().max(64), file: z.record(z.string(), z.unknown()) });

const tileNumber = z.number().int().min(-67_108_864).max(67_108_864);
const tileCoordinate = { z: zoom, x: tileNumber, y: tileNumber };
export const tileQuerySchema = z.object({ source: z.string().max(40), ...tileCoordinate });
export const testTileSchema = z.object({ source: z.record(z.string(), z.unknown()), ...tileCoordinate });

/** `file: null`: the source has nothing there. */
export const tileSchema = z.object({
  file: z.file().nullable(),
  fetchedAt: z.number(),
  /** Older than it should be, since the source does not answer. */
  isStale: z.boolean(),
});
export type TileReply = z.infer<typeof tileSchema>;

/** What a source gave when one tile was fetched from it, past the store. */
export interface TileTest {
  readonly type: string;
  readonly bytes: number;
  readonly tookMs: number;
  /** A remark, as in {@link MapSourceView.fault}. */
  readonly remark?: MapSourceView['fault'];
}

/** The tile store: all, and by source. */
export interface StoreUsage {
  readonly bytes: number;
  readonly limitBytes: number;
  readonly sources: readonly {
    readonly id: string;
    readonly tiles: number;
    readonly bytes: number;
    readonly oldestAt: number | null;
    readonly newestAt: number | null;
  }[];
}

const object = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null);
export const mapSourcesSchema = object<MapSourcesView>();
export const tileTestSchema = object<TileTest>();
export const storeUsageSchema = object<StoreUsage>();
