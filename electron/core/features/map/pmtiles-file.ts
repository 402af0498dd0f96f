import { open, type FileHandle } from 'node:fs/promises';
import { PMTiles, TileType, type RangeResponse, type Source } from 'pmtiles';
import { CodedError } from '#shared/lib/coded-error.ts';
import { MAX_TILE_BYTES, pictureType } from './tile-image.ts';

/** Vector tiles as Mapbox defines them. */
export const VECTOR_TYPE = 'application/vnd.mapbox-vector-tile';
/** No directory of a file is larger: a damaged length must not take the memory. */
const MAX_READ_BYTES = 16_777_216;

export interface PmtilesFile {
  readonly isVector: boolean;
  /** Undefined: nothing there. @throws CodedError MPS0007, MPS0008, MPS0010 */
  tile(z: number, x: number, y: number): Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;
  close(): Promise<void>;
}

/** Opens a file of tiles. @throws CodedError MPS0010 */
export async function openPmtiles(file: string): Promise<PmtilesFile> {
  const handle = await readable(file, () => open(file, 'r'));
  const archive = new PMTiles(sourceOf(file, handle));
  try {
    const { tileType } = await readable(file, () => archive.getHeader());
    const isVector = tileType === TileType.Mvt;
    return {
      isVector,
      tile: async (z, x, y) => {
        const found = await readable(file, () => archive.getZxy(z, x, y));
        if (!found) return undefined;
        const bytes = new Uint8Array(found.data);
        if (bytes.byteLength > MAX_TILE_BYTES) throw new CodedError('MPS0008', { file, most: MAX_TILE_BYTES });
        return { type: isVector ? VECTOR_TYPE : pictureType(bytes), bytes };
      },
      close: () => handle.close(),
    };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

const sourceOf = (file: string, handle: FileHandle): Source => ({
  getKey: () => file,
  getBytes: async (offset, length): Promise<RangeResponse> => {
    if (length > MAX_READ_BYTES) throw new Error(`${String(length)} bytes asked for at once`);
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
    return { data: buffer.buffer.slice(0, bytesRead) };
  },
});

async function readable<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new CodedError('MPS0010', { file, problem: (cause as Error).message.slice(0, 200) }, { cause });
  }
}
