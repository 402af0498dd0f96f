import { modbusMeasures, modbusStationIds } from '#shared/contract/modbus-driver.ts';
import type { ModbusDriverConfig } from '#shared/contract/modbus-driver.ts';

/** Most registers that one request may ask for (Modbus application protocol V1.1b3, 6.3). */
const MAX_REGISTERS = 125;

/** A station's block inside a reply. */
export interface BlockInRead {
  /** Place of the station in the mapping, from 0. */
  readonly station: number;
  /** Registers from the start of the reply to the start of the block; negative where the block's unused front is not read. */
  readonly at: number;
}

/** One request: neighbouring blocks of a unit are read together where they fit. */
export interface PlannedRead {
  readonly unit: number;
  readonly address: number;
  readonly quantity: number;
  readonly blocks: readonly BlockInRead[];
}

/** The requests of one poll, by unit. */
export function planReads(config: ModbusDriverConfig): ReadonlyMap<number, readonly PlannedRead[]> {
  const { front, end } = usedSpan(config);
  const plan = new Map<number, PlannedRead[]>();
  for (const station of modbusStationIds(config.stations).keys()) {
    const unit = config.unit.first + Math.floor(station / config.unit.stationsPerUnit);
    const block = (config.block?.base ?? 0) + (station % config.unit.stationsPerUnit) * (config.block?.stride ?? 0);
    const reads = plan.get(unit) ?? [];
    plan.set(unit, reads);
    const last = reads.at(-1);
    if (last !== undefined && block + end - last.address <= MAX_REGISTERS) {
      const blocks = [...last.blocks, { station, at: block - last.address }];
      reads[reads.length - 1] = { ...last, quantity: block + end - last.address, blocks };
    } else {
      reads.push({ unit, address: block + front, quantity: end - front, blocks: [{ station, at: -front }] });
    }
  }
  return plan;
}

/** The same blocks, each in a request of its own. */
export function splitRead(config: ModbusDriverConfig, read: PlannedRead): readonly PlannedRead[] {
  const { front, end } = usedSpan(config);
  return read.blocks.map(({ station, at }) => ({
    unit: read.unit,
    address: read.address + at + front,
    quantity: end - front,
    blocks: [{ station, at: -front }],
  }));
}

/** First register of a block that is used, and the one after the last. */
function usedSpan(config: ModbusDriverConfig): { readonly front: number; readonly end: number } {
  const offsets = modbusMeasures(config).map((measure) => measure.at);
  for (const at of [config.badMaskAt, config.sourceTimeAt]) if (at !== undefined) offsets.push(at);
  return { front: Math.min(...offsets), end: Math.max(...offsets) + 2 };
}
