import {
  isBitArea,
  modbusMeasures,
  modbusStationIds,
  REGISTERS_OF,
  typeOfRow,
} from '#shared/contract/modbus-driver.ts';
import type { ModbusArea, ModbusDriverConfig, ModbusOrder, ModbusType } from '#shared/contract/modbus-driver.ts';
import { measureOf, MEASURES, type Measure } from '#shared/domain/telemetry/measures.ts';
import { conversionOf } from '../conversion.ts';
import type { FoundSignal } from '../protocol.ts';

/** One value of a device. */
export interface ModbusPoint {
  /** Place of its signal among the signals of the mapping. */
  readonly signal: number;
  /** Register, or coil or discrete input. */
  readonly address: number;
  readonly type: ModbusType;
  readonly order: ModbusOrder;
  /** Which bit of a register, for `bit` in registers. */
  readonly bit: number;
  readonly factor: number;
  readonly offset: number;
  /** Its bit in the bad mask of the cluster, as a number. */
  readonly maskBit: number;
}

/** Points that must come in one reply because they share a source time and a bad mask: a station's block. A row of a table is one of its own. */
export interface PointCluster {
  /** Its place among the clusters of the mapping. */
  readonly id: number;
  readonly unit: number;
  readonly area: ModbusArea;
  /** First address that is used, and the one after the last. */
  readonly start: number;
  readonly end: number;
  readonly points: readonly ModbusPoint[];
  readonly order: ModbusOrder;
  /** Address of the 32-bit mask of bad points. */
  readonly maskAt: number | undefined;
  /** Address of the source time, 32-bit seconds since 1970 UTC. */
  readonly timeAt: number | undefined;
}

export interface ModbusPoints {
  readonly signals: readonly FoundSignal[];
  readonly clusters: readonly PointCluster[];
}

/**
 * Every value that a mapping asks for.
 * @throws CodedError `MAP0006` for a unit of measurement that cannot be converted
 */
export function pointsOf(config: ModbusDriverConfig): ModbusPoints {
  const signals: FoundSignal[] = [];
  const clusters: PointCluster[] = [];
  const add = (stationId: string, measure: Measure): number => {
    const { low, high } = MEASURES[measure];
    return signals.push({ stationId, measure, low, high }) - 1;
  };
  addBlocks(config, add, clusters);
  for (const [i, row] of config.table.entries()) {
    const measure = measureOf(row.signal);
    if (measure === undefined) continue;
    const type = typeOfRow(row);
    const { factor, offset, valueUnit, area, address } = row;
    const order = row.order ?? config.wordOrder;
    const point: ModbusPoint = {
      signal: add(row.signal.slice(0, row.signal.lastIndexOf('.')), measure),
      address,
      type,
      order,
      bit: row.bit ?? 0,
      maskBit: 0,
      ...conversionOf({ factor, offset, unit: valueUnit }, measure, `table[${i}]`),
    };
    const end = address + (isBitArea(area) ? 1 : REGISTERS_OF[type]);
    const shared = { order, maskAt: undefined, timeAt: undefined };
    clusters.push({ id: clusters.length, unit: row.unit, area, start: address, end, points: [point], ...shared });
  }
  return { signals, clusters };
}

function addBlocks(
  config: ModbusDriverConfig,
  add: (stationId: string, measure: Measure) => number,
  clusters: PointCluster[],
): void {
  const { block, badMaskAt, sourceTimeAt, wordOrder, registers } = config;
  if (block === undefined) return;
  const { first, stationsPerUnit } = config.unit;
  const layout = modbusMeasures(config).map((item, i) => ({
    ...item,
    type: item.type ?? 'float32',
    order: item.order ?? wordOrder,
    ...conversionOf(item, item.measure, `measures[${i}]`),
  }));
  const spans = layout.map(({ at, type }) => [at, at + REGISTERS_OF[type]] as const);
  for (const at of [badMaskAt, sourceTimeAt]) if (at !== undefined) spans.push([at, at + 2]);
  const front = Math.min(...spans.map(([from]) => from));
  const end = Math.max(...spans.map(([, to]) => to));
  for (const [k, stationId] of modbusStationIds(config.stations).entries()) {
    const base = block.base + (k % stationsPerUnit) * block.stride;
    clusters.push({
      id: clusters.length,
      unit: first + Math.floor(k / stationsPerUnit),
      area: registers,
      start: base + front,
      end: base + end,
      order: wordOrder,
      maskAt: badMaskAt === undefined ? undefined : base + badMaskAt,
      timeAt: sourceTimeAt === undefined ? undefined : base + sourceTimeAt,
      points: layout.map(({ measure, at, type, order, bit, factor, offset }) => ({
        signal: add(stationId, measure),
        address: base + at,
        type,
        order,
        bit: 0,
        factor,
        offset,
        maskBit: 2 ** bit,
      })),
    });
  }
}
