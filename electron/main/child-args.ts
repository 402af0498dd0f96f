import { join } from 'node:path';
import type { ShellOptions } from './options.ts';

const optional = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [name, value]);

/** Arguments of the hub that this console hosts. */
export function hubArgs(data: string): string[] {
  return ['--data', join(data, 'hub')];
}

/** Arguments of this console's own core. */
export function coreArgs(options: ShellOptions, data: string): string[] {
  return [
    '--data',
    data,
    '--port',
    String(options.port),
    '--token-file',
    options.tokenFile ?? join(data, 'token'),
    ...optional('--hub', options.hub),
    ...optional('--drivers', options.drivers),
  ];
}
