import { CodedError } from '#shared/lib/coded-error.ts';

/** No tile has more bytes [eng]: the usual 256 px picture has 5 to 60 kB. */
export const MAX_TILE_BYTES = 2_097_152;
/** Nor more px a side: a small file can unfold to gigabytes. */
const MAX_SIDE = 2_048;

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  [...text].every((character, index) => bytes[at + index] === character.charCodeAt(0));

/**
 * The media type of a picture by its own first bytes, whatever its server says it is.
 * @throws CodedError MPS0007 no picture, MPS0008 too many px
 */
export function pictureType(bytes: Uint8Array, said = ''): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, '\u0089PNG\r\n') && bytes.length > 24) {
    checkSides(view.getUint32(16), view.getUint32(20));
    return 'image/png';
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    checkJpeg(view);
    return 'image/jpeg';
  }
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'image/webp';
  if (startsWith(bytes, 'GIF8') && bytes.length > 10) {
    checkSides(view.getUint16(6, true), view.getUint16(8, true));
    return 'image/gif';
  }
  if (startsWith(bytes, 'ftypavif', 4)) return 'image/avif';
  const text = new TextDecoder().decode(bytes.subarray(0, 60)).replaceAll(/\s+/g, ' ');
  throw new CodedError('MPS0007', { type: said.slice(0, 60), begins: text });
}

function checkSides(width: number, height: number): void {
  if (Math.max(width, height) > MAX_SIDE) throw new CodedError('MPS0008', { width, height, most: MAX_SIDE });
}

/** Looks for the frame header, which has the size. */
function checkJpeg(view: DataView): void {
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return checkSides(view.getUint16(at + 7), view.getUint16(at + 5));
    at += 2 + view.getUint16(at + 2);
  }
}
