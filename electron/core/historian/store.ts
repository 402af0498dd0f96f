import type { Database, Statement } from 'better-sqlite3';
import type { HistoryTier } from '#shared/contract/history-api.ts';
import { DAY_MS, keyOf } from './places.ts';

export interface StoredSignal {
  readonly number: number;
  readonly id: string;
  readonly staleAfterMs: number;
}

/** A day's room of a tier. `dayAt` UTC ms. */
export interface UsageRow {
  readonly tier: HistoryTier;
  readonly dayAt: number;
  readonly points: number;
  readonly bytes: number;
}

const TABLES = { raw: 'raw_block', minute: 'minute_block', hour: 'hour_block' } as const satisfies Record<
  HistoryTier,
  string
>;

interface TierStatements {
  readonly get: Statement<[number], Uint8Array>;
  readonly put: Statement<[number, Uint8Array]>;
  readonly purge: Statement<[number, number]>;
}

/** The statements over `history.db`. Every one may throw what better-sqlite3 throws; transactions are the caller's. */
export class HistoryStore {
  readonly db: Database;
  readonly #tiers: Record<HistoryTier, TierStatements>;
  readonly #putSignal: Statement<[number, string, number]>;
  readonly #signals: Statement<[], StoredSignal>;
  readonly #putJournal: Statement<[number, Uint8Array]>;
  readonly #journal: Statement<[], { seq: number; data: Uint8Array }>;
  readonly #trimJournal: Statement<[number]>;
  readonly #putSegment: Statement<[number, number, Uint8Array]>;
  readonly #segments: Statement<[number, number], Uint8Array>;
  readonly #dropSegments: Statement<[number, number]>;
  readonly #pending: Statement<[], [number, number]>;
  readonly #addUsage: Statement<[HistoryTier, number, number, number]>;
  readonly #dropUsage: Statement<[HistoryTier, number]>;
  readonly #usage: Statement<[], UsageRow>;

  constructor(db: Database) {
    this.db = db;
    const tier = (table: string): TierStatements => ({
      get: db.prepare<[number], Uint8Array>(`SELECT data FROM ${table} WHERE key = ?`).pluck(),
      put: db.prepare(`INSERT INTO ${table} VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET data = excluded.data`),
      purge: db.prepare(
        `DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE key < ? ORDER BY key LIMIT ?)`,
      ),
    });
    this.#tiers = { raw: tier(TABLES.raw), minute: tier(TABLES.minute), hour: tier(TABLES.hour) };
    this.#putSignal = db.prepare(
      'INSERT INTO signal VALUES (?, ?, ?) ON CONFLICT (number) DO UPDATE SET stale_after_ms = excluded.stale_after_ms',
    );
    this.#signals = db.prepare('SELECT number, id, stale_after_ms AS staleAfterMs FROM signal ORDER BY number');
    this.#putJournal = db.prepare('INSERT INTO journal VALUES (?, ?)');
    this.#journal = db.prepare('SELECT seq, data FROM journal ORDER BY seq');
    this.#trimJournal = db.prepare('DELETE FROM journal WHERE seq < ?');
    this.#putSegment = db.prepare('INSERT INTO segment (signal_group, hour, data) VALUES (?, ?, ?)');
    this.#segments = db
      .prepare<[number, number], Uint8Array>('SELECT data FROM segment WHERE signal_group = ? AND hour = ? ORDER BY id')
      .pluck();
    this.#dropSegments = db.prepare('DELETE FROM segment WHERE signal_group = ? AND hour = ?');
    this.#pending = db.prepare<[], [number, number]>('SELECT DISTINCT signal_group, hour FROM segment').raw();
    this.#addUsage = db.prepare(
      `INSERT INTO usage VALUES (?, ?, ?, ?) ON CONFLICT (tier, day)
       DO UPDATE SET points = points + excluded.points, bytes = bytes + excluded.bytes`,
    );
    this.#dropUsage = db.prepare('DELETE FROM usage WHERE tier = ? AND day < ?');
    this.#usage = db.prepare(
      `SELECT tier, day * ${String(DAY_MS)} AS dayAt, points, bytes FROM usage WHERE points > 0 OR bytes > 0 ORDER BY day DESC`,
    );
  }

  putSignal(signal: StoredSignal): void {
    this.#putSignal.run(signal.number, signal.id, signal.staleAfterMs);
  }

  signals(): readonly StoredSignal[] {
    return this.#signals.all();
  }

  putJournal(seq: number, data: Uint8Array): void {
    this.#putJournal.run(seq, data);
  }

  journal(): IterableIterator<{ readonly seq: number; readonly data: Uint8Array }> {
    return this.#journal.iterate();
  }

  /** Forgets the journal's rows before `seq`. */
  trimJournal(seq: number): void {
    this.#trimJournal.run(seq);
  }

  putSegment(group: number, hour: number, data: Uint8Array): void {
    this.#putSegment.run(group, hour, data);
  }

  /** In the order in which they came. */
  segments(group: number, hour: number): readonly Uint8Array[] {
    return this.#segments.all(group, hour);
  }

  dropSegments(group: number, hour: number): void {
    this.#dropSegments.run(group, hour);
  }

  /** Group and hour of everything that is not compacted. */
  pending(): readonly (readonly [group: number, hour: number])[] {
    return this.#pending.all();
  }

  block(tier: HistoryTier, place: number, number: number): Uint8Array | undefined {
    return this.#tiers[tier].get.get(keyOf(place, number));
  }

  putBlock(tier: HistoryTier, place: number, number: number, data: Uint8Array): void {
    this.#tiers[tier].put.run(keyOf(place, number), data);
  }

  /** Deletes up to `rows` blocks of places before `place`; returns how many there were. */
  purge(tier: HistoryTier, place: number, rows: number): number {
    return this.#tiers[tier].purge.run(keyOf(place, 0), rows).changes;
  }

  addUsage(tier: HistoryTier, at: number, points: number, bytes: number): void {
    this.#addUsage.run(tier, Math.floor(at / DAY_MS), points, bytes);
  }

  dropUsage(tier: HistoryTier, beforeAt: number): void {
    this.#dropUsage.run(tier, Math.floor(beforeAt / DAY_MS));
  }

  usage(): readonly UsageRow[] {
    return this.#usage.all();
  }

  /** First and one past the last place of a tier; undefined where it is empty. */
  span(tier: HistoryTier): readonly [number, number] | undefined {
    const [first, last] = this.db
      .prepare<[], [number | null, number | null]>(
        `SELECT (SELECT min(key) FROM ${TABLES[tier]}), (SELECT max(key) FROM ${TABLES[tier]})`,
      )
      .raw()
      .get() as [number | null, number | null];
    return first === null || last === null ? undefined : [placeOfKey(first), placeOfKey(last) + 1];
  }

  fileBytes(): number {
    const pages = this.db.pragma('page_count', { simple: true });
    const size = this.db.pragma('page_size', { simple: true });
    return Number(pages) * Number(size);
  }
}

function placeOfKey(key: number): number {
  return Math.floor(key / keyOf(1, 0));
}

/** Beginning of the first hour that a tier that keeps `keepMs` still has at `now`, on a day's border (UTC) so that whole days go. */
export function keptFrom(now: number, keepMs: number): number {
  return Math.floor((now - keepMs) / DAY_MS) * DAY_MS;
}
