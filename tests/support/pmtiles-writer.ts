import { zxyToTileId } from 'pmtiles';

export interface TileToWrite {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly bytes: Uint8Array;
}

/** A file of tiles as PMTiles 3 has it, uncompressed, one directory. @param type 1 vector, 2 PNG */
export function writePmtiles(tiles: readonly TileToWrite[], type: 1 | 2): Uint8Array {
  const entries = tiles
    .map((tile) => ({ id: zxyToTileId(tile.z, tile.x, tile.y), bytes: tile.bytes }))
    .sort((a, b) => a.id - b.id);
  const data = entries.flatMap(({ bytes }) => [...bytes]);
  let at = 0;
  const offsets = entries.map(({ bytes }) => (at += bytes.length) - bytes.length);
  const directory = [
    ...varint(entries.length),
    ...entries.flatMap(({ id }, index) => varint(id - (entries[index - 1]?.id ?? 0))),
    ...entries.flatMap(() => varint(1)),
    ...entries.flatMap(({ bytes }) => varint(bytes.length)),
    ...offsets.flatMap((offset) => varint(offset + 1)),
  ];
  const metadata = [...new TextEncoder().encode('{}')];
  const header = new Uint8Array(127);
  const view = new DataView(header.buffer);
  header.set(new TextEncoder().encode('PMTiles'));
  header[7] = 3;
  const parts = [directory.length, metadata.length, 0, data.length];
  let start = header.length;
  parts.forEach((length, index) => {
    view.setBigUint64(8 + index * 16, BigInt(start), true);
    view.setBigUint64(16 + index * 16, BigInt(length), true);
    start += length;
  });
  for (const place of [72, 80, 88]) view.setBigUint64(place, BigInt(entries.length), true);
  header.set([1, 1, 1, type, Math.min(...tiles.map(({ z }) => z)), Math.max(...tiles.map(({ z }) => z))], 96);
  return Uint8Array.from([...header, ...directory, ...metadata, ...data]);
}

/** A whole number as protocol buffers and PMTiles write it. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}
