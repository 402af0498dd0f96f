import type { Database, Statement } from 'better-sqlite3';
import type { LogEntry } from '#shared/contract/hub-protocol.ts';
import { canonicalJson } from './canonical-json.ts';
import type { EntityState } from './entity-view.ts';
import { entitiesOf, type EntryQuery } from './entry-entities.ts';
import { chainFault, genesisHash, type ChainFault, type LogHead } from './hash-chain.ts';

/** The tables of a log and its projection, in their first form (for migration 1 of hub.db and journal.db). */
export const LOG_TABLES_1 = `
  CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    command_id TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE entry_entity (
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES entry (seq),
    PRIMARY KEY (type, id, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE entity (
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (type, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

interface BodyRow {
  readonly body: string;
}

/**
 * A hash-chained log with its projection, in SQLite. Writing is done inside a transaction of the caller, so that entries, projection and
 * whatever belongs to them are committed together.
 */
export class EventLog {
  readonly #db: Database;
  readonly #insert: Statement<[number, string, string, string]>;
  readonly #insertEntity: Statement<[string, string, number]>;
  readonly #project: Statement<[string, string, string]>;
  readonly #since: Statement<[number, number], BodyRow>;
  readonly #byCommand: Statement<[string], BodyRow>;

  constructor(db: Database) {
    this.#db = db;
    this.#insert = db.prepare('INSERT INTO entry (seq, command_id, hash, body) VALUES (?, ?, ?, ?)');
    this.#insertEntity = db.prepare('INSERT INTO entry_entity (type, id, seq) VALUES (?, ?, ?)');
    this.#project = db.prepare(
      'INSERT INTO entity (type, id, body) VALUES (?, ?, ?) ON CONFLICT (type, id) DO UPDATE SET body = excluded.body',
    );
    this.#since = db.prepare('SELECT body FROM entry WHERE seq > ? ORDER BY seq LIMIT ?');
    this.#byCommand = db.prepare('SELECT body FROM entry WHERE command_id = ?');
  }

  /** Appends entries and their projection. Call inside a transaction. */
  append(entries: readonly LogEntry[], projection: readonly EntityState[]): void {
    for (const entry of entries) {
      this.#insert.run(entry.seq, entry.command.commandId, entry.hash, canonicalJson(entry));
      for (const ref of entitiesOf(entry)) this.#insertEntity.run(ref.type, ref.id, entry.seq);
    }
    for (const row of projection) this.#project.run(row.ref.type, row.ref.id, canonicalJson(row));
  }

  /** The newest place and its hash, or undefined for an empty log. */
  head(): LogHead | undefined {
    return this.#db.prepare<[], LogHead>('SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1').get();
  }

  hashAt(seq: number): string | undefined {
    return this.#db.prepare<[number], { hash: string }>('SELECT hash FROM entry WHERE seq = ?').get(seq)?.hash;
  }

  /** Entries after `seq`, oldest first. */
  since(seq: number, limit: number): LogEntry[] {
    return this.#since.all(seq, limit).map(readEntry);
  }

  /** Newest first. */
  newest(query: EntryQuery): LogEntry[] {
    const before = query.before ?? Number.MAX_SAFE_INTEGER;
    if (query.entity === undefined) {
      const sql = 'SELECT body FROM entry WHERE seq < ? ORDER BY seq DESC LIMIT ?';
      return this.#db.prepare<[number, number], BodyRow>(sql).all(before, query.limit).map(readEntry);
    }
    const sql = `SELECT body FROM entry_entity JOIN entry USING (seq)
      WHERE type = ? AND id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`;
    const { type, id } = query.entity;
    return this.#db.prepare<unknown[], BodyRow>(sql).all(type, id, before, query.limit).map(readEntry);
  }

  byCommand(commandId: string): LogEntry | undefined {
    const row = this.#byCommand.get(commandId);
    return row === undefined ? undefined : readEntry(row);
  }

  /** The projection as it was last committed. */
  projection(): EntityState[] {
    return this.#db
      .prepare<[], BodyRow>('SELECT body FROM entity')
      .all()
      .map((row) => JSON.parse(row.body) as EntityState);
  }

  /** The first place where the stored chain does not hold, or undefined when all of it does. */
  verify(epoch: string): { readonly seq: number; readonly fault: ChainFault } | undefined {
    let head: LogHead = { seq: 0, hash: genesisHash(epoch) };
    for (const row of this.#db.prepare<[], BodyRow>('SELECT body FROM entry ORDER BY seq').iterate()) {
      const entry = readEntry(row);
      const fault = chainFault(head, entry);
      if (fault !== undefined) return { seq: head.seq + 1, fault };
      head = entry;
    }
    return undefined;
  }

  meta(key: string): string | undefined {
    return this.#db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(key)?.value;
  }

  setMeta(key: string, value: string): void {
    const sql = 'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value';
    this.#db.prepare<[string, string]>(sql).run(key, value);
  }
}

function readEntry(row: BodyRow): LogEntry {
  return JSON.parse(row.body) as LogEntry;
}
