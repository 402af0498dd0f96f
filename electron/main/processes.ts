import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { superviseProcess, type SupervisedProcess, type SuperviseOptions } from '#kit/supervise.ts';
import { systemClock } from '#kit/system-clock.ts';
import type { CoreState, Seat } from '#shared/contract/host-bridge.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { coreArgs, hubArgs } from './child-args.ts';
import { connectByAddress, connectByPorts, coreStateOf, urlOf, type ConnectPage } from './core-host.ts';
import type { Log } from './log.ts';
import type { ShellOptions } from './options.ts';
import { entryPath, nodePath, type AppPlace } from './paths.ts';
import { readOrMakeSecret } from './secret-file.ts';
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

/** Starts core and hub, or attaches to a core that runs elsewhere. */
export function startProcesses(deps: ProcessesDeps): Processes {
  const { core } = deps.options;
  return core.kind === 'url' ? attach(deps, core.url) : startOwn(deps, core.kind);
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new CodedError('WIN0007', { file }, { cause });
  }
}

function attach({ options, data, seat }: ProcessesDeps, url: string): Processes {
  const token = readToken(options.tokenFile ?? join(data, 'token'));
  const socket = new URL(url);
  socket.protocol = socket.protocol === 'https:' ? 'wss:' : 'ws:';
  return {
    connect: connectByAddress(() => Promise.resolve({ url, token }), seat),
    // The page dials by itself, and sees by itself when nobody answers.
    coreState: { state: 'up' },
    addresses: [socket.origin],
    stop: () => Promise.resolve(),
  };
}

function startOwn(deps: ProcessesDeps, on: 'node' | 'utility'): Processes {
  const { options, data, place, seat, log } = deps;
  let coreChild: UtilityChild | undefined;
  const supervise = (name: 'core' | 'hub', rest: Pick<SuperviseOptions, 'args' | 'onState'>): SupervisedProcess =>
    superviseProcess({
      name,
      entry: entryPath(place, name, on, process.env),
      clock: systemClock,
      cwd: data,
      onReady: (_message, pid) => log('info', `${name} is up`, { child: pid }),
      onExit: ({ pid, code, signal, restartInMs }) =>
        log('warn', `${name} ended`, { child: pid, code: code ?? undefined, signal: signal ?? undefined, restartInMs }),
      ...(on === 'node'
        ? { execPath: nodePath(place, process.env, process.platform) }
        : {
            launch: (entry, args, env) => {
              const child = new UtilityChild(name, entry, args, env);
              if (name === 'core') coreChild = child;
              return child;
            },
          }),
      ...rest,
    });

  const hub = options.hub === undefined ? supervise('hub', { args: hubArgs(data) }) : undefined;
  const token = readOrMakeSecret(options.tokenFile ?? join(data, 'token'));
  const core = supervise('core', {
    args: coreArgs(options, data),
    onState: (state) => deps.onCoreState(coreStateOf(state)),
  });
  const childOf = (): UtilityChild => {
    if (coreChild === undefined) throw new Error('the core was not started');
    return coreChild;
  };
  return {
    connect:
      on === 'utility'
        ? connectByPorts(core, childOf, seat)
        : connectByAddress(async () => ({ url: urlOf(await core.whenReady()), token }), seat),
    get coreState() {
      return coreStateOf(core.state);
    },
    addresses: on === 'utility' ? [] : ['ws://127.0.0.1:*'],
    stop: async () => {
      // The core first: what it still has to send finds the hub.
      await core.stop();
      await hub?.stop();
    },
  };
}
