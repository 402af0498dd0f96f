import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CodedError } from '#shared/lib/coded-error.ts';

export interface CityArgs {
  readonly seed: number;
  /** 10 to 2,000. */
  readonly stations: number;
  readonly scenario: string;
  /** Every event of the scenario is so many seconds later. */
  readonly delayS: number;
  readonly host: string;
  readonly opcuaPort: number;
  /** 0 takes a free one. */
  readonly modbusPort: number;
  readonly hub: { readonly url: string; readonly tokenFile: string } | undefined;
  readonly exportDir: string | undefined;
  readonly exportOnly: boolean;
  readonly truthFile: string | undefined;
  readonly pkiDir: string;
  /** Factor on the 40 km/h of the crews. */
  readonly crewSpeed: number;
}

const OPTIONS = {
  seed: { type: 'string', default: '7' },
  stations: { type: 'string', default: '240' },
  scenario: { type: 'string', default: 'quiet-day' },
  delay: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  'opcua-port': { type: 'string', default: '48400' },
  'modbus-port': { type: 'string', default: '15020' },
  hub: { type: 'string' },
  'hub-token-file': { type: 'string' },
  export: { type: 'string' },
  'export-only': { type: 'boolean', default: false },
  truth: { type: 'string' },
  pki: { type: 'string', default: join(tmpdir(), '.heatline', 'city-pki') },
  'crew-speed': { type: 'string', default: '1' },
} as const;

/** What `heatline city --help` prints. */
export const CITY_HELP = `Usage: heatline city [options]

the virtual city: a plant behind OPC UA and Modbus, with callers, crews and weather

Options:
  --seed <number>          the same seed gives the same city (default: 7)
  --stations <number>      10 to 2000 (default: 240)
  --scenario <name>        what strikes, by name or as a .json file (default: quiet-day)
  --delay <seconds>        lets the scenario begin later (default: 0)
  --host <address>         address of its servers (default: 127.0.0.1)
  --opcua-port <number>    (default: 48400)
  --modbus-port <number>   0 for any (default: 15020)
  --hub <url>              hub that complaints, crew positions and weather go to
  --hub-token-file <file>  the hub's integration token; needed with --hub
  --export <dir>           writes network and customers in the import format
  --export-only            ends after the export
  --truth <file>           what really happens, a JSON line each; no console reads it
  --pki <dir>              key and certificates of the OPC UA server
  --crew-speed <factor>    on the 40 km/h of the crews (default: 1)
  --help                   this list
`;

function read(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (cause) {
    throw new CodedError('CTY0003', { problem: (cause as Error).message }, { cause });
  }
}

function numberOf(option: keyof typeof OPTIONS, text: string, low: number, high: number, whole = true): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
    throw new CodedError('CTY0003', { option: `--${option}`, value: text, low, high });
  }
  return value;
}

function hubOf(url: string | undefined, tokenFile: string | undefined): CityArgs['hub'] {
  if (url === undefined && tokenFile === undefined) return undefined;
  if (url === undefined || !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new CodedError('CTY0003', { option: '--hub', value: url ?? '', problem: 'http://HOST:PORT is needed' });
  }
  if (tokenFile === undefined) {
    throw new CodedError('CTY0003', { option: '--hub-token-file', problem: 'needed with --hub' });
  }
  return { url, tokenFile };
}

/** The options of `heatline city` (without program and script). Throws CTY0003 with `option` or `problem`. */
export function parseCityArgs(argv: readonly string[]): CityArgs {
  const values = read(argv);
  if (values['export-only'] && values.export === undefined) {
    throw new CodedError('CTY0003', { option: '--export', problem: 'needed with --export-only' });
  }
  return {
    seed: numberOf('seed', values.seed, 0, 4_294_967_295),
    stations: numberOf('stations', values.stations, 10, 2000),
    scenario: values.scenario,
    delayS: numberOf('delay', values.delay, 0, 86_400, false),
    host: values.host,
    opcuaPort: numberOf('opcua-port', values['opcua-port'], 1, 65_535),
    modbusPort: numberOf('modbus-port', values['modbus-port'], 0, 65_535),
    hub: hubOf(values.hub, values['hub-token-file']),
    exportDir: values.export,
    exportOnly: values['export-only'],
    truthFile: values.truth,
    pkiDir: values.pki,
    crewSpeed: numberOf('crew-speed', values['crew-speed'], 0.1, 1000, false),
  };
}
