import Sqlite from 'better-sqlite3';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';

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
  const salvaged = readTables(file, tables);
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
