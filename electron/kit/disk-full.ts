import type { Database } from 'better-sqlite3';
import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Reserve on the disk beside a database: enough for some thousand commands [eng]. */
export const BALLAST_BYTES = 8 * 1024 * 1024;
const CHUNK = Buffer.alloc(1024 * 1024, 0x48);

/** True for what SQLite and Node throw when the disk (or the quota, or `max_page_count`) is used up. */
export function isDiskFull(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE' || code === 'ENOSPC' || code === 'EDQUOT';
}

const ballastFile = (file: string): string => `${file}.ballast`;

/**
 * Takes the reserve beside `file` (real bytes, not a hole) where the disk has at least four times that much free.
 * Returns whether the reserve is there; never throws, since a missing reserve must not stop the start.
 */
export function takeBallast(file: string, bytes: number): boolean {
  const ballast = ballastFile(file);
  if (existsSync(ballast)) return true;
  try {
    const disk = statfsSync(dirname(file));
    if (disk.bavail * disk.bsize < bytes * 4) return false;
    const handle = openSync(ballast, 'wx', 0o600);
    try {
      for (let left = bytes; left > 0; left -= CHUNK.length) writeSync(handle, CHUNK, 0, Math.min(left, CHUNK.length));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return true;
  } catch {
    rmSync(ballast, { force: true });
    return false;
  }
}

/** Gives the reserve up. Returns false where there was none left. */
export function giveUpBallast(file: string, db: Database): boolean {
  const ballast = ballastFile(file);
  if (!existsSync(ballast)) return false;
  rmSync(ballast, { force: true });
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    if (!isDiskFull(error)) throw error;
  }
  return true;
}
