import { join } from 'node:path';
import type { ShellOptions } from './options.ts';

/** Where core and hub of a data folder keep their secrets: the command line uses the same places. */
export interface TokenFiles {
  readonly token: string;
  readonly wallToken: string;
  readonly hubToken: string;
  readonly integrationToken: string;
}

/** Where the tokens of hub and core are: named by the options, else the files that the command line uses too. */
export function tokenFiles(options: Pick<ShellOptions, 'tokenFile' | 'hubTokenFile'>, data: string): TokenFiles {
  return {
    token: options.tokenFile ?? join(data, 'console.token'),
    wallToken: join(data, 'wall.token'),
    hubToken: options.hubTokenFile ?? join(data, 'hub', 'hub.token'),
    integrationToken: join(data, 'hub', 'integration.token'),
  };
}

/** Arguments of the hub that this console hosts. */
export function hubArgs({ hubPort }: ShellOptions, data: string, files: TokenFiles): string[] {
  return [
    ...['--data', join(data, 'hub'), '--port', String(hubPort)],
    ...['--token-file', files.hubToken, '--integration-token-file', files.integrationToken],
  ];
}

/** What of the app itself a core reads: the built pages, and who may sign on. */
export interface CoreFiles {
  readonly pages: string;
  readonly roster: string;
}

/** Arguments of this console's own core. */
export function coreArgs(options: ShellOptions, data: string, files: TokenFiles, app: CoreFiles): string[] {
  const hub = options.hub ?? `http://127.0.0.1:${String(options.hubPort)}`;
  return [
    ...['--data', data, '--port', String(options.port), '--static', app.pages, '--roster', app.roster],
    ...['--token-file', files.token, '--wall-token-file', files.wallToken],
    ...['--hub', hub, '--hub-token-file', files.hubToken],
    ...(options.drivers === undefined ? [] : ['--drivers', options.drivers]),
  ];
}
