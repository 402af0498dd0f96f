import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from '#kit/lock-folder.ts';
import { createLogger, type Log } from '#kit/logger.ts';
import type { Notice } from '#kit/open-database.ts';
import { systemClock } from '#kit/system-clock.ts';
import { readOrCreateToken } from '#kit/token-file.ts';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createAnalysis } from '../analysis/create-analysis.ts';
import { createCore, type Core } from '../app.ts';
import type { HubView } from '../dependencies.ts';
import { openCache } from '../db/cache/open-cache.ts';
import { deleteSeat, putSeat, readSeats } from '../db/cache/seats.ts';
import { openJournal } from '../db/journal/open-journal.ts';
import { createSqliteJournal } from '../db/journal/sqlite-journal.ts';
import { createTileStore, openTiles } from '../db/tiles/tile-store.ts';
import { readDriversFile } from '../features/drivers/drivers-file.ts';
import { createMapService } from '../features/map/map-service.ts';
import { loadRoster, rosterPeople } from '../features/session/roster.ts';
import { readHistoryConfig } from '../historian/config.ts';
import { createHistorian } from '../historian/create-historian.ts';
import { createHubLink } from '../hub-link/hub-link.ts';
import { createConsoleLog, type ConsoleLog } from '../log/console-log.ts';
import type { CoreArgs } from './args.ts';
import { createPlantStore } from './plant-store.ts';
import { startTelemetry } from './telemetry.ts';
import packageJson from '../../../package.json' with { type: 'json' };

/** Most faults kept for the status bar; older ones are in the log file. */
const KEPT_FAULTS = 20;

export interface Composed {
  readonly core: Core;
  readonly logger: Log;
  dispose(): Promise<void>;
}

/** Opens the files, dials the hub, starts the drivers and puts a core over them. Throws coded errors where it cannot, DBS0009 where another core works on the folder. */
export function compose(args: CoreArgs): Composed {
  // What can be wrong with the configuration is found before anything is opened or dialled.
  const source = args.driversFile === undefined ? undefined : readDrivers(args.driversFile);
  const historyConfig = readHistoryConfig(join(args.dataDir, 'history.json'));
  const people = rosterPeople(loadRoster(args.rosterFile));
  const unlock = lockFolder(args.dataDir, 'core');
  const logger = createLogger({ name: 'core', file: join(args.dataDir, 'core.log') });
  let faults: ConsoleStatus['faults'] = [];
  const onNotice = ({ code, detail, at }: Notice): void => {
    logger.warn({ code, detail }, 'notice');
    const others = faults.filter((fault) => fault.code !== code);
    faults = [{ code, detail: JSON.stringify(detail), since: at }, ...others].slice(0, KEPT_FAULTS);
  };
  const journalDb = openJournal(join(args.dataDir, 'journal.db'), systemClock, onNotice);
  const cache = openCache(join(args.dataDir, 'cache.db'), onNotice);
  const log = createConsoleLog({
    store: createSqliteJournal(journalDb, systemClock),
    clock: systemClock,
    newId: randomUUID,
    deviceId: readOrCreateToken(join(args.dataDir, 'device-id'), () => `console-${randomUUID()}`),
    onNotice,
  });
  const plant = createPlantStore(cache);
  const hub = openHub(args, log);
  const history = createHistorian({
    file: join(args.dataDir, 'history.db'),
    clock: systemClock,
    config: historyConfig,
  });
  const telemetry = startTelemetry({
    clock: systemClock,
    source,
    plant,
    log,
    history,
    logger,
    pkiDir: join(args.dataDir, 'pki'),
  });
  const analysis = createAnalysis({
    clock: systemClock,
    onDeath: (reason) => logger.error({ err: reason }, 'network model ended'),
  });
  const tilesDb = openTiles(join(args.dataDir, 'tiles.db'), onNotice);
  const map = createMapService({
    clock: systemClock,
    file: join(args.dataDir, 'map.json'),
    store: createTileStore(tilesDb, systemClock),
  });
  const core = createCore({
    clock: systemClock,
    newId: randomUUID,
    coreVersion: packageJson.version,
    log,
    hub,
    plant,
    telemetry,
    history,
    analysis,
    map,
    people,
    seatStore: {
      put: (seatIdHash, actor, signedOnAt) => putSeat(cache, { seatIdHash, actor, signedOnAt }),
      delete: (seatIdHash) => deleteSeat(cache, seatIdHash),
      all: () => readSeats(cache).map(({ seatIdHash, actor }) => ({ seat: seatIdHash, actor })),
    },
    hashSeat: (seat) => createHash('sha256').update(seat).digest('hex'),
    onOwnFault: (fault) => logger.info({ ownFault: fault }, 'told by a page'),
    onFault: (thrown) => {
      logger.error({ err: thrown }, 'failed');
      onNotice({ code: 'API0010', detail: { why: String(thrown).slice(0, 200) }, at: systemClock.now() });
    },
    faults: () => [
      ...history.faults(),
      ...(journalDb.isFull() || cache.isFull() ? faults : faults.filter(({ code }) => code !== 'DBS0002')),
    ],
  });
  return {
    core,
    logger,
    dispose: async () => {
      core.dispose();
      hub.dispose();
      await telemetry.dispose();
      await analysis.dispose();
      await history.dispose();
      journalDb.dispose();
      cache.dispose();
      map.dispose();
      tilesDb.dispose();
      unlock();
    },
  };
}

/** The link to the hub, or a view that says there is none. */
function openHub(args: CoreArgs, log: ConsoleLog): HubView & { dispose(): void } {
  if (args.hubUrl !== undefined) {
    const token = readOrCreateToken(args.hubTokenFile);
    return createHubLink({ url: args.hubUrl, token, log, clock: systemClock });
  }
  const since = systemClock.now();
  return {
    status: () => ({ state: 'offline', since, url: '', code: 'LOG0008' }),
    crews: () => ({ positions: [] }),
    onStatus: () => undefined,
    onCrews: () => undefined,
    dispose: () => undefined,
  };
}

function readDrivers(file: string) {
  if (!existsSync(file)) throw new CodedError('API0007', { option: '--drivers', why: `no file ${file}` });
  return { file, contents: readDriversFile(file) };
}
