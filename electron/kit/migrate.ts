import type { Database } from 'better-sqlite3';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { CodedError } from '#shared/lib/coded-error.ts';
import { isDiskFull } from './disk-full.ts';
import { stampOf } from './set-aside.ts';

/** One step of a database's form; a file `NNNN-verb-noun.ts` each. `version` counts from 1 without gaps. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  up(db: Database): void;
}

function backUp(db: Database, file: string, version: number, at: number): string {
  const backup = `${file}.backup-v${version}-${stampOf(at)}`;
  db.prepare('VACUUM INTO ?').run(backup);
  const handle = openSync(backup, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return backup;
}

/**
 * Brings `db` to the newest version, one transaction a step, with a backup of the file before each step (not for a new, empty
 * file). A step that fails leaves the file as it was before that step.
 * Errors: DBS0001 (the file is newer than this code), DBS0002 (disk full), DBS0005 (a step failed).
 */
export function migrate(db: Database, file: string, migrations: readonly Migration[], at: number): void {
  const steps = [...migrations].sort((a, b) => a.version - b.version);
  const newest = steps.at(-1)?.version ?? 0;
  const found = Number(db.pragma('user_version', { simple: true }));
  if (found > newest) throw new CodedError('DBS0001', { file, found, newest });
  for (const step of steps.filter(({ version }) => version > found)) {
    let backup = 'none';
    try {
      if (step.version > 1 && !db.memory) backup = backUp(db, file, step.version - 1, at);
      db.transaction(() => {
        step.up(db);
        db.pragma(`user_version = ${step.version}`);
      }).immediate();
    } catch (error) {
      if (isDiskFull(error)) throw new CodedError('DBS0002', { file }, { cause: error });
      throw new CodedError('DBS0005', { file, step: step.name, backup, why: String(error) }, { cause: error });
    }
  }
}
