import { resolve } from 'node:path';
import { CodedError } from '#shared/lib/coded-error.ts';

/** Where the core of this console is: a utilityProcess, a child process on Node, or already running at an address. */
export type CoreChoice =
  { readonly kind: 'utility' } | { readonly kind: 'node' } | { readonly kind: 'url'; readonly url: string };

export interface ShellOptions {
  readonly core: CoreChoice;
  /** Absolute folder of this console's files; undefined: the place that the command line uses too. */
  readonly data: string | undefined;
  /** Address of the hub to join; undefined: this console hosts one. */
  readonly hub: string | undefined;
  /** Absolute file with the token of the hub. */
  readonly hubTokenFile: string | undefined;
  /** Loopback port of the hub hosted here. It is known before the hub runs: the core looks for it there from the start. */
  readonly hubPort: number;
  /** Loopback port for a core on Node; 0: any free one. */
  readonly port: number;
  /** Absolute file with the drivers' endpoints. */
  readonly drivers: string | undefined;
  /** Absolute file with the token of the core to attach to. */
  readonly tokenFile: string | undefined;
}

const NAMES = ['core', 'data', 'hub', 'hub-token-file', 'hub-port', 'port', 'drivers', 'token-file'] as const;

/** Where consoles look for a hub unless told otherwise. */
const HUB_PORT = '48500';
type Name = (typeof NAMES)[number];

function bad(option: Name, value: string): never {
  throw new CodedError('WIN0001', { option: `--${option}`, value });
}

/** `--name value` and `--name=value`. Chromium's own switches stand between ours and are left alone. */
function readValues(argv: readonly string[]): Partial<Record<Name, string>> {
  const values: Partial<Record<Name, string>> = {};
  argv.forEach((word, index) => {
    const name = NAMES.find((n) => word === `--${n}` || word.startsWith(`--${n}=`));
    if (name === undefined) return;
    const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : (argv[index + 1] ?? '');
    if (value === '' || value.startsWith('--')) bad(name, value);
    values[name] = value;
  });
  return values;
}

function httpAddress(option: Name, value: string): string {
  try {
    const { protocol } = new URL(value);
    if (protocol === 'http:' || protocol === 'https:') return value.replace(/\/+$/, '');
  } catch {
    // Refused below, like an address of another kind.
  }
  return bad(option, value);
}

function coreChoice(value: string): CoreChoice {
  if (value === 'utility' || value === 'node') return { kind: value };
  return { kind: 'url', url: httpAddress('core', value) };
}

function portNumber(option: Name, value: string, lowest: number): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : -1;
  return port >= lowest && port <= 65_535 ? port : bad(option, value);
}

/** Reads the command line of the desktop console; relative paths count from `cwd`. Throws WIN0001. */
export function parseOptions(argv: readonly string[], cwd: string): ShellOptions {
  const values = readValues(argv);
  const path = (name: Name): string | undefined =>
    values[name] === undefined ? undefined : resolve(cwd, values[name]);
  return {
    core: coreChoice(values.core ?? 'utility'),
    data: path('data'),
    hub: values.hub === undefined ? undefined : httpAddress('hub', values.hub),
    hubTokenFile: path('hub-token-file'),
    hubPort: portNumber('hub-port', values['hub-port'] ?? HUB_PORT, 1),
    port: portNumber('port', values.port ?? '0', 0),
    drivers: path('drivers'),
    tokenFile: path('token-file'),
  };
}
