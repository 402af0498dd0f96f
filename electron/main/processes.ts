import { readFileSync } from 'node:fs';
import { superviseProcess, type ProcessExit, type SupervisedProcess, type SuperviseOptions } from '#kit/supervise.ts';
import { systemClock } from '#kit/system-clock.ts';
import { readOrCreateToken } from '#kit/token-file.ts';
import type { CoreState, Seat } from '#shared/contract/host-bridge.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { coreArgs, hubArgs, tokenFiles, type TokenFiles } from './child-args.ts';
import { connectByAddress, connectByPorts, coreStateOf, urlOf, type ConnectPage } from './core-host.ts';
import type { Log } from './log.ts';
import type { ShellOptions } from './options.ts';
import { entryPath, nodePath, pagesPath, rosterPath, type AppPlace } from './paths.ts';
import { UtilityChild } from './utility-child.ts';

interface ProcessesDeps {
  readonly options: ShellOptions;
  readonly data: string;
  readonly place: AppPlace;
  readonly seat: Seat;
  readonly log: Log;
  onCoreState(state: CoreState): void;
}

/** What stands behind the windows. */
export interface Processes {
  readonly connect: ConnectPage;
  readonly coreState: CoreState;
  /** What pages may connect to, as sources of a content security policy. */
  readonly addresses: readonly string[];
  /** Ends core and hub; those that run elsewhere are left alone. */
  stop(): Promise<void>;
}

/** Starts core and hub, or attaches to a core that runs elsewhere. Throws WIN0004, WIN0007. */
export function startProcesses(deps: ProcessesDeps): Processes {
  const { options, data } = deps;
  const files = tokenFiles(options, data);
  return options.core.kind === 'url'
    ? attach(options.core.url, readToken(files.token), deps.seat)
    : startOwn(deps, files, options.core.kind);
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new CodedError('WIN0007', { file }, { cause });
  }
}

function attach(url: string, token: string, seat: Seat): Processes {
  const socket = new URL(url);
  socket.protocol = socket.protocol === 'https:' ? 'wss:' : 'ws:';
  return {
    connect: connectByAddress(() => Promise.resolve({ url, token }), seat),
    // The page dials by itself, and sees by itself when nobody answers.
    coreState: { state: 'up' },
    addresses: [`${socket.protocol}//${socket.host}`],
    stop: () => Promise.resolve(),
  };
}

function startOwn(deps: ProcessesDeps, files: TokenFiles, on: 'node' | 'utility'): Processes {
  const { options, data, place, seat } = deps;
  const launchers = on === 'node' ? nodeLauncher(place) : utilityLauncher();
  const supervise = (name: 'core' | 'hub', rest: Pick<SuperviseOptions, 'args' | 'onState' | 'onExit'>) =>
    superviseProcess({
      name,
      entry: entryPath(place, name, on, process.env),
      clock: systemClock,
      cwd: data,
      ...launchers.of(name),
      ...rest,
      onReady: (_message, pid) => deps.log('info', `${name} is up`, { child: pid }),
      onExit: (exit) => {
        logExit(deps.log, name, exit);
        rest.onExit?.(exit);
      },
    });

  const hub = options.hub === undefined ? supervise('hub', { args: hubArgs(options, data, files) }) : undefined;
  const token = readOrCreateToken(files.token);
  let reason: string | undefined;
  const stateOf = (state: SupervisedProcess['state']): CoreState => coreStateOf(state, reason);
  const core = supervise('core', {
    args: coreArgs(options, data, files, { pages: pagesPath(place), roster: rosterPath(place) }),
    onExit: ({ failure }) => {
      reason = failure?.code;
      if (reason !== undefined) deps.onCoreState(stateOf(core.state));
    },
    onState: (state) => deps.onCoreState(stateOf(state)),
  });
  return {
    connect:
      on === 'utility'
        ? connectByPorts(core, launchers.core, seat)
        : connectByAddress(async () => ({ url: urlOf(await core.whenReady()), token }), seat),
    get coreState() {
      return stateOf(core.state);
    },
    addresses: on === 'utility' ? [] : ['ws://127.0.0.1:*'],
    stop: async () => {
      // The core first: what it still has to send finds the hub.
      await core.stop();
      await hub?.stop();
    },
  };
}

interface Launcher {
  of(name: string): Pick<SuperviseOptions, 'execPath' | 'launch'>;
  /** The utilityProcess of the core that runs, or ran last. */
  core(): UtilityChild;
}

function nodeLauncher(place: AppPlace): Launcher {
  const execPath = nodePath(place, process.env, process.platform);
  return { of: () => ({ execPath }), core: noCore };
}

function utilityLauncher(): Launcher {
  let core: UtilityChild | undefined;
  return {
    of: (name) => ({
      launch: (entry, args, env) => {
        const child = new UtilityChild(name, entry, args, env);
        if (name === 'core') core = child;
        return child;
      },
    }),
    core: () => core ?? noCore(),
  };
}

function noCore(): never {
  throw new Error('the core does not run in a utilityProcess');
}

function logExit(log: Log, name: string, { pid, code, signal, restartInMs, failure }: ProcessExit): void {
  log('warn', `${name} ended`, {
    child: pid,
    exit: String(signal ?? code),
    restartInMs,
    code: failure?.code,
    detail: failure?.detail === undefined ? undefined : JSON.stringify(failure.detail),
  });
}
