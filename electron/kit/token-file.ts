import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * The one line of a file; a missing (or empty) file is made with a new one (a token, unless `make` is given), readable by its owner only. It
 * appears whole or not at all, is on disk before it is used, and when two processes make it at once both read the same.
 */
export function readOrCreateToken(file: string, make: () => string = newToken): string {
  const found = lineOf(file);
  if (found !== '') return found;
  mkdirSync(dirname(file), { recursive: true });
  const line = make();
  const own = `${file}.${process.pid}.new`;
  const handle = openSync(own, 'w', 0o600);
  try {
    writeSync(handle, `${line}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    // An empty file makes room; one that another process has filled by now never does: that process uses what it wrote.
    if (existsSync(file) && lineOf(file) === '') rmSync(file, { force: true });
    linkSync(own, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  }
  rmSync(own, { force: true });
  return lineOf(file);
}

const lineOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');

/** Whether two secrets are the same, in a time that does not tell where they differ. An empty one is never the same. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return expected.length > 0 && timingSafeEqual(digest(given), digest(expected));
}
