import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { openDatabase, type Notice, type OpenDatabase } from '#kit/open-database.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createHistory } from './migrations/0001-create-history.ts';

/** Migrations of `history.db`, in order. */
export const HISTORY_MIGRATIONS = [createHistory] as const;

/** A larger file is not read from end to end at every start: damage in it shows when it is met [eng]. */
const CHECKED_BYTES = 64 * 1024 * 1024;
/** Pages kept in memory, KB; and how far the write-ahead log grows before it is taken over, pages. */
const CACHE_KB = 16_384;
const CHECKPOINT_PAGES = 4_000;

/** Opens (and makes) `history.db`. Errors: those of `openDatabase`; a damaged file is set aside, begun anew and told as HIS0004. */
export function openHistory(file: string, clock: Clock, onNotice: (notice: Notice) => void): OpenDatabase {
  mkdirSync(dirname(file), { recursive: true });
  const opened = openDatabase(file, {
    durability: 'normal',
    migrations: HISTORY_MIGRATIONS,
    ballastBytes: 0,
    quickCheck: (statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= CHECKED_BYTES,
    clock,
    onNotice: (notice) => {
      if (notice.code === 'DBS0004') onNotice({ ...notice, code: 'HIS0004' });
    },
  });
  opened.sqlite.pragma(`cache_size = -${String(CACHE_KB)}`);
  opened.sqlite.pragma(`wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}`);
  return opened;
}

/** Opens a history that another process may be writing, to read it. Errors: HIS0006 (there is none, or of another release). */
export function openHistoryToRead(file: string): Sqlite.Database {
  try {
    const db = new Sqlite(file, { readonly: true, fileMustExist: true });
    const version = db.pragma('user_version', { simple: true });
    if (version === HISTORY_MIGRATIONS.length) return db;
    db.close();
    throw new CodedError('HIS0006', { file, version: Number(version) });
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError('HIS0006', { file, why: String(error) }, { cause: error });
  }
}
