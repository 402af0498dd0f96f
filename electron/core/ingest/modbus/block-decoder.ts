import { modbusMeasures } from '#shared/contract/modbus-driver.ts';
import type { ModbusDriverConfig } from '#shared/contract/modbus-driver.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { Ring } from '../../telemetry/ring.ts';
import { conversionOf } from '../conversion.ts';

/** Where the bytes A to D of a number are in its two registers. */
const BYTE_ORDERS = {
  ABCD: [0, 1, 2, 3],
  CDAB: [2, 3, 0, 1],
  BADC: [1, 0, 3, 2],
  DCBA: [3, 2, 1, 0],
} as const satisfies Record<ModbusDriverConfig['wordOrder'], readonly number[]>;

export interface BlockDecoder {
  /**
   * Pushes the measures of one station's block into the ring.
   * @param registers the reply; the block starts at register `at` of it
   * @param firstIndex `indexes[firstIndex + i]` is the signal of the i-th measure
   * @param receivedAt UTC ms, the source time where the block has none
   * @returns the source time, UTC ms
   */
  decode(registers: Buffer, at: number, firstIndex: number, receivedAt: number): number;
}

/** A decoder for the block layout of `config`. */
export function createBlockDecoder(config: ModbusDriverConfig, ring: Ring, indexes: Uint32Array): BlockDecoder {
  const [a, b, c, d] = BYTE_ORDERS[config.wordOrder];
  const measures = modbusMeasures(config).map((measure, i) => ({
    at: measure.at,
    bit: 2 ** measure.bit,
    ...conversionOf(measure, measure.measure, `measures[${i}]`),
  }));
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  const load = (registers: Buffer, register: number): number => {
    const byte = 2 * register;
    const word =
      ((registers[byte + a] as number) << 24) |
      ((registers[byte + b] as number) << 16) |
      ((registers[byte + c] as number) << 8) |
      (registers[byte + d] as number);
    bits[0] = word;
    return word >>> 0;
  };
  return {
    decode(registers, at, firstIndex, receivedAt) {
      const sourceAt =
        config.sourceTimeAt === undefined ? receivedAt : load(registers, at + config.sourceTimeAt) * 1_000;
      const badMask = config.badMaskAt === undefined ? 0 : load(registers, at + config.badMaskAt);
      let i = firstIndex;
      for (const measure of measures) {
        load(registers, at + measure.at);
        const value = (float[0] as number) * measure.factor + measure.offset;
        const isBad = (badMask & measure.bit) !== 0 || !Number.isFinite(value);
        ring.push(indexes[i] as number, value, sourceAt, isBad ? QUALITY.bad : QUALITY.good);
        i += 1;
      }
      return sourceAt;
    },
  };
}
