import { readOrCreateToken } from '#kit/token-file.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** The token of a file; where there is none, one is made that only the owner can read. Throws CLI0012. */
export function tokenIn(file: string): string {
  try {
    return readOrCreateToken(file);
  } catch (cause) {
    throw new CodedError('CLI0012', { file, why: String(cause) }, { cause });
  }
}
