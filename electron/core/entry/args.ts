import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CodedError } from '#shared/lib/coded-error.ts';

/** What a core is started with. Paths are absolute or relative to the working directory. */
export interface CoreArgs {
  readonly dataDir: string;
  readonly hubUrl: string | undefined;
  readonly hubTokenFile: string;
  /** Mapping of the plant's servers; without it the console runs with no live values. */
  readonly driversFile: string | undefined;
  readonly rosterFile: string;
  readonly host: string;
  readonly port: number;
  readonly tokenFile: string;
  readonly wallTokenFile: string;
  readonly staticDir: string;
}

export const CONSOLE_DEFAULT_PORT = 48_600;

/** What `--help` prints. Started by hand a core has no city and no hub of its own; `heatline serve` brings both. */
export const CORE_HELP = `Usage: node out/core/node.mjs --data DIR [options]
  --data DIR              data folder: log, history, network, tokens (made when missing)
  --roster FILE           people who may sign on; default: DIR/roster.json, else the demonstration roster of resources/config
  --drivers FILE          mapping of the plant's servers; without it there are no live values
  --hub URL               hub to replicate with; --hub-token-file FILE (default DIR/hub.token)
  --host HOST --port N    where pages and API are served (127.0.0.1, ${String(CONSOLE_DEFAULT_PORT)})
  --static DIR            built pages (default: out/renderer of the program)
  --token-file FILE, --wall-token-file FILE   (default DIR/console.token, DIR/wall.token)
Ready to use with hub and virtual city: npx heatline serve
`;

/** Options of the core. @throws CodedError `API0007` for one that is unknown, missing or not usable */
export function parseCoreArgs(
  argv: readonly string[],
  resourcesDir: string,
  pagesDir = join('out', 'renderer'),
): CoreArgs {
  const values = read(argv);
  const dataDir = values.data;
  if (dataDir === undefined || dataDir === '') throw new CodedError('API0007', { option: '--data', why: 'missing' });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new CodedError('API0007', { option: '--port', why: values.port });
  return {
    dataDir,
    hubUrl: values.hub === undefined ? undefined : hubUrl(values.hub),
    hubTokenFile: values['hub-token-file'] ?? join(dataDir, 'hub.token'),
    driversFile: values.drivers,
    rosterFile: rosterIn(dataDir, values.roster ?? join(resourcesDir, 'config', 'roster.json')),
    host: values.host,
    port,
    tokenFile: values['token-file'] ?? join(dataDir, 'console.token'),
    wallTokenFile: values['wall-token-file'] ?? join(dataDir, 'wall.token'),
    staticDir: values.static ?? pagesDir,
  };
}

/** The site's own roster, where its data folder has one; else the one that is shipped. */
function rosterIn(dataDir: string, shipped: string): string {
  const own = join(dataDir, 'roster.json');
  return existsSync(own) ? own : shipped;
}

function hubUrl(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new CodedError('API0007', { option: '--hub', why: text });
  return text;
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        hub: { type: 'string' },
        'hub-token-file': { type: 'string' },
        drivers: { type: 'string' },
        roster: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: String(CONSOLE_DEFAULT_PORT) },
        'token-file': { type: 'string' },
        'wall-token-file': { type: 'string' },
        static: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new CodedError('API0007', { option: argv.join(' ').slice(0, 200), why: String(cause) }, { cause });
  }
}
