import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CodedError } from '#shared/lib/coded-error.ts';

/** The token of a file. Where there is none, one is made that only the owner can read. Throws CLI0012, CLI0003. */
export function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) {
      throw new CodedError('CLI0012', { file }, { cause });
    }
  }
  const token = randomBytes(32).toString('base64url');
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${token}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new CodedError('CLI0003', { file }, { cause });
  }
  return token;
}
