import { MEASURE_NAMES, QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { PlantReadings } from '../types.ts';

/** The register map, in registers of 16 bits; docs/modbus-map.md is its description for people. */
const MODBUS_MAP = {
  firstUnit: 1,
  stationsPerUnit: 50,
  blockRegisters: 64,
  badMaskAt: 40,
  sourceTimeAt: 42,
} as const;

const BLOCK_BYTES = MODBUS_MAP.blockRegisters * 2;

/** The registers of all units. `update` copies the readings in; between two updates every answer is of one moment. */
export interface ModbusRegisters {
  /** Registers of a unit as big-endian bytes; undefined where there is no such unit. */
  unit(unitId: number): Buffer | undefined;
  update(): void;
}

/** Lays the stations out in the order of `stationIds`. Stations the readings do not know keep NaN and time 0. */
export function createModbusRegisters(stationIds: readonly string[], readings: PlantReadings): ModbusRegisters {
  const units = new Map<number, Buffer>();
  const rowOf = new Map(readings.stationIds.map((id, row) => [id, row]));
  const blocks = stationIds.map((id, k) => {
    const unitId = MODBUS_MAP.firstUnit + Math.floor(k / MODBUS_MAP.stationsPerUnit);
    const inUnit = k % MODBUS_MAP.stationsPerUnit;
    if (inUnit === 0) {
      const stations = Math.min(MODBUS_MAP.stationsPerUnit, stationIds.length - k);
      units.set(unitId, Buffer.alloc(stations * BLOCK_BYTES));
    }
    const bytes = units.get(unitId)?.subarray(inUnit * BLOCK_BYTES, (inUnit + 1) * BLOCK_BYTES) ?? Buffer.alloc(0);
    return { row: rowOf.get(id), bytes };
  });

  const update = (): void => {
    for (const { row, bytes } of blocks) {
      let badMask = 0;
      for (let i = 0; i < MEASURE_NAMES.length; i++) {
        const slot = (row ?? -1) * MEASURE_NAMES.length + i;
        const grade = readings.quality[slot] ?? QUALITY.none;
        if (grade === QUALITY.bad) badMask |= 1 << i;
        bytes.writeFloatBE(grade === QUALITY.none ? Number.NaN : (readings.values[slot] ?? Number.NaN), i * 4);
      }
      bytes.writeUInt32BE(badMask >>> 0, MODBUS_MAP.badMaskAt * 2);
      const atMs = row === undefined ? 0 : (readings.sourceAtMs[row] ?? 0);
      bytes.writeUInt32BE(Math.floor(atMs / 1000), MODBUS_MAP.sourceTimeAt * 2);
    }
  };
  update();
  return { unit: (unitId) => units.get(unitId), update };
}
