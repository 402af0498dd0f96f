import Sqlite from 'better-sqlite3';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

type Row = Record<string, unknown>;

/** `2026-11-22T08-15-30-123Z`: a time that every file system takes in a name. */
export function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/[:.]/g, '-');
}

/** All rows of a table that can still be read: from the front up to the damage, then from the back up to it. */
function readableRows(db: Sqlite.Database, table: string): Row[] {
  const found = new Map<unknown, Row>();
  for (const order of ['ASC', 'DESC']) {
    try {
      const rows = db.prepare<[], Row>(`SELECT rowid AS salvaged_rowid, * FROM "${table}" ORDER BY rowid ${order}`);
      for (const row of rows.iterate()) {
        if (found.has(row['salvaged_rowid'])) break;
        found.set(row['salvaged_rowid'], row);
      }
    } catch {
      // The damage is here: what came before it is kept.
    }
  }
  return [...found.values()].map(({ salvaged_rowid: _rowid, ...row }) => row);
}

/** Bytes of the header of a SQLite file; its tables begin behind it (https://www.sqlite.org/fileformat.html#the_database_header). */
const HEADER_BYTES = 100;
const PAGE_BYTES = 4_096;

/** A header as SQLite would read it from a whole file of ours: enough to find the tables, the free pages are not named. */
function freshHeader(fileBytes: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('SQLite format 3\0', 0, 'latin1');
  header.writeUInt16BE(PAGE_BYTES, 16);
  // Write and read version (WAL), and the fixed shares of a page.
  header.set([2, 2, 0, 64, 32, 32], 18);
  const changes = 1;
  header.writeUInt32BE(changes, 24);
  header.writeUInt32BE(Math.floor(fileBytes / PAGE_BYTES), 28);
  header.writeUInt32BE(1, 40);
  // Schema format, and UTF-8.
  header.writeUInt32BE(4, 44);
  header.writeUInt32BE(1, 56);
  header.writeUInt32BE(changes, 92);
  return header;
}

/** Reads what is behind a damaged header from a copy that has a fresh one. */
function readBehindHeader(file: string, tables: readonly string[]): Record<string, Row[]> {
  const copy = `${file}.salvage.copy`;
  const suffixes = ['', '-wal'].filter((suffix) => existsSync(file + suffix));
  try {
    for (const suffix of suffixes) copyFileSync(file + suffix, copy + suffix);
    const handle = openSync(copy, 'r+');
    try {
      writeSync(handle, freshHeader(statSync(copy).size), 0, HEADER_BYTES, 0);
    } finally {
      closeSync(handle);
    }
    return readTables(copy, tables);
  } catch {
    // No room for a copy, or the disk itself is at fault: the file is set aside all the same.
    return {};
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
  }
}

function readTables(file: string, tables: readonly string[]): Record<string, Row[]> {
  const salvaged: Record<string, Row[]> = {};
  try {
    const db = new Sqlite(file, { fileMustExist: true });
    try {
      for (const table of tables) salvaged[table] = readableRows(db, table);
    } finally {
      db.close();
    }
  } catch {
    // Not a database at all: nothing can be read.
  }
  return salvaged;
}

function writeSafely(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Saves the readable rows of `tables` beside a damaged database (`<file>.salvage-<time>.json`), then renames the database and
 * its -wal and -shm to `<file>.corrupt-<time>`. Nothing is deleted. Returns the new name and how many rows were saved.
 */
export function setAside(file: string, tables: readonly string[], at: number): { asideFile: string; rows: number } {
  const stamp = stampOf(at);
  const found = readTables(file, tables);
  const isDone = tables.length === 0 || Object.values(found).some((list) => list.length > 0);
  const salvaged = isDone ? found : readBehindHeader(file, tables);
  const rows = Object.values(salvaged).reduce((sum, list) => sum + list.length, 0);
  if (rows > 0) writeSafely(`${file}.salvage-${stamp}.json`, JSON.stringify(salvaged));
  const asideFile = `${file}.corrupt-${stamp}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, asideFile + suffix);
  }
  return { asideFile, rows };
}

/** Salvaged rows that nobody has taken over yet. Call `done` once they are safely in the new database. */
export interface Salvage {
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  done(): void;
}

/** Finds what earlier starts saved beside `file`, oldest first: a start that died half way leaves it to the next. */
export function findSalvage(file: string): Salvage[] {
  const prefix = `${basename(file)}.salvage-`;
  const folder = dirname(file);
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const rows: unknown = JSON.parse(readFileSync(path, 'utf8'));
      return { rows: rows as Record<string, Row[]>, done: () => renameSync(path, `${path}.taken-over`) };
    });
}
