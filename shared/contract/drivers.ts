import { z } from 'zod';
import { isMeasure } from '../domain/telemetry/measures.ts';
import type { Measure } from '../domain/telemetry/measures.ts';
import { CodedError } from '../lib/coded-error.ts';

const measureName = z.string().refine(isMeasure, { params: { code: 'MAP0004' }, error: 'not a measure' });
const milliseconds = (low: number, high: number) => z.int().min(low).max(high);
const register = z.int().min(0).max(65_535);
const conversion = {
  /** Unit of the peer, converted by name: bar, kPa, kg/s, K ... Give this or factor and offset. */
  unit: z.string().max(20).optional(),
  factor: z.number().optional(),
  offset: z.number().optional(),
};
const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and dashes'),
  /** A value older than this is stale on every screen. */
  staleAfterMs: milliseconds(500, 86_400_000).default(10_000),
  /** Rows of the ring between driver and core: a power of two. */
  ringRows: z
    .int()
    .min(1024)
    .max(4_194_304)
    .refine((rows) => (rows & (rows - 1)) === 0, 'a power of two')
    .default(65_536),
};

const opcuaDriver = z.strictObject({
  ...common,
  kind: z.literal('opcua'),
  endpoint: z.string().regex(/^opc\.tcp:\/\/[^\s/]+:\d+(\/\S*)?$/, 'opc.tcp://HOST:PORT/PATH'),
  security: z.enum(['None', 'Basic256Sha256']).default('None'),
  user: z
    .strictObject({
      name: z.string().min(1),
      passwordFile: z.string().optional(),
      passwordEnv: z.string().optional(),
    })
    .refine((user) => (user.passwordFile === undefined) !== (user.passwordEnv === undefined), {
      error: 'one of passwordFile and passwordEnv',
    })
    .optional(),
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
  /** `array`: one item a station carries all measures. `scalar`: an item a measure. */
  mode: z.enum(['array', 'scalar']).default('scalar'),
  array: z
    .strictObject({
      values: z.string().min(1),
      /** Browse name of the property with the order of the measures, or the order itself. */
      order: z.union([z.string().min(1), z.array(z.string()).min(1)]),
      /** Browse name of an array with 0 good, 1 uncertain, 2 bad for each value. Without it a NaN is bad and the rest has the status of the array. */
      qualities: z.string().min(1).optional(),
    })
    .default({ values: 'Values', order: 'Measures' }),
  /** Our measure -> the browse name on the server. Measures that are not listed keep their own name. */
  measures: z
    .partialRecord(
      measureName,
      z.union([z.string().min(1), z.strictObject({ name: z.string().min(1), ...conversion })]),
    )
    .default({}),
});

const modbusDriver = z.strictObject({
  ...common,
  kind: z.literal('modbus'),
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535).default(502),
  pollMs: milliseconds(50, 3_600_000).default(1_000),
  timeoutMs: milliseconds(50, 60_000).default(1_000),
  /** Requests under way to one unit at a time. Gateways of few buffers want 1. */
  pipeline: z.int().min(1).max(64).default(8),
  registers: z.enum(['holding', 'input']).default('holding'),
  /** Order of the bytes A (highest) to D of a 32-bit number in two registers. */
  wordOrder: z.enum(['ABCD', 'CDAB', 'BADC', 'DCBA']).default('ABCD'),
  stations: z.union([
    z.array(z.string().min(1).max(40)).min(1).max(10_000),
    z.strictObject({
      /** `S{n:3}` gives S005 for n = 5. */
      idPattern: z.string().regex(/^[^{}]*\{n(:\d)?\}[^{}]*$/, 'one {n} or {n:DIGITS}'),
      from: z.int().min(0),
      every: z.int().min(1).default(1),
      count: z.int().min(1).max(10_000),
    }),
  ]),
  /** Station k (from 0) is on unit `first + floor(k / stationsPerUnit)`. */
  unit: z
    .strictObject({ first: z.int().min(0).max(255).default(1), stationsPerUnit: z.int().min(1).max(65_536).default(1) })
    .default({ first: 1, stationsPerUnit: 1 }),
  /** Station k's block starts at `base + (k % stationsPerUnit) * stride`. */
  block: z.strictObject({ base: register.default(0), stride: z.int().min(2).max(65_536) }),
  /** In the order of the block. Item i is a float32 at offset 2i with bit i of the bad mask, unless it says otherwise; null skips. */
  measures: z
    .array(
      z.union([
        measureName,
        z.null(),
        z.strictObject({
          measure: measureName,
          at: register.optional(),
          bit: z.int().min(0).max(31).optional(),
          ...conversion,
        }),
      ]),
    )
    .min(1)
    .max(60),
  /** Offset of a 32-bit mask of the measures that are bad. */
  badMaskAt: register.optional(),
  /** Offset of the source time, 32-bit seconds since 1970 UTC. Without it the console's time of the reply counts. */
  sourceTimeAt: register.optional(),
});

const driversFile = z.strictObject({
  version: z.literal(1),
  drivers: z.array(z.discriminatedUnion('kind', [opcuaDriver, modbusDriver])).max(64),
});

export type OpcuaDriverConfig = z.output<typeof opcuaDriver>;
export type ModbusDriverConfig = z.output<typeof modbusDriver>;
export type DriverConfig = OpcuaDriverConfig | ModbusDriverConfig;
/** A plant's connection: which peers, and how their items become signals. docs/drivers.md. */
export type DriversConfig = z.output<typeof driversFile>;

/** Unit conversion of one measure as the drivers file states it. */
export interface ConversionConfig {
  readonly unit?: string | undefined;
  readonly factor?: number | undefined;
  readonly offset?: number | undefined;
}

/** One measure of a Modbus block: offsets in registers from the start of the station's block. */
export interface ModbusMeasure extends ConversionConfig {
  readonly measure: Measure;
  readonly at: number;
  readonly bit: number;
}

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
  }
  return parsed.data;
}

/** Station ids of a Modbus driver in the order of their blocks. */
export function modbusStationIds(stations: ModbusDriverConfig['stations']): readonly string[] {
  if (!('idPattern' in stations)) return stations;
  return Array.from({ length: stations.count }, (_, k) => {
    const n = String(stations.from + k * stations.every);
    return stations.idPattern.replace(/\{n(?::(\d))?\}/, (_all, digits?: string) =>
      n.padStart(Number(digits ?? 0), '0'),
    );
  });
}

/** The measures of a Modbus block with their offsets filled in. */
export function modbusMeasures(driver: ModbusDriverConfig): readonly ModbusMeasure[] {
  return driver.measures.flatMap((item, i): ModbusMeasure[] => {
    if (item === null) return [];
    if (typeof item === 'string') return [{ measure: item, at: 2 * i, bit: i }];
    return [{ ...item, at: item.at ?? 2 * i, bit: item.bit ?? i }];
  });
}

function checkModbus(driver: ModbusDriverConfig, path: string): void {
  const stations = modbusStationIds(driver.stations);
  const twice = stations.find((id, k) => stations.indexOf(id) !== k);
  if (twice !== undefined) throw new CodedError('MAP0003', { path: `${path}.stations`, id: twice });

  const taken = new Map<number, string>();
  const take = (at: number, name: string) => {
    for (const offset of [at, at + 1]) {
      const other = taken.get(offset);
      if (other !== undefined) throw new CodedError('MAP0005', { path: `${path}.${name}`, overlaps: other, offset });
      if (offset >= driver.block.stride) throw new CodedError('MAP0005', { path: `${path}.${name}`, offset });
      taken.set(offset, name);
    }
  };
  for (const [i, item] of modbusMeasures(driver).entries()) take(item.at, `measures[${i}]`);
  if (driver.badMaskAt !== undefined) take(driver.badMaskAt, 'badMaskAt');
  if (driver.sourceTimeAt !== undefined) take(driver.sourceTimeAt, 'sourceTimeAt');

  const span = Math.max(...taken.keys()) - Math.min(...taken.keys()) + 1;
  if (span > 125) throw new CodedError('MAP0005', { path: `${path}.measures`, span, most: 125 });
  const perUnit = Math.min(stations.length, driver.unit.stationsPerUnit);
  const end = driver.block.base + perUnit * driver.block.stride;
  if (end > 65_536) throw new CodedError('MAP0005', { path: `${path}.block`, end, most: 65_536 });
  const lastUnit = driver.unit.first + Math.floor((stations.length - 1) / driver.unit.stationsPerUnit);
  if (lastUnit > 255) throw new CodedError('MAP0005', { path: `${path}.unit`, lastUnit, most: 255 });
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
