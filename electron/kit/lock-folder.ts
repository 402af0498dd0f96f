import Sqlite from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '#shared/lib/coded-error.ts';

/** A predecessor that is just ending gets this long. */
const WAIT_MS = 2_000;

/**
 * Takes `folder` for this process alone, as `name` (`core`, `hub`), until the returned function is called or the process ends, however it
 * ends: the lock is one of the operating system on an empty database, so none is left behind. DBS0009 when another process has it.
 */
export function lockFolder(folder: string, name: string): () => void {
  const file = join(folder, `${name}.lock`);
  mkdirSync(folder, { recursive: true });
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(file, { timeout: WAIT_MS });
    db.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    db?.close();
    const isBusy = cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY');
    throw new CodedError(isBusy ? 'DBS0009' : 'DBS0007', { file, why: String(cause) }, { cause });
  }
  const held = db;
  return () => void held.close();
}
