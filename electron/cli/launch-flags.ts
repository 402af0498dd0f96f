import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { LaunchOptions } from './launcher.ts';
import { defaultDataDir, PORTS } from './places.ts';

/** Options that `serve` and `npm start` share, as commander hands them over. */
export interface LaunchFlags {
  readonly data?: string;
  readonly host: string;
  readonly port: number;
  readonly tokenFile?: string;
  readonly hub?: string;
  readonly hubTokenFile?: string;
  readonly hubPort: number;
  readonly drivers?: string;
}

/** Adds the options of {@link LaunchFlags} with their defaults. */
export function addLaunchFlags(command: Command): Command {
  return command
    .option('--data <dir>', 'folder of log, cache and tokens (default: $HEATLINE_DATA or ~/.local/share/heatline)')
    .option('--host <address>', 'address to serve on', '127.0.0.1')
    .option('--port <number>', 'port of the console, 0 for any', portNumber, PORTS.core)
    .option('--token-file <file>', 'token that opens the console; made where missing')
    .option('--hub <url>', 'hub to join; without it one is hosted here', httpUrl)
    .option('--hub-token-file <file>', 'token of the hub')
    .option('--hub-port <number>', 'port of the hub hosted here, 0 for any', portNumber, PORTS.hub)
    .option('--drivers <file>', 'drivers of the plant (docs/drivers.md)');
}

/** Absolute paths, defaults filled in. `defaultData` is used without `--data`. */
export function launchOptionsOf(flags: LaunchFlags, defaultData = defaultDataDir()): LaunchOptions {
  const path = (file: string | undefined): string | undefined => (file === undefined ? undefined : resolve(file));
  return {
    data: resolve(flags.data ?? defaultData),
    host: flags.host,
    port: flags.port,
    hubPort: flags.hubPort,
    hub: flags.hub,
    tokenFile: path(flags.tokenFile),
    hubTokenFile: path(flags.hubTokenFile),
    drivers: path(flags.drivers),
  };
}

/** A port, 0 for any; throws what commander prints for anything else. */
export function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('0 to 65535 is needed.');
}

/** An http or https address without a slash at its end; throws what commander prints for anything else. */
export function httpUrl(text: string): string {
  const protocol = URL.parse(text)?.protocol;
  if (protocol === 'http:' || protocol === 'https:') return text.replace(/\/+$/, '');
  throw new InvalidArgumentError('http://HOST:PORT is needed.');
}

/** `utility`, `node` or an address. */
export function coreChoice(text: string): string {
  return text === 'utility' || text === 'node' ? text : httpUrl(text);
}
