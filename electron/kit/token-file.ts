import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const newToken = (): string => randomBytes(32).toString('base64url');

/** The one line of a file; a missing file is made with a new one (a token, unless `make` is given), readable by its owner only. */
export function readOrCreateToken(file: string, make: () => string = newToken): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

/** Whether two secrets are the same, in a time that does not tell where they differ. An empty one is never the same. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return expected.length > 0 && timingSafeEqual(digest(given), digest(expected));
}
