import Sqlite from 'better-sqlite3';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { canonicalJson } from '#kit/canonical-json.ts';
import { isDiskFull } from '#kit/disk-full.ts';
import { genesisHash, sha256Hex, type LogHead } from '#kit/hash-chain.ts';
import { LOG_FILE_FORMAT, lineHash, type LogFooter, type LogHeader, type PendingLine } from '#kit/log-file.ts';
import type { PendingCommand } from './journal-store.ts';

export interface Exported {
  readonly file: string;
  readonly entries: number;
  readonly pending: number;
  readonly head: LogHead;
}

/**
 * Writes the log of a console (`journal.db`) or of a hub (`hub.db`) as a file that `verifyLogFile` can check alone. The database may be in
 * use. The file appears under its name only when it is whole. Errors: LOG0012 (no such database), DBS0002 (disk full), DBS0007.
 */
export function exportLog(databaseFile: string, outFile: string, clock: Clock): Exported {
  if (!existsSync(databaseFile)) throw new CodedError('LOG0012', { file: databaseFile });
  const part = `${outFile}.part`;
  try {
    const db = new Sqlite(databaseFile, { readonly: true, fileMustExist: true });
    try {
      const handle = openSync(part, 'w', 0o600);
      try {
        // One transaction: a single state of the log, however long the writing takes.
        const exported = db.transaction(() => write(db, handle, clock.now()))();
        fsyncSync(handle);
        renameSync(part, outFile);
        return { file: outFile, ...exported };
      } finally {
        closeSync(handle);
      }
    } finally {
      db.close();
    }
  } catch (error) {
    rmSync(part, { force: true });
    if (isDiskFull(error)) throw new CodedError('DBS0002', { file: outFile }, { cause: error });
    throw new CodedError('DBS0007', { file: databaseFile, why: String(error) }, { cause: error });
  }
}

function write(db: Sqlite.Database, handle: number, exportedAt: number): Omit<Exported, 'file'> {
  const put = (line: unknown): void => void writeSync(handle, `${canonicalJson(line)}\n`);
  const meta = (key: string): string | undefined =>
    db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(key)?.value;
  const epoch = meta('epoch') ?? '';
  const header = canonicalJson({ t: 'header', format: LOG_FILE_FORMAT, epoch, exportedAt } satisfies LogHeader);
  writeSync(handle, `${header}\n`);

  let head: LogHead = { seq: 0, hash: genesisHash(epoch) };
  let entries = 0;
  const rows = db.prepare<[], LogHead & { body: string }>('SELECT seq, hash, body FROM entry ORDER BY seq');
  for (const { seq, hash, body } of rows.iterate()) {
    writeSync(handle, `{"entry":${body},"t":"entry"}\n`);
    head = { seq, hash };
    entries += 1;
  }

  let tail = head.hash;
  let pending = 0;
  for (const { command, events } of readPending(db)) {
    const line: Omit<PendingLine, 'hash'> = { t: 'pending', index: pending, prevHash: tail, command, events };
    tail = lineHash(line);
    put({ ...line, hash: tail });
    pending += 1;
  }
  const footer: Omit<LogFooter, 'hash'> = { t: 'footer', entries, pending, head, tail, header: sha256Hex(header) };
  put({ ...footer, hash: lineHash(footer) });
  return { entries, pending, head };
}

/** The outbox of a journal; a hub has none. */
function readPending(db: Sqlite.Database): PendingCommand[] {
  const has = db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'pending'`).get() !== undefined;
  if (!has) return [];
  const rows = db.prepare<[], { body: string }>('SELECT body FROM pending ORDER BY given').all();
  return rows.map((row) => JSON.parse(row.body) as PendingCommand);
}
