import { z } from 'zod';
import { isMeasure, measureOf } from '../domain/telemetry/measures.ts';
import type { Measure } from '../domain/telemetry/measures.ts';
import { CodedError } from '../lib/coded-error.ts';
import { common, conversion, measureName, milliseconds, register, type ConversionConfig } from './driver-fields.ts';

/** The four tables of a Modbus device: two of bits, two of 16-bit registers. */
export const MODBUS_AREAS = ['coil', 'discrete', 'input', 'holding'] as const;
export type ModbusArea = (typeof MODBUS_AREAS)[number];

/** `bit` is one coil or discrete input, or one bit of a register. */
export const MODBUS_TYPES = ['float32', 'float64', 'int16', 'uint16', 'int32', 'uint32', 'bit'] as const;
export type ModbusType = (typeof MODBUS_TYPES)[number];

/**
 * Where the bytes A (highest) to D of a number are. `ABCD` as the protocol sends registers, `CDAB` words swapped, `BADC` bytes
 * swapped within each word, `DCBA` both. Numbers of four words follow the same rule; of one word only the bytes can be swapped.
 */
export const MODBUS_ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
export type ModbusOrder = (typeof MODBUS_ORDERS)[number];

/** Registers that a number takes; a bit of a register takes the register. */
export const REGISTERS_OF = {
  float32: 2,
  float64: 4,
  int16: 1,
  uint16: 1,
  int32: 2,
  uint32: 2,
  bit: 1,
} as const satisfies Record<ModbusType, number>;

const unitId = z.int().min(0).max(255);
const type = z.enum(MODBUS_TYPES);
const order = z.enum(MODBUS_ORDERS);
const timeout = milliseconds(50, 60_000);
const poll = milliseconds(50, 3_600_000);
const pipeline = z.int().min(1).max(64);

const signal = z
  .string()
  .max(128)
  .regex(/^.+\..+$/, 'STATION.MEASURE')
  .refine((id) => measureOf(id) !== undefined, { params: { code: 'MAP0004' }, error: 'not a measure' });

const tableRow = z.strictObject({
  signal,
  unit: unitId.default(1),
  area: z.enum(MODBUS_AREAS).default('holding'),
  /** As on the wire, from 0: register 40001 of a manual is holding 0. */
  address: register,
  /** Default: `float32` in registers, `bit` in coils and discrete inputs. */
  type: type.optional(),
  /** Default: the driver's `wordOrder`. */
  order: order.optional(),
  /** Which bit of a register, 0 the lowest. */
  bit: z.int().min(0).max(15).optional(),
  /** The peer's unit of measurement (bar, K ...), converted by name; or give factor and offset. */
  valueUnit: conversion.unit,
  factor: conversion.factor,
  offset: conversion.offset,
});

const pollGroup = z.strictObject({
  units: z.array(unitId).min(1),
  pollMs: poll.optional(),
  timeoutMs: timeout.optional(),
  pipeline: pipeline.optional(),
  /** Polled over a TCP connection of its own. */
  ownConnection: z.boolean().default(false),
});

export const modbusDriver = z.strictObject({
  ...common,
  kind: z.literal('modbus'),
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535).default(502),
  pollMs: poll.default(1_000),
  timeoutMs: timeout.default(1_000),
  /** Requests under way to one unit at a time. */
  pipeline: pipeline.default(8),
  /** Requests under way on one connection at a time, over all its units. Gateways that answer one by one want 1. */
  inFlight: z.int().min(1).max(1_024).default(64),
  registers: z.enum(['holding', 'input']).default('holding'),
  wordOrder: order.default('ABCD'),
  /** Registers that nobody asked for are read along where that saves a request, up to this many in a row (16 times as many bits). */
  bridge: z.int().min(0).max(124).default(32),
  /** Most registers of one request. The protocol allows 125, some devices fewer. */
  maxRegisters: z.int().min(4).max(125).default(125),
  /** Units with a pace of their own. */
  groups: z.array(pollGroup).max(256).default([]),
  /** A signal a row, wherever it lies. Beside or instead of the blocks below. */
  table: z.array(tableRow).max(100_000).default([]),
  stations: z
    .union([
      z.array(z.string().min(1).max(40)).min(1).max(10_000),
      z.strictObject({
        /** `S{n:3}` gives S005 for n = 5. */
        idPattern: z.string().regex(/^[^{}]*\{n(:\d)?\}[^{}]*$/, 'one {n} or {n:DIGITS}'),
        from: z.int().min(0),
        every: z.int().min(1).default(1),
        count: z.int().min(1).max(10_000),
      }),
    ])
    .optional(),
  /** Station k (from 0) is on unit `first + floor(k / stationsPerUnit)`. */
  unit: z
    .strictObject({ first: unitId.default(1), stationsPerUnit: z.int().min(1).max(65_536).default(1) })
    .default({ first: 1, stationsPerUnit: 1 }),
  /** Station k's block starts at `base + (k % stationsPerUnit) * stride`. */
  block: z.strictObject({ base: register.default(0), stride: z.int().min(1).max(65_536) }).optional(),
  /** In the order of the block. Item i is a float32 at offset 2i with bit i of the bad mask, unless it says otherwise; null skips. */
  measures: z
    .array(
      z.union([
        measureName,
        z.null(),
        z.strictObject({
          measure: measureName,
          at: register.optional(),
          type: type.exclude(['bit']).optional(),
          order: order.optional(),
          bit: z.int().min(0).max(31).optional(),
          ...conversion,
        }),
      ]),
    )
    .min(1)
    .max(60)
    .optional(),
  /** Offset of a 32-bit mask of the measures that are bad. */
  badMaskAt: register.optional(),
  /** Offset of the source time, 32-bit seconds since 1970 UTC. Without it the console's time of the reply counts. */
  sourceTimeAt: register.optional(),
});

export type ModbusDriverConfig = z.output<typeof modbusDriver>;
export type ModbusTableRow = ModbusDriverConfig['table'][number];

/** One measure of a Modbus block: offsets in registers from the start of the station's block. */
export interface ModbusMeasure extends ConversionConfig {
  readonly measure: Measure;
  readonly at: number;
  readonly bit: number;
  readonly type?: ModbusType | undefined;
  readonly order?: ModbusOrder | undefined;
}

/** Station ids of a Modbus driver in the order of their blocks; none where it has only a table. */
export function modbusStationIds(stations: ModbusDriverConfig['stations']): readonly string[] {
  if (stations === undefined) return [];
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
  return (driver.measures ?? []).flatMap((item, i): ModbusMeasure[] => {
    if (item === null) return [];
    if (typeof item === 'string') return isMeasure(item) ? [{ measure: item, at: 2 * i, bit: i }] : [];
    return [{ ...item, at: item.at ?? 2 * i, bit: item.bit ?? i }];
  });
}

/** What a row of the table is read as. */
export function typeOfRow(row: Pick<ModbusTableRow, 'area' | 'type'>): ModbusType {
  return row.type ?? (isBitArea(row.area) ? 'bit' : 'float32');
}

/** Coils and discrete inputs are addressed and answered bit by bit. */
export function isBitArea(area: ModbusArea): boolean {
  return area === 'coil' || area === 'discrete';
}

/**
 * What the shape of the fields does not show: that registers do not overlap or lie outside, that no station, signal or unit is
 * there twice.
 * @throws CodedError `MAP0002` blocks without stations, or nothing to read; `MAP0003`; `MAP0005`
 */
export function checkModbus(driver: ModbusDriverConfig, path: string): void {
  const given = (['stations', 'block', 'measures'] as const).filter((name) => driver[name] !== undefined);
  const missing = (['stations', 'block', 'measures'] as const).find((name) => driver[name] === undefined);
  if (missing !== undefined && (given.length > 0 || driver.table.length === 0)) {
    throw new CodedError('MAP0002', {
      path: `${path}.${missing}`,
      problem: 'stations, block and measures, or a table',
    });
  }
  const grouped = new Set<number>();
  for (const [i, { units }] of driver.groups.entries()) {
    for (const id of units) {
      if (grouped.has(id)) throw new CodedError('MAP0003', { path: `${path}.groups[${i}].units`, id: String(id) });
      grouped.add(id);
    }
  }
  const signals = new Set<string>();
  if (missing === undefined) checkBlocks(driver, path, signals);
  for (const [i, row] of driver.table.entries()) checkRow(row, `${path}.table[${i}]`, signals);
}

function checkRow(row: ModbusTableRow, path: string, signals: Set<string>): void {
  if (signals.has(row.signal)) throw new CodedError('MAP0003', { path: `${path}.signal`, id: row.signal });
  signals.add(row.signal);
  const asked = typeOfRow(row);
  if (isBitArea(row.area) !== (asked === 'bit' && row.bit === undefined)) {
    const problem = isBitArea(row.area) ? 'only bits here' : 'which bit of the register';
    if (isBitArea(row.area) || asked === 'bit') throw new CodedError('MAP0002', { path: `${path}.type`, problem });
  }
  const end = row.address + REGISTERS_OF[asked];
  if (end > 65_536) throw new CodedError('MAP0005', { path: `${path}.address`, end, most: 65_536 });
}

function checkBlocks(driver: ModbusDriverConfig, path: string, signals: Set<string>): void {
  const { block } = driver;
  if (block === undefined) return;
  const stations = modbusStationIds(driver.stations);
  const measures = modbusMeasures(driver);
  const seen = new Set<string>();
  for (const id of stations) {
    if (seen.has(id)) throw new CodedError('MAP0003', { path: `${path}.stations`, id });
    seen.add(id);
    for (const { measure } of measures) signals.add(`${id}.${measure}`);
  }
  const taken = new Map<number, string>();
  const take = (at: number, registers: number, name: string) => {
    for (let offset = at; offset < at + registers; offset += 1) {
      const other = taken.get(offset);
      if (other !== undefined) throw new CodedError('MAP0005', { path: `${path}.${name}`, overlaps: other, offset });
      if (offset >= block.stride) throw new CodedError('MAP0005', { path: `${path}.${name}`, offset });
      taken.set(offset, name);
    }
  };
  for (const [i, item] of measures.entries()) take(item.at, REGISTERS_OF[item.type ?? 'float32'], `measures[${i}]`);
  if (driver.badMaskAt !== undefined) take(driver.badMaskAt, 2, 'badMaskAt');
  if (driver.sourceTimeAt !== undefined) take(driver.sourceTimeAt, 2, 'sourceTimeAt');

  const span = Math.max(...taken.keys()) - Math.min(...taken.keys()) + 1;
  const most = driver.maxRegisters;
  if (span > most) throw new CodedError('MAP0005', { path: `${path}.measures`, span, most });
  const perUnit = Math.min(stations.length, driver.unit.stationsPerUnit);
  const end = block.base + perUnit * block.stride;
  if (end > 65_536) throw new CodedError('MAP0005', { path: `${path}.block`, end, most: 65_536 });
  const lastUnit = driver.unit.first + Math.floor((stations.length - 1) / driver.unit.stationsPerUnit);
  if (lastUnit > 255) throw new CodedError('MAP0005', { path: `${path}.unit`, lastUnit, most: 255 });
}
