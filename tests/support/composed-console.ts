import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compose, type Composed } from '#core/entry/compose.ts';

const RESOURCES = join(dirname(fileURLToPath(import.meta.url)), '../../resources');

export interface ComposedConsoleOptions {
  readonly dataDir: string;
  readonly driversFile: string;
  readonly hub?: { readonly url: string; readonly token: string };
}

/** A whole console in the test's own process, with its files in `dataDir` and its drivers in threads; it serves no pages. */
export function composeConsole({ dataDir, driversFile, hub }: ComposedConsoleOptions): Composed {
  mkdirSync(dataDir, { recursive: true });
  const hubTokenFile = join(dataDir, 'hub.token');
  if (hub !== undefined) writeFileSync(hubTokenFile, hub.token);
  return compose({
    dataDir,
    hubUrl: hub?.url,
    hubTokenFile,
    driversFile,
    rosterFile: join(RESOURCES, 'config', 'roster.json'),
    host: '127.0.0.1',
    port: 0,
    tokenFile: join(dataDir, 'console.token'),
    wallTokenFile: join(dataDir, 'wall.token'),
    staticDir: dataDir,
  });
}
