import { addError, type ProblemList } from './problems.ts';

/** Largest import file in bytes: a city of 20,000 stations with its base map stays under half of it [eng]. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Bytes of an import file as text without its byte-order mark; undefined (with the problem listed) where they are not UTF-8. */
export function decodeText(bytes: Uint8Array, problems: ProblemList): string | undefined {
  if (bytes.length > MAX_FILE_BYTES) {
    addError(problems, 'IMP0002', 'file', 'bytes', bytes.length);
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const bad = firstBadByte(bytes);
    addError(problems, 'IMP0003', `line ${String(lineOf(bytes, bad))}`, 'byte', bad);
    return undefined;
  }
}

/** Offset of the first byte that no UTF-8 text has there, by halving: a prefix decodes (as a stream) until it holds that byte. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = good + ((bad - good) >> 1);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}

/** Line number, from 1, of the byte at `offset`. */
function lineOf(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) line += 1;
  return line;
}
