import Sqlite from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '#shared/lib/coded-error.ts';
import type { Migration } from './migrate.ts';
import { openDatabase } from './open-database.ts';

const createNotes: Migration = {
  version: 1,
  name: '0001-create-notes',
  up: (db) => void db.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT'),
};
const addAuthor: Migration = {
  version: 2,
  name: '0002-add-author',
  up: (db) => void db.exec(`ALTER TABLE note ADD COLUMN author TEXT NOT NULL DEFAULT 'unknown'`),
};
const small = { durability: 'full', migrations: [createNotes], ballastBytes: 0 } as const;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-kit-'));
  file = join(folder, 'journal.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function codeFrom(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
  return undefined;
}

describe('durability', () => {
  it.each([
    ['full', 2],
    ['normal', 1],
  ] as const)('%s is set on every open, and is what SQLite reports back', (durability, expected) => {
    for (let open = 0; open < 2; open++) {
      const db = openDatabase(file, { ...small, durability });
      expect(db.sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(db.sqlite.pragma('synchronous', { simple: true })).toBe(expected);
      db.dispose();
    }
  });
});

describe('a newer file', () => {
  it('is refused with DBS0001 and left as it is', () => {
    openDatabase(file, { ...small, migrations: [createNotes, addAuthor] }).dispose();
    expect(codeFrom(() => openDatabase(file, small))).toBe('DBS0001');
    const db = openDatabase(file, { ...small, migrations: [createNotes, addAuthor] });
    expect(db.sqlite.pragma('user_version', { simple: true })).toBe(2);
    db.dispose();
  });
});

describe('migration', () => {
  it('backs the file up first and keeps the rows', () => {
    const old = openDatabase(file, small);
    old.write(() => old.sqlite.prepare('INSERT INTO note (text) VALUES (?)').run('before'));
    old.dispose();
    const db = openDatabase(file, { ...small, migrations: [createNotes, addAuthor] });
    expect(db.sqlite.prepare('SELECT text, author FROM note').all()).toEqual([{ text: 'before', author: 'unknown' }]);
    db.dispose();
    const backups = readdirSync(folder).filter((name) => name.includes('.backup-v1-'));
    expect(backups).toHaveLength(1);
    const backup = new Sqlite(join(folder, backups[0] ?? ''), { readonly: true });
    expect(backup.prepare('SELECT text FROM note').pluck().all()).toEqual(['before']);
    backup.close();
  });

  it('leaves the file at its old version when a step fails (DBS0005)', () => {
    openDatabase(file, small).dispose();
    const broken: Migration = {
      version: 2,
      name: '0002-break-things',
      up: (db) => {
        db.exec('CREATE TABLE half (id INTEGER)');
        throw new Error('stop');
      },
    };
    expect(codeFrom(() => openDatabase(file, { ...small, migrations: [createNotes, broken] }))).toBe('DBS0005');
    const db = openDatabase(file, small);
    expect(db.sqlite.prepare(`SELECT name FROM sqlite_master WHERE name = 'half'`).all()).toEqual([]);
    db.dispose();
  });
});

describe('a damaged file', () => {
  it('that is no database is set aside and a new one begun', () => {
    writeFileSync(file, 'not a database, but something long enough to look at '.repeat(100));
    const db = openDatabase(file, small);
    expect(db.notices.map((notice) => notice.code)).toEqual(['DBS0004']);
    expect(readdirSync(folder).some((name) => name.startsWith('journal.db.corrupt-'))).toBe(true);
    db.dispose();
  });

  it('gives its readable rows to the new one, also when a start died in between', () => {
    const old = openDatabase(file, small);
    old.write(() => {
      const insert = old.sqlite.prepare('INSERT INTO note (text) VALUES (?)');
      for (let i = 0; i < 2000; i++) insert.run(`row ${i} ${'x'.repeat(200)}`);
    });
    old.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    old.dispose();
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(4096 * 3, 0xff), 0, 4096 * 3, 4096 * Math.floor(statSync(file).size / 8192));
    closeSync(handle);

    openDatabase(file, { ...small, salvageTables: ['note'] }).dispose();
    const db = openDatabase(file, { ...small, salvageTables: ['note'] });
    const saved = db.salvage.flatMap((salvage) => salvage.rows['note'] ?? []);
    expect(saved.length).toBeGreaterThan(1500);
    expect(saved.length).toBeLessThan(2000);
    for (const salvage of db.salvage) salvage.done();
    db.dispose();
    const again = openDatabase(file, small);
    expect(again.salvage).toEqual([]);
    again.dispose();
  });
});

describe('a full disk', () => {
  it('is told as DBS0002 at the page limit, and nothing of the work is stored', () => {
    const db = openDatabase(file, small);
    const insert = db.sqlite.prepare('INSERT INTO note (text) VALUES (?)');
    db.write(() => insert.run('kept'));
    db.sqlite.pragma(`max_page_count = ${Number(db.sqlite.pragma('page_count', { simple: true })) + 2}`);
    expect(
      codeFrom(() =>
        db.write(() => {
          for (let i = 0; i < 100; i++) insert.run('x'.repeat(2000));
        }),
      ),
    ).toBe('DBS0002');
    expect(db.sqlite.prepare('SELECT text FROM note').pluck().all()).toEqual(['kept']);
    db.write(() => insert.run('small'));
    db.dispose();
  });

  // Needs a file system of its own that can be filled: a tmpfs, which only root may mount.
  it.skipIf(process.getuid?.() !== 0)('gives up the reserve, goes on, then refuses and loses nothing', () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
    try {
      const db = openDatabase(file, { ...small, ballastBytes: 512 * 1024 });
      expect(existsSync(`${file}.ballast`)).toBe(true);
      const insert = db.sqlite.prepare('INSERT INTO note (text) VALUES (?)');
      let stored = 0;
      const fill = (): string | undefined => {
        for (;;) {
          const code = codeFrom(() => db.write(() => insert.run('x'.repeat(8000))));
          if (code !== undefined) return code;
          stored++;
        }
      };
      expect(fill()).toBe('DBS0002');
      expect(db.notices.map((notice) => notice.code)).toEqual(['DBS0003', 'DBS0002']);
      expect(existsSync(`${file}.ballast`)).toBe(false);
      expect(db.sqlite.prepare('SELECT count(*) FROM note').pluck().get()).toBe(stored);
      db.dispose();
      const again = openDatabase(file, small);
      expect(again.sqlite.prepare('SELECT count(*) FROM note').pluck().get()).toBe(stored);
      again.dispose();
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});
