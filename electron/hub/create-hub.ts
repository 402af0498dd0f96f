import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HUB_PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import type { Clock, NewId } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import { lockFolder } from '#kit/lock-folder.ts';
import type { Log } from '#kit/logger.ts';
import type { Notice } from '#kit/open-database.ts';
import { createApiHandler } from './api/serve-api.ts';
import { LiveLane } from './live-lane.ts';
import { serveConsoles } from './socket/serve-consoles.ts';
import { openHubStore } from './store/hub-store.ts';
import { Sequencer } from './store/sequencer.ts';

export interface HubOptions {
  readonly dataDir: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly consoleToken: string;
  readonly integrationToken: string;
  readonly maxConnections: number;
  readonly version: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

export interface Hub {
  readonly url: string;
  readonly epoch: string;
  close(): Promise<void>;
}

/**
 * Starts a hub on its data folder. Errors: DBS codes (database; DBS0009 where another hub works on the folder), HUB0010 (its log does not verify), HUB0011 (address in use).
 * Closing commits what waits and ends all connections.
 */
export async function createHub(options: HubOptions): Promise<Hub> {
  const { clock, log } = options;
  const unlock = lockFolder(options.dataDir, 'hub');
  const notices: Notice[] = [];
  const onNotice = (notice: Notice): void => {
    notices.push(notice);
    if (notices.length > 50) notices.shift();
    log.warn({ code: notice.code, ...notice.detail }, 'hub notice');
  };
  const store = openHubStore({ dataDir: options.dataDir, clock, newId: options.newId, onNotice });
  const sequencer = new Sequencer(store, clock, onNotice);
  const live = new LiveLane(clock);
  const startedAt = clock.monotonic();
  const http = createServer((request, response) => void handle(request, response));
  const consoles = serveConsoles({
    http,
    store,
    sequencer,
    live,
    token: options.consoleToken,
    maxConnections: options.maxConnections,
    clock,
    log,
  });
  const health = () => ({
    ok: true,
    service: 'heatline-hub',
    versions: { heatline: options.version, node: process.versions.node },
    protocolVersion: HUB_PROTOCOL_VERSION,
    // A hub has no link upwards, no signals and nothing unsent: those are a console's.
    connections: consoles.connections(),
    openAlarms: store.entities.list<Alarm>('alarm').filter((alarm) => alarm.status !== 'normal').length,
    activeAlerts: store.entities.list<RedAlert>('redAlert').filter((alert) => alert.status === 'active').length,
    epoch: store.epoch,
    seq: store.head().seq,
    headHash: store.head().hash,
    uptimeS: Math.round((clock.monotonic() - startedAt) / 1_000),
    notices,
  });
  const services = { store, sequencer, live, token: options.integrationToken, clock };
  const handle = createApiHandler(services, health, log);

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, options.host, resolve);
  }).catch((error: unknown) => {
    store.dispose();
    unlock();
    throw new CodedError('HUB0011', { host: options.host, port: options.port, why: String(error) }, { cause: error });
  });
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    epoch: store.epoch,
    async close() {
      sequencer.close();
      await consoles.close();
      http.closeAllConnections();
      store.dispose();
      unlock();
    },
  };
}
