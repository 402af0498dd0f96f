import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repositoryRoot } from './child.ts';
import { freePort } from './free-port.ts';

type PartName = 'hub' | 'core' | 'city';

/** Everything that `npm start` runs, started by that command on a data folder of its own. */
export interface Stack {
  readonly url: string;
  readonly hubUrl: string;
  readonly token: string;
  readonly wallToken: string;
  readonly data: string;
  /** Ms from the command to the line that says where it serves. */
  readonly servedAfterMs: number;
  pidOf(part: PartName): number;
  /** SIGKILL; the launcher starts the part again by itself. */
  kill(part: PartName): Promise<void>;
  /**
   * SIGKILLs the hub and takes its port, so that it cannot come back, as when its machine is gone.
   * The result gives the port free again.
   */
  loseHub(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly stations?: number;
  readonly scenario?: string;
  readonly delayS?: number;
  readonly extra?: readonly string[];
}

/** Runs `npm start` with the browser shell on free ports and waits until it serves. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const data = mkdtempSync(join(tmpdir(), 'heatline-stack-'));
  const [port, hubPort, opcua, modbus] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const startedAt = performance.now();
  const launcher = spawn(
    process.execPath,
    [
      'electron/cli/start.ts',
      ...['--shell', 'browser', '--data', data, '--port', String(port), '--hub-port', String(hubPort)],
      ...['--opcua-port', String(opcua), '--modbus-port', String(modbus), '--stations', String(options.stations ?? 60)],
      ...['--scenario', options.scenario ?? 'quiet-day', '--delay', String(options.delayS ?? 0)],
      ...(options.extra ?? ['--no-build']),
    ],
    { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const served = await untilServed(launcher);
  const servedAfterMs = performance.now() - startedAt;
  const { origin, hash } = new URL(served);
  const pidOf = (part: PartName): number => {
    const info = JSON.parse(readFileSync(join(data, 'run.json'), 'utf8')) as {
      parts: Record<PartName, { pid: number }>;
    };
    return info.parts[part].pid;
  };
  const kill = async (part: PartName): Promise<void> => {
    const pid = pidOf(part);
    endProcess(pid);
    while (isAlive(pid)) await delay(10);
  };
  return {
    url: origin,
    hubUrl: `http://127.0.0.1:${String(hubPort)}`,
    token: hash.replace('#token=', ''),
    wallToken: readFileSync(join(data, 'wall.token'), 'utf8').trim(),
    data,
    servedAfterMs,
    pidOf,
    kill,
    loseHub: async () => {
      await kill('hub');
      return takePort(hubPort, () => endProcess(pidOf('hub')));
    },
    stop: async () => {
      launcher.kill('SIGINT');
      if (launcher.exitCode === null && launcher.signalCode === null) await once(launcher, 'exit');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The address in the one line that the launcher says when it serves. */
function untilServed(launcher: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const address = /serves at (\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    };
    launcher.stdout?.on('data', listen);
    launcher.stderr?.on('data', listen);
    launcher.once('exit', (code) => reject(new Error(`npm start ended with ${String(code)}: ${said.slice(-2_000)}`)));
  });
}

/**
 * Listens on a port and hangs up on everyone; tries again while a starting process still holds it.
 * @param onHeld called at each try that finds the port held: ends whoever came back to it first
 */
export async function takePort(port: number, onHeld: () => void = () => undefined): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.destroy();
  });
  for (;;) {
    const isListening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isListening) break;
    onHeld();
    await delay(20);
  }
  return async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  };
}

/** SIGKILL to a process that may have ended by itself. */
function endProcess(pid: number): void {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
