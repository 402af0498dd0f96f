import { join } from 'node:path';
import { parseArgs as parseNodeArgs } from 'node:util';
import { CodedError } from '#shared/lib/coded-error.ts';

export interface HubArgs {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly tokenFile: string;
  readonly integrationTokenFile: string;
  readonly maxConnections: number;
  readonly logFile: string | undefined;
}

export const HUB_DEFAULT_PORT = 48_500;

/** What `heatline hub --help` prints. */
export const HUB_HELP = `Usage: heatline hub [options]

the hub of a site: the log that its consoles share, and the HTTP API

Options:
  --data <dir>                     folder of the log
  --host <address>                 address to serve on (default: 127.0.0.1)
  --port <number>                  port, 0 for any (default: ${String(HUB_DEFAULT_PORT)})
  --token-file <file>              token of the consoles (default: hub.token in the folder; made where missing)
  --integration-token-file <file>  token of other systems (default: integration.token in the folder; made where missing)
  --max-connections <number>       consoles at a time (default: 200)
  --log-file <file>                file of its messages instead of standard error
  --help                           this list
`;

/** Options of the hub. HUB0014 for one that is unknown, missing or not usable. */
export function parseArgs(argv: readonly string[]): HubArgs {
  const values = read(argv);
  const dataDir = values.data;
  if (dataDir === undefined || dataDir === '') throw new CodedError('HUB0014', { option: '--data', why: 'missing' });
  return {
    dataDir,
    host: values.host,
    port: wholeNumber('--port', values.port, 0, 65_535),
    tokenFile: values['token-file'] ?? join(dataDir, 'hub.token'),
    integrationTokenFile: values['integration-token-file'] ?? join(dataDir, 'integration.token'),
    maxConnections: wholeNumber('--max-connections', values['max-connections'], 1, 10_000),
    logFile: values['log-file'],
  };
}

function read(argv: readonly string[]) {
  try {
    return parseNodeArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: String(HUB_DEFAULT_PORT) },
        'token-file': { type: 'string' },
        'integration-token-file': { type: 'string' },
        'max-connections': { type: 'string', default: '200' },
        'log-file': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new CodedError('HUB0014', { option: argv.join(' ').slice(0, 200), why: String(error) }, { cause: error });
  }
}

function wholeNumber(option: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low || value > high) throw new CodedError('HUB0014', { option, why: text });
  return value;
}
