import { z } from 'zod';
import { CodedError } from '../lib/coded-error.ts';
import { common, conversion, measureName, milliseconds } from './driver-fields.ts';
import { checkModbus, modbusDriver, type ModbusDriverConfig } from './modbus-driver.ts';
import { checkReplay, replayDriver, type ReplayDriverConfig } from './replay-driver.ts';

const opcuaEndpoint = z.string().regex(/^opc\.tcp:\/\/[^\s/]+:\d+(\/\S*)?$/, 'opc.tcp://HOST:PORT/PATH');

const arrayNames = z.strictObject({
  values: z.string().min(1),
  /** Browse name of the property with the order of the elements, or the order itself. */
  order: z.union([z.string().min(1), z.array(z.string()).min(1)]),
  /** Browse name of an array with 0 good, 1 uncertain, 2 bad for each value. Without it a NaN is bad and the rest has the status of the array. */
  qualities: z.string().min(1).optional(),
});

const opcuaDriver = z.strictObject({
  ...common,
  kind: z.literal('opcua'),
  endpoint: opcuaEndpoint,
  /** Other servers of the same plant with the same tree: one takes over when the active one dies, hangs or is the worse. */
  standby: z.array(opcuaEndpoint).max(3).default([]),
  security: z.enum(['None', 'Basic256Sha256', 'Aes128_Sha256_RsaOaep']).default('None'),
  /** Of a `security` other than None. */
  securityMode: z.enum(['Sign', 'SignAndEncrypt']).default('SignAndEncrypt'),
  /** Trust a server certificate that was never seen without asking a person. */
  trustNewCertificates: z.boolean().default(false),
  /** Accept a trusted certificate that is made for another host name than that of the endpoint. */
  ignoreHostName: z.boolean().default(false),
  user: z
    .union([
      z
        .strictObject({
          name: z.string().min(1),
          passwordFile: z.string().optional(),
          passwordEnv: z.string().optional(),
        })
        .refine((user) => (user.passwordFile === undefined) !== (user.passwordEnv === undefined), {
          error: 'one of passwordFile and passwordEnv',
        }),
      /** PEM (or, the certificate, DER) files. */
      z.strictObject({ certificateFile: z.string().min(1), privateKeyFile: z.string().min(1) }),
    ])
    .optional(),
  /** Read what was missed from the server's own history. Default: where the server says that it keeps one. */
  history: z.boolean().optional(),
  samplingMs: milliseconds(10, 3_600_000).default(1_000),
  publishingMs: milliseconds(10, 60_000).default(500),
  stations: z.strictObject({
    /** Browse names of the folders below Objects that lead to the stations; `*` is every folder. */
    path: z.array(z.string().min(1)).min(1).max(8),
    /** Regular expression a station's browse name must match. Default: any. */
    match: z.string().max(200).refine(isRegExp, 'not a regular expression').default('^.+$'),
    /** Station id made from the match, as in String.replace. Default: the browse name. */
    id: z.string().max(80).default('$&'),
  }),
  /**
   * `scalar`: an item a measure. `array`: one item a station carries all its measures. `bulk`: the folder at `stations.path` holds arrays
   * that carry the signals of many stations; an element is named `STATION.MEASURE` as the server calls both.
   */
  mode: z.enum(['array', 'scalar', 'bulk']).default('scalar'),
  array: arrayNames.default({ values: 'Values', order: 'Measures' }),
  /** Of mode `bulk`, where it is not the one array of `array`. */
  bulk: z.array(arrayNames).min(1).max(1_000).optional(),
  /** Our measure -> the browse name on the server. Measures that are not listed keep their own name. */
  measures: z
    .partialRecord(
      measureName,
      z.union([z.string().min(1), z.strictObject({ name: z.string().min(1), ...conversion })]),
    )
    .default({}),
});

const driversFile = z.strictObject({
  version: z.literal(1),
  drivers: z.array(z.discriminatedUnion('kind', [opcuaDriver, modbusDriver, replayDriver])).max(64),
});

export type OpcuaDriverConfig = z.output<typeof opcuaDriver>;
export type DriverConfig = OpcuaDriverConfig | ModbusDriverConfig | ReplayDriverConfig;
/** A plant's connection: which peers, and how their items become signals. docs/drivers.md. */
export type DriversConfig = z.output<typeof driversFile>;

/**
 * Checks the contents of a drivers file and fills in the defaults.
 * @param text the file, JSON
 * @throws CodedError `MAP0001` not JSON, `MAP0002` a wrong field (detail `path`, `problem`), `MAP0003` an id twice,
 *   `MAP0004` an unknown measure, `MAP0005` registers that overlap or lie outside
 */
export function parseDriversConfig(text: string): DriversConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CodedError('MAP0001', { problem: (cause as Error).message }, { cause });
  }
  const parsed = driversFile.safeParse(json);
  if (!parsed.success) throw schemaError(parsed.error);
  const ids = new Set<string>();
  for (const [index, driver] of parsed.data.drivers.entries()) {
    const path = `drivers[${index}]`;
    if (ids.has(driver.id)) throw new CodedError('MAP0003', { path: `${path}.id`, id: driver.id });
    ids.add(driver.id);
    if (driver.kind === 'modbus') checkModbus(driver, path);
    if (driver.kind === 'replay') checkReplay(driver, path);
  }
  return parsed.data;
}

function schemaError(error: z.ZodError): CodedError {
  const issue = deepest(error.issues[0] as z.core.$ZodIssue);
  const code = issue.code === 'custom' && issue.params?.['code'] === 'MAP0004' ? 'MAP0004' : 'MAP0002';
  return new CodedError(code, { path: pathText(issue.path), problem: issue.message });
}

/** A union says only "invalid input": the branch that got furthest says what is wrong. Record keys carry their issue inside. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  const inner =
    issue.code === 'invalid_union'
      ? issue.errors.flatMap((branch) => branch.slice(0, 1)).sort((a, b) => score(b) - score(a))[0]
      : issue.code === 'invalid_key'
        ? issue.issues[0]
        : undefined;
  if (inner === undefined) return issue;
  return deepest({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue);
}

const score = (issue: z.core.$ZodIssue): number => issue.path.length * 2 + (issue.code === 'custom' ? 1 : 0);

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function isRegExp(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
