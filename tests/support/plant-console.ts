import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCache } from '#core/db/cache/open-cache.ts';
import { importNetworkFile } from '#core/features/import/import-file.ts';
import { systemClock } from '#kit/system-clock.ts';
import { startChild } from './child.ts';

/** A hub and a console on it, as processes of their own, with a plant of the test's choice. */
export interface PlantConsole {
  readonly url: string;
  readonly token: string;
  readonly hubUrl: string;
  readonly corePid: number;
  /** CPU that the console's process has used so far, s (all its threads). */
  coreCpuS(): number;
  /** The same of its main thread, and of the thread of the network model. */
  coreThreadCpuS(): { readonly main: number; readonly analysis: number };
  stop(): Promise<void>;
}

/** Imports the network, starts hub and core in `folder` with the drivers file and serves the built pages. */
export async function startPlantConsole(
  folder: string,
  networkFile: string,
  driversFile: string,
): Promise<PlantConsole> {
  const data = join(folder, 'core');
  const cache = openCache(join(data, 'cache.db'));
  const imported = importNetworkFile(cache, networkFile, undefined, systemClock);
  cache.dispose();
  if (!imported.ok) throw new Error(`network not imported: ${JSON.stringify(imported.error).slice(0, 500)}`);
  const hub = await startChild<{ url: string }>(
    'electron/hub/entry/hub.ts',
    ['--data', join(folder, 'hub'), '--port', '0'],
    join(folder, 'hub.log'),
  );
  const core = await startChild<{ url: string }>(
    'electron/core/entry/node.ts',
    [
      ...['--data', data, '--port', '0', '--drivers', driversFile],
      ...['--hub', hub.ready.url, '--hub-token-file', join(folder, 'hub', 'hub.token')],
    ],
    join(folder, 'core.log'),
  );
  const corePid = core.process.pid as number;
  return {
    url: core.ready.url,
    token: readFileSync(join(data, 'console.token'), 'utf8').trim(),
    hubUrl: hub.ready.url,
    corePid,
    coreCpuS: () => cpuSecondsOf(`/proc/${String(corePid)}`),
    coreThreadCpuS: () => {
      const folder = `/proc/${String(corePid)}/task`;
      const threads = readdirSync(folder);
      const named = (name: string) =>
        threads.filter((thread) => readFileSync(`${folder}/${thread}/comm`, 'utf8').trim() === name);
      const cpuS = (ids: readonly string[]) => ids.reduce((sum, id) => sum + cpuSecondsOf(`${folder}/${id}`), 0);
      return { main: cpuS([String(corePid)]), analysis: cpuS(named('analysis')) };
    },
    stop: async () => {
      await core.stop();
      await hub.stop();
    },
  };
}

/** User and system time of a process or a thread, from its folder in /proc (100 ticks a second on every Linux we run on). */
function cpuSecondsOf(folder: string): number {
  const fields = readFileSync(`${folder}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
