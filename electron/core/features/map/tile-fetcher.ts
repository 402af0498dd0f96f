import { createHash } from 'node:crypto';
import type { MapSource } from '#shared/contract/map-api.ts';
import { fetchBytes } from './fetch-bytes.ts';
import { openPmtiles, type PmtilesFile } from './pmtiles-file.ts';
import { MAX_TILE_BYTES, pictureType } from './tile-image.ts';
import { isTileTemplate, readCapabilities, tileUrl, type WmtsTiles } from './wmts.ts';

/** No capabilities are larger. */
const MAX_CAPABILITIES_BYTES = 16_777_216;

export interface FetchedTile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** One source as it is read. */
export interface TileFetcher {
  /** Under this its tiles are stored; another address or layer is another name. Undefined: a file of this console, not stored again. */
  readonly owner: string | undefined;
  isVector(): Promise<boolean>;
  /** Undefined: nothing there. @throws CodedError of the area MPS */
  tile(z: number, x: number, y: number): Promise<FetchedTile | undefined>;
  dispose(): void;
}

/** @param timeoutMs for one answer of a server */
export function createTileFetcher(source: MapSource, timeoutMs?: number): TileFetcher {
  return source.kind === 'pmtiles' ? fromFile(source) : fromServer(source, timeoutMs);
}

function fromFile(source: MapSource): TileFetcher {
  let opened: Promise<PmtilesFile> | undefined;
  /** A file that could not be opened is tried again with the next tile. */
  const file = async (): Promise<PmtilesFile> => {
    opened ??= openPmtiles(source.url);
    try {
      return await opened;
    } catch (thrown) {
      opened = undefined;
      throw thrown;
    }
  };
  return {
    owner: undefined,
    isVector: async () => (await file()).isVector,
    tile: async (z, x, y) => (await file()).tile(z, x, y),
    dispose: () => {
      opened?.then(
        (known) => known.close(),
        () => undefined,
      );
    },
  };
}

function fromServer(source: MapSource, timeoutMs?: number): TileFetcher {
  const { kind, url, layer, matrixSet } = source;
  const isDescribed = kind === 'wmts' && !isTileTemplate(url);
  let described: WmtsTiles | undefined;
  async function whereTilesAre(): Promise<WmtsTiles> {
    const fetched = await fetchBytes(url, MAX_CAPABILITIES_BYTES, timeoutMs);
    return readCapabilities(new TextDecoder().decode(fetched?.bytes), source);
  }
  return {
    owner: createHash('sha256')
      .update(JSON.stringify([kind, url, layer, matrixSet]))
      .digest('hex')
      .slice(0, 24),
    isVector: () => Promise.resolve(false),
    async tile(z, x, y) {
      if (isDescribed) described ??= await whereTilesAre();
      if (described && !described.matrices.has(z)) return undefined;
      const address = tileUrl(described?.template ?? url, z, x, y, described?.matrices.get(z));
      const fetched = await fetchBytes(address, MAX_TILE_BYTES, timeoutMs);
      if (!fetched || fetched.bytes.byteLength === 0) return undefined;
      return { type: pictureType(fetched.bytes, fetched.type), bytes: fetched.bytes };
    },
    dispose: () => undefined,
  };
}
