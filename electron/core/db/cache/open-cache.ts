import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openDatabase, type Notice, type OpenDatabase } from '#kit/open-database.ts';
import { createMasterData } from './migrations/0001-create-master-data.ts';

/** Migrations of `cache.db`, in order. */
export const CACHE_MIGRATIONS = [createMasterData] as const;

/**
 * Opens (and makes) `cache.db`: the imported network and customers, the history of imports, the seats. Its content can be had
 * again by importing, so it runs at `synchronous=NORMAL` and holds no ballast. Errors: those of `openDatabase`; a damaged file
 * is told as DBS0008.
 */
export function openCache(file: string, onNotice?: (notice: Notice) => void): OpenDatabase {
  mkdirSync(dirname(file), { recursive: true });
  const options = { durability: 'normal', migrations: CACHE_MIGRATIONS, ballastBytes: 0 } as const;
  if (onNotice === undefined) return openDatabase(file, options);
  // In place of the words for a database whose content can be saved: here somebody has to import again.
  const inOwnWords = (notice: Notice): void =>
    onNotice(notice.code === 'DBS0004' ? { ...notice, code: 'DBS0008' } : notice);
  return openDatabase(file, { ...options, onNotice: inOwnWords });
}
