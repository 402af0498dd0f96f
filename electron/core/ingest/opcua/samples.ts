import type { DataValue, StatusCode } from 'node-opcua';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { Quality } from '#shared/domain/telemetry/measures.ts';
import type { Ring } from '../../telemetry/ring.ts';
import type { MappedArray, MappedSignal } from './browse-map.ts';

/** Our quality for an OPC UA status: its two severity bits (Part 4, 7.39). */
export function qualityOf(status: StatusCode): Quality {
  const severity = status.value >>> 30;
  if (severity === 0) return QUALITY.good;
  return severity === 1 ? QUALITY.uncertain : QUALITY.bad;
}

/** Pushes one value of a scalar node. A value of another type than number or boolean is bad. */
export function pushScalar(ring: Ring, index: number, signal: MappedSignal, read: DataValue, receivedAt: number): void {
  const raw: unknown = read.value.value;
  const number = typeof raw === 'boolean' ? Number(raw) : typeof raw === 'number' ? raw : Number.NaN;
  const quality = Number.isFinite(number) ? qualityOf(read.statusCode) : QUALITY.bad;
  ring.push(index, number * signal.factor + signal.offset, sourceAtOf(read, receivedAt), quality);
}

/**
 * Pairs the value array of a station with its quality array, which the server reports as two items, and pushes both together.
 * Without a quality array a NaN is bad, and the rest has the status of the value array.
 */
export class ArraySampler {
  readonly #ring: Ring;
  readonly #array: MappedArray;
  readonly #signals: readonly MappedSignal[];
  readonly #indexes: Uint32Array;
  #values: DataValue | undefined;
  #qualities: ArrayLike<unknown> | undefined;
  #receivedAt = 0;
  #isWaiting = false;

  constructor(ring: Ring, array: MappedArray, signals: readonly MappedSignal[], indexes: Uint32Array) {
    this.#ring = ring;
    this.#array = array;
    this.#signals = signals;
    this.#indexes = indexes;
  }

  /** A new value array. Several of one notification are all kept: each pushes the one before it. */
  takeValues(read: DataValue, receivedAt: number): void {
    this.flush();
    this.#values = read;
    this.#receivedAt = receivedAt;
    this.#isWaiting = true;
  }

  takeQualities(read: DataValue): void {
    this.#qualities = arrayOf(read);
    this.#isWaiting = this.#values !== undefined;
  }

  /** Pushes what came since the last call; to be called when a notification has been taken apart. False: wrong array length. */
  flush(): boolean {
    const read = this.#values;
    if (!this.#isWaiting || read === undefined) return true;
    this.#isWaiting = false;
    const { slots } = this.#array;
    const values = arrayOf(read);
    const isWhole = values.length === slots.length;
    const overall = isWhole ? qualityOf(read.statusCode) : QUALITY.bad;
    const sourceAt = sourceAtOf(read, this.#receivedAt);
    for (let i = 0; i < slots.length; i += 1) {
      const slot = slots[i] as number;
      if (slot < 0) continue;
      const signal = this.#signals[slot] as MappedSignal;
      const value = isWhole && typeof values[i] === 'number' ? (values[i] as number) : Number.NaN;
      const own = this.#qualities?.[i];
      const quality = Number.isFinite(value)
        ? Math.max(overall, typeof own === 'number' ? own : QUALITY.good)
        : QUALITY.bad;
      this.#ring.push(
        this.#indexes[slot] as number,
        value * signal.factor + signal.offset,
        sourceAt,
        Math.min(quality, QUALITY.bad),
      );
    }
    return isWhole;
  }
}

function arrayOf(read: DataValue): ArrayLike<unknown> {
  const value: unknown = read.value.value;
  return Array.isArray(value) || ArrayBuffer.isView(value) ? (value as unknown as ArrayLike<unknown>) : [];
}

function sourceAtOf(read: DataValue, receivedAt: number): number {
  return (read.sourceTimestamp ?? read.serverTimestamp)?.getTime() ?? receivedAt;
}
