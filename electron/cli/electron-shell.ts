import { spawn, type ChildProcess } from 'node:child_process';
import { ROOT } from './places.ts';

/** What the desktop windows are told; see electron/main/options.ts. */
export interface ElectronOptions {
  readonly binary: string;
  /** `utility`, `node`, or the address of a running core. */
  readonly core: string;
  readonly data: string;
  readonly port: number;
  readonly tokenFile: string;
  readonly hub?: { readonly url: string; readonly tokenFile: string } | undefined;
  readonly drivers?: string | undefined;
  /** Words after a second `--`: switches for Electron itself. */
  readonly switches: readonly string[];
}

/** A running Electron. */
export interface ElectronShell {
  /** Resolves with its exit code (null: killed, or not started). */
  readonly ended: Promise<number | null>;
  /** Asks it to quit, and kills it after 5 s. */
  stop(): Promise<void>;
}

/** Arguments of the Electron program: its own switches, the app, ours. */
export function electronArgs(options: ElectronOptions): readonly string[] {
  const { core, data, port, tokenFile, hub, drivers, switches } = options;
  return [
    ...switches,
    ROOT,
    ...['--core', core, '--data', data, '--port', String(port), '--token-file', tokenFile],
    ...(hub === undefined ? [] : ['--hub', hub.url, '--hub-token-file', hub.tokenFile]),
    ...(drivers === undefined ? [] : ['--drivers', drivers]),
  ];
}

/** Opens the desktop windows. Their output goes to standard error. */
export function startElectron(options: ElectronOptions): ElectronShell {
  const env = { ...process.env, HEATLINE_NODE: process.env['HEATLINE_NODE'] ?? process.execPath };
  const child = spawn(options.binary, [...electronArgs(options)], { stdio: ['ignore', 2, 2], env });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  return { ended, stop: () => stopChild(child, ended) };
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}
