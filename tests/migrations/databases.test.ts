import Sqlite from 'better-sqlite3';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CACHE_MIGRATIONS } from '#core/db/cache/open-cache.ts';
import { HISTORY_MIGRATIONS } from '#core/historian/open-history.ts';
import { journalMigrations } from '#core/db/journal/open-journal.ts';
import { hubMigrations } from '#hub/store/hub-store.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import type { Migration } from '#kit/migrate.ts';
import { openDatabase } from '#kit/open-database.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'heatline-migrations-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const databases: readonly (readonly [string, readonly Migration[]])[] = [
  ['journal.db', journalMigrations],
  ['hub.db', hubMigrations],
  ['cache.db', CACHE_MIGRATIONS],
  ['history.db', HISTORY_MIGRATIONS],
];

/** What a database holds: its tables and indexes, as SQLite wrote them down. */
function shapeOf(db: Sqlite.Database): unknown {
  return db.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY type, name').all();
}

describe.each(databases)('%s', (name, migrations) => {
  it('counts its migrations from 1 without gaps, and names each after its number', () => {
    migrations.forEach((migration, index) => {
      expect(migration.version).toBe(index + 1);
      expect(migration.name).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}(-[a-z]+)+$`));
    });
  });

  it('comes to the same form from every older one as from nothing', () => {
    const fresh = openDatabase(':memory:', { durability: 'full', migrations });
    const wanted = shapeOf(fresh.sqlite);
    fresh.dispose();
    for (const { version } of migrations) {
      const file = join(folder, `${version}-${name}`);
      openDatabase(file, { durability: 'full', migrations: migrations.slice(0, version), ballastBytes: 0 }).dispose();
      const db = openDatabase(file, { durability: 'full', migrations, ballastBytes: 0 });
      expect(shapeOf(db.sqlite)).toEqual(wanted);
      expect(db.sqlite.pragma('user_version', { simple: true })).toBe(migrations.length);
      expect(db.notices).toEqual([]);
      db.dispose();
    }
  });

  it('is refused unchanged when a newer release wrote it (DBS0001)', () => {
    const file = join(folder, name);
    const newer = new Sqlite(file);
    newer.exec('CREATE TABLE from_the_future (id INTEGER)');
    newer.pragma(`user_version = ${migrations.length + 1}`);
    newer.close();
    let code: string | undefined;
    try {
      openDatabase(file, { durability: 'full', migrations, ballastBytes: 0 });
    } catch (error) {
      code = codeOf(error);
    }
    expect(code).toBe('DBS0001');
    const after = new Sqlite(file, { readonly: true });
    expect(after.prepare('SELECT name FROM sqlite_master').pluck().all()).toEqual(['from_the_future']);
    after.close();
  });

  it('is set aside and begun anew when it is no database', () => {
    const file = join(folder, name);
    writeFileSync(file, Buffer.alloc(10_000, 0x55));
    const db = openDatabase(file, { durability: 'full', migrations, ballastBytes: 0 });
    expect(db.notices.map((notice) => notice.code)).toEqual(['DBS0004']);
    db.dispose();
  });
});
