import { openDatabase, type Notice, type OpenDatabase } from '#kit/open-database.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { createTiles } from './migrations/0001-create-tiles.ts';

/** Migrations of `tiles.db`, in order. */
export const TILES_MIGRATIONS = [createTiles] as const;

/** Opens (and makes) `tiles.db`. Its content can be fetched again: `synchronous=NORMAL`, no ballast, not read through at the start. */
export function openTiles(file: string, onNotice?: (notice: Notice) => void): OpenDatabase {
  return openDatabase(file, {
    durability: 'normal',
    migrations: TILES_MIGRATIONS,
    ballastBytes: 0,
    quickCheck: false,
    ...(onNotice && { onNotice }),
  });
}

export interface TileId {
  /** Whose: a new address of a source is a new owner. */
  readonly owner: string;
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** No bytes: the source has nothing there. Times UTC ms. */
export interface StoredTile {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly fetchedAt: number;
}

export interface OwnerUsage {
  readonly owner: string;
  readonly tiles: number;
  readonly bytes: number;
  readonly oldestAt: number;
  readonly newestAt: number;
}

/** Each tile costs about this many bytes beside its own. [eng] */
const ROW_BYTES = 100;
/** How exactly the use of a tile is remembered: a write for every look would cost more than it says. */
const USE_STEP_MS = 600_000;
/** So much more than needed is given up at once, as a share of the limit. */
const SPARE = 0.05;

export interface TileStore {
  get(id: TileId): StoredTile | undefined;
  /** Keeps a tile, giving up those that nobody has looked at for longest. A full disk only means that it is not kept. */
  put(id: TileId, tile: StoredTile): void;
  usage(): { readonly bytes: number; readonly owners: readonly OwnerUsage[] };
  setLimit(bytes: number): void;
}

/** Tiles on disk, up to a limit once one is set, the least recently used given up first. */
export function createTileStore(db: OpenDatabase, clock: Clock): TileStore {
  const { sqlite } = db;
  const total = sqlite.prepare<[], { bytes: number }>(
    `SELECT coalesce(sum(size + ${String(ROW_BYTES)}), 0) AS bytes FROM tiles`,
  );
  const find = sqlite.prepare<[TileId], StoredTile & { usedAt: number }>(
    `SELECT type, bytes, fetched_at AS fetchedAt, used_at AS usedAt FROM tiles
     WHERE source = @owner AND z = @z AND x = @x AND y = @y`,
  );
  const use = sqlite.prepare<[TileId & { now: number }]>(
    'UPDATE tiles SET used_at = @now WHERE source = @owner AND z = @z AND x = @x AND y = @y',
  );
  const sizeOf = sqlite.prepare<[TileId], { size: number }>(
    'SELECT size FROM tiles WHERE source = @owner AND z = @z AND x = @x AND y = @y',
  );
  const insert = sqlite.prepare(
    `INSERT INTO tiles (source, z, x, y, type, bytes, size, fetched_at, used_at)
     VALUES (@owner, @z, @x, @y, @type, @bytes, @size, @fetchedAt, @now)
     ON CONFLICT (source, z, x, y) DO UPDATE SET
       type = excluded.type, bytes = excluded.bytes, size = excluded.size,
       fetched_at = excluded.fetched_at, used_at = excluded.used_at`,
  );
  const oldest = sqlite.prepare<[], { rowid: number; size: number }>(
    'SELECT rowid, size FROM tiles ORDER BY used_at, rowid LIMIT 100',
  );
  const remove = sqlite.prepare('DELETE FROM tiles WHERE rowid = ?');
  let limit = Infinity;
  let held = total.get()?.bytes ?? 0;

  function giveUp(): void {
    if (held <= limit) return;
    while (held > limit * (1 - SPARE)) {
      const rows = oldest.all();
      if (rows.length === 0) break;
      for (const { rowid, size } of rows) {
        if (held <= limit * (1 - SPARE)) break;
        remove.run(rowid);
        held -= size + ROW_BYTES;
      }
    }
  }

  return {
    get(id) {
      const found = find.get(id);
      const now = clock.now();
      if (found && now - found.usedAt > USE_STEP_MS) db.write(() => use.run({ ...id, now }));
      return found && { type: found.type, bytes: found.bytes, fetchedAt: found.fetchedAt };
    },
    put(id, { type, bytes, fetchedAt }) {
      const size = bytes.byteLength;
      if (size + ROW_BYTES > limit) return;
      const before = held;
      try {
        db.write(() => {
          held = before;
          const replaced = sizeOf.get(id);
          insert.run({ ...id, type, bytes: Buffer.from(bytes), size, fetchedAt, now: clock.now() });
          held += size - (replaced?.size ?? -ROW_BYTES);
          giveUp();
        });
      } catch (thrown) {
        held = before;
        if (!db.isFull()) throw thrown;
      }
    },
    usage: () => ({
      bytes: held,
      owners: sqlite
        .prepare<[], OwnerUsage>(
          `SELECT source AS owner, count(*) AS tiles, sum(size) AS bytes, min(fetched_at) AS oldestAt,
           max(fetched_at) AS newestAt FROM tiles GROUP BY source`,
        )
        .all(),
    }),
    setLimit(bytes) {
      limit = bytes;
      db.write(giveUp);
    },
  };
}
