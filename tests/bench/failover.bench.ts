import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createIngest } from '#core/ingest/ingest.ts';
import { LatestTable } from '#core/telemetry/latest-table.ts';
import { SignalCatalogue } from '#core/telemetry/signal-catalogue.ts';
import { systemClock } from '#kit/system-clock.ts';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import { startChild } from '#tests/support/child.ts';
import { freePort } from '#tests/support/free-port.ts';
import type { Emit } from './figure.ts';
import { hubLoss } from './hub-loss.ts';
import { refusedServer } from './refused-server.ts';
import { supportFile } from './support/measured.ts';

const STATIONS = 1_000;
const SIGNALS = 10 * STATIONS;
/** What each of the two servers says of every signal. */
const VALUES = [0.5, 0.6] as const;
/** Both lines stand and have settled: the one that waits shows nothing outside. */
const SETTLED_MS = 20_000;
const GIVE_UP_MS = 60_000;
const ALLOWED_MS = 5_000;

/** What has to be noticed within a time: a hub that is lost, a server that claims too much, and in a redundant pair the server that is. */
export async function run(emit: Emit): Promise<void> {
  await hubLoss(emit);
  await refusedServer(emit);
  await lostServer(emit);
}

/** A pair of servers with 10,000 items each: how long the values stay away when the one that serves is killed, or stands still. */
async function lostServer(emit: Emit): Promise<void> {
  for (const [how, signal] of [
    ['is killed', 'SIGKILL'],
    ['stands still', 'SIGSTOP'],
  ] as const) {
    const { firstMs, allMs, changed, restarts } = await failOver(signal);
    const name = `OPC UA pair, 10,000 items, the serving one ${how}`;
    const allowed = { unit: 'ms', baseline: 'what is allowed', baselineValue: ALLOWED_MS } as const;
    emit({ figure: `${name}: first value of the other`, value: firstMs, ...allowed });
    emit({ figure: `${name}: all values of the other`, value: allMs, ...allowed });
    const none = { unit: 'count', baseline: 'signals', baselineValue: SIGNALS } as const;
    emit({ figure: `${name}: signals with another index`, value: changed, ...none });
    emit({ figure: `${name}: restarts of the driver`, value: restarts, ...none });
  }
}

async function failOver(signal: 'SIGKILL' | 'SIGSTOP') {
  const folder = mkdtempSync(join(tmpdir(), 'heatline-failover-'));
  const servers = await Promise.all(
    VALUES.map(async (value, i) => {
      const port = await freePort();
      const args = [String(port), `server-${String(i)}`, folder, String(STATIONS), String(value)];
      const child = await startChild(
        supportFile('plant-server'),
        args,
        join(folder, `server-${String(i)}.log`),
        90_000,
      );
      return { child, url: `opc.tcp://127.0.0.1:${String(port)}/plant` };
    }),
  );
  const [a, b] = servers as [(typeof servers)[0], (typeof servers)[0]];
  const catalogue = new SignalCatalogue();
  const latest = new LatestTable({ clock: systemClock, catalogue });
  const driver = {
    id: 'pair',
    kind: 'opcua',
    endpoint: a.url,
    standby: [b.url],
    samplingMs: 250,
    publishingMs: 250,
    stations: { path: ['Plant'] },
  };
  const ingest = createIngest({
    config: parseDriversConfig(JSON.stringify({ version: 1, drivers: [driver] })),
    catalogue,
    latest,
    clock: systemClock,
    pkiDir: join(folder, 'client'),
    onDriverState: () => undefined,
  });
  const saidBy = (value: number): number => {
    let count = 0;
    for (let index = 0; index < catalogue.size; index += 1) if (latest.values[index] === value) count += 1;
    return count;
  };
  const state = () => ingest.drivers()[0];
  while (state()?.state !== 'live' || Math.max(...VALUES.map(saidBy)) < SIGNALS) await delay(100);
  await delay(SETTLED_MS);
  // A starved machine takes a healthy server for away: a pair is measured, so wait until it is one.
  while (state()?.code !== undefined) await delay(100);

  const serving = saidBy(VALUES[0]) === SIGNALS ? 0 : 1;
  const other = VALUES[1 - serving] as number;
  const before = catalogue.list().map(({ signalId }) => signalId);
  const startedAt = performance.now();
  const lasted = () => performance.now() - startedAt;
  servers[serving]?.child.process.kill(signal);
  let firstMs: number | undefined;
  while (saidBy(other) < SIGNALS && lasted() < GIVE_UP_MS) {
    if (saidBy(other) > 0) firstMs ??= lasted();
    await delay(10);
  }
  const allMs = lasted();
  const after = catalogue.list();
  const changed = after.filter(({ signalId }, index) => signalId !== before[index]).length;
  const restarts = state()?.restarts ?? 0;
  await ingest.dispose();
  for (const { child } of servers) await child.kill();
  rmSync(folder, { recursive: true, force: true });
  return { firstMs: firstMs ?? allMs, allMs, changed, restarts };
}
