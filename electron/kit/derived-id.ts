import { createHash } from 'node:crypto';

/**
 * The same UUID for the same words, on every console and after every restart: the name of something that happens once,
 * however many notice it. Version 8 (RFC 9562: made from a hash of our choice), SHA-256.
 */
export function derivedId(...words: readonly (string | number)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(words)).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
