import Sqlite from 'better-sqlite3';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError, type ErrorDetail } from '#shared/lib/coded-error.ts';
import type { Disposable } from './disposables.ts';
import { BALLAST_BYTES, giveUpBallast, isDiskFull, takeBallast } from './disk-full.ts';
import { migrate, type Migration } from './migrate.ts';
import { findSalvage, setAside, type Salvage } from './set-aside.ts';
import { systemClock } from './system-clock.ts';

/** Something a person should know that did not stop the work: a code of docs/errors.md. */
export interface Notice {
  readonly code: string;
  readonly detail: ErrorDetail;
  /** UTC ms. */
  readonly at: number;
}

export interface DatabaseOptions {
  /** `full`: a commit survives a power cut. `normal`: the last commits may be lost in one, the file stays whole. */
  readonly durability: 'full' | 'normal';
  readonly migrations: readonly Migration[];
  /** Tables whose readable rows are saved when the file turns out damaged; see {@link OpenDatabase.salvage}. */
  readonly salvageTables?: readonly string[];
  /** Bytes kept in reserve on the disk; 0 for none. */
  readonly ballastBytes?: number;
  /** Whether the whole file is read for damage at the start. Default true. */
  readonly quickCheck?: boolean;
  readonly clock?: Clock;
  readonly onNotice?: (notice: Notice) => void;
}

export interface OpenDatabase extends Disposable {
  readonly sqlite: Sqlite.Database;
  readonly file: string;
  /** Rows saved from damaged predecessors that are still to be taken over. */
  readonly salvage: readonly Salvage[];
  readonly notices: readonly Notice[];
  /**
   * Runs `work` in one immediate transaction and returns its result once it is committed. On a full disk the reserve is given
   * up and `work` runs a second time, so it must have no effect outside the database. DBS0002 when that does not help:
   * nothing of `work` is stored then.
   */
  write<T>(work: () => T): T;
  /** Whether the last write found no room (DBS0002). */
  isFull(): boolean;
  dispose(): void;
}

/** SQLite waits this long for another process's lock before it gives up. */
const BUSY_TIMEOUT_MS = 5_000;
/** `PRAGMA synchronous` as SQLite numbers it. */
const SYNCHRONOUS = { normal: 1, full: 2 } as const;

/**
 * Opens or creates a database: checked, migrated, in WAL with the durability asked for (set after `journal_mode` and read
 * back: better-sqlite3 opens WAL files at NORMAL). A damaged file is set aside, never deleted, its readable rows saved first.
 * Errors: DBS0001 newer file, DBS0002 disk full, DBS0005 migration failed, DBS0006 durability not kept, DBS0007 not to be opened.
 */
export function openDatabase(file: string, options: DatabaseOptions): OpenDatabase {
  const clock = options.clock ?? systemClock;
  const notices: Notice[] = [];
  const notice = (code: string, detail: ErrorDetail): void => {
    const entry = { code, detail, at: clock.now() };
    notices.push(entry);
    options.onNotice?.(entry);
  };
  const memory = file === ':memory:';

  const quickCheck = options.quickCheck ?? true;
  let sqlite = connect(file, options.durability, quickCheck);
  if (sqlite === 'damaged') {
    const { asideFile, rows } = setAside(file, options.salvageTables ?? [], clock.now());
    notice('DBS0004', { file, asideFile, rows });
    sqlite = connect(file, options.durability, quickCheck);
    if (sqlite === 'damaged') throw new CodedError('DBS0007', { file, why: 'a new file is damaged too' });
  }
  const db = sqlite;
  try {
    migrate(db, file, options.migrations, clock.now());
  } catch (error) {
    db.close();
    throw error;
  }
  const ballastBytes = memory ? 0 : (options.ballastBytes ?? BALLAST_BYTES);
  if (ballastBytes > 0) takeBallast(file, ballastBytes);

  let isFull = false;
  // Made once: making it costs as much as a small commit.
  const inTransaction = db.transaction((work: () => unknown) => work());
  const attempt = <T>(work: () => T): T => {
    const result = inTransaction.immediate(work) as T;
    isFull = false;
    return result;
  };
  /** Told once, until there is room again. */
  const full = (cause: unknown): CodedError => {
    if (!isFull) notice('DBS0002', { file });
    isFull = true;
    return new CodedError('DBS0002', { file }, { cause });
  };
  return {
    sqlite: db,
    file,
    salvage: memory ? [] : findSalvage(file),
    notices,
    write<T>(work: () => T): T {
      try {
        return attempt(work);
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        if (!giveUpBallast(file, db)) throw full(error);
        notice('DBS0003', { file });
      }
      try {
        return attempt(work);
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        throw full(error);
      }
    },
    isFull: () => isFull,
    dispose(): void {
      if (db.open) db.close();
    },
  };
}

/** Opens and checks. `quick_check` reports damage as rows or by throwing; both mean the same. */
function connect(file: string, durability: 'full' | 'normal', quickCheck: boolean): Sqlite.Database | 'damaged' {
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
    const mode = db.pragma('journal_mode = WAL', { simple: true });
    db.pragma(`synchronous = ${durability.toUpperCase()}`);
    db.pragma('foreign_keys = ON');
    const kept = db.pragma('synchronous', { simple: true });
    if (kept !== SYNCHRONOUS[durability] || (mode !== 'wal' && !db.memory)) {
      throw new CodedError('DBS0006', { file, mode: String(mode), synchronous: Number(kept) });
    }
    if (quickCheck && db.pragma('quick_check(1)', { simple: true }) !== 'ok') {
      db.close();
      return 'damaged';
    }
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof CodedError) throw error;
    if (isDamage(error)) return 'damaged';
    if (isDiskFull(error)) throw new CodedError('DBS0002', { file }, { cause: error });
    throw new CodedError('DBS0007', { file, why: String(error) }, { cause: error });
  }
}

/** Whether this is how SQLite says that a file is damaged. */
export function isDamage(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_IOERR_SHORT_READ';
}
