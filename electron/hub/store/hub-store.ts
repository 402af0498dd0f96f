import { join } from 'node:path';
import type { LogEntry } from '#shared/contract/hub-protocol.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Clock, NewId } from '#shared/lib/clock.ts';
import { EntityView, type EntityState } from '#kit/entity-view.ts';
import { EventLog } from '#kit/event-log.ts';
import { genesisHash, type LogHead } from '#kit/hash-chain.ts';
import { openDatabase, type Notice, type OpenDatabase } from '#kit/open-database.ts';
import { createLog } from './migrations/0001-create-log.ts';

/** Forms of hub.db, oldest first. */
export const hubMigrations = [createLog] as const;

/** What one committed batch adds. */
export interface Appended {
  readonly entries: readonly LogEntry[];
  readonly projection: readonly EntityState[];
  readonly devices: ReadonlyMap<string, number>;
}

/** The authoritative log of a site with its projection in memory and in hub.db. */
export interface HubStore {
  readonly log: EventLog;
  readonly epoch: string;
  /** Confirmed entities. Only {@link HubStore.commit} changes them. */
  readonly entities: EntityView;
  readonly notices: readonly Notice[];
  head(): LogHead;
  lastHubAt(): number;
  /** Highest deviceSeq in the log of a device; 0 for one that never sent. */
  deviceSeq(device: string): number;
  /**
   * Runs `work` in a transaction and stores what it gives; only then is it visible here. `work` may run twice and may change
   * nothing itself. DBS0002 when the disk is full: nothing is stored then.
   */
  commit<T extends Appended>(work: () => T): T;
  dispose(): void;
}

/**
 * Opens hub.db in `dataDir` and checks the whole chain. Errors: DBS codes, HUB0010 (the chain does not hold: nothing is served from
 * a log that was altered).
 */
export function openHubStore(options: {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly onNotice?: (notice: Notice) => void;
}): HubStore {
  const db = openDatabase(join(options.dataDir, 'hub.db'), {
    durability: 'full',
    migrations: hubMigrations,
    clock: options.clock,
    ...(options.onNotice && { onNotice: options.onNotice }),
  });
  try {
    return createStore(db, options.newId);
  } catch (error) {
    db.dispose();
    throw error;
  }
}

function createStore(db: OpenDatabase, newId: NewId): HubStore {
  const log = new EventLog(db.sqlite);
  const epoch = log.meta('epoch') ?? newId();
  if (log.meta('epoch') === undefined) db.write(() => log.setMeta('epoch', epoch));
  const fault = log.verify(epoch);
  if (fault !== undefined) throw new CodedError('HUB0010', { file: db.file, ...fault });

  const entities = new EntityView();
  for (const row of log.projection()) entities.put(row);
  let head: LogHead = log.head() ?? { seq: 0, hash: genesisHash(epoch) };
  let lastHubAt = log.since(head.seq - 1, 1)[0]?.hubAt ?? 0;
  const devices = new Map(
    db.sqlite
      .prepare<[], { id: string; last_seq: number }>('SELECT id, last_seq FROM device')
      .all()
      .map((row) => [row.id, row.last_seq]),
  );
  const saveDevice = db.sqlite.prepare<[string, number]>(
    'INSERT INTO device (id, last_seq) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET last_seq = excluded.last_seq',
  );

  return {
    log,
    epoch,
    entities,
    notices: db.notices,
    head: () => head,
    lastHubAt: () => lastHubAt,
    deviceSeq: (device) => devices.get(device) ?? 0,
    commit(work) {
      const appended = db.write(() => {
        const result = work();
        log.append(result.entries, result.projection);
        for (const [device, seq] of result.devices) saveDevice.run(device, seq);
        return result;
      });
      for (const row of appended.projection) entities.put(row);
      for (const [device, seq] of appended.devices) devices.set(device, seq);
      const last = appended.entries.at(-1);
      if (last !== undefined) {
        head = { seq: last.seq, hash: last.hash };
        lastHubAt = last.hubAt;
      }
      return appended;
    },
    dispose: () => db.dispose(),
  };
}
