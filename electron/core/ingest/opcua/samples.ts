import type { DataValue } from 'node-opcua';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { Quality } from '#shared/domain/telemetry/measures.ts';
import { worse } from '#shared/domain/telemetry/sample-rules.ts';
import { createSampleColumns } from '../../telemetry/ring.ts';
import type { Ring, SampleColumns } from '../../telemetry/ring.ts';
import type { MappedArray, MappedSignal } from './browse-map.ts';

/** Our quality for an OPC UA status code: its two severity bits (Part 4, 7.39). */
export function severityOf(status: number): Quality {
  const severity = status >>> 30;
  if (severity === 0) return QUALITY.good;
  return severity === 1 ? QUALITY.uncertain : QUALITY.bad;
}

/**
 * Pushes one value that the library decoded. What is neither number nor boolean is bad.
 * @returns false for a good value of another type
 */
export function pushScalar(
  ring: Ring,
  index: number,
  signal: MappedSignal,
  read: DataValue,
  receivedAt: number,
): boolean {
  const raw: unknown = read.value.value;
  const number = typeof raw === 'boolean' ? Number(raw) : typeof raw === 'number' ? raw : Number.NaN;
  const quality = Number.isFinite(number) ? severityOf(read.statusCode.value) : QUALITY.bad;
  ring.push(index, number * signal.factor + signal.offset, sourceAtOf(read, receivedAt), quality);
  return typeof raw === 'boolean' || typeof raw === 'number' || read.statusCode.isNotGood();
}

/** Numbers of one array node as they came; times UTC ms. */
export interface ArrayRead {
  readonly values: ArrayLike<unknown>;
  readonly sourceAtMs: number;
  readonly quality: number;
}

/** What the library decoded of an array node; a value that is no array has no elements. */
export function arrayReadOf(read: DataValue, receivedAt: number): ArrayRead {
  const value: unknown = read.value.value;
  const isArray = Array.isArray(value) || ArrayBuffer.isView(value);
  return {
    values: isArray ? (value as unknown as ArrayLike<unknown>) : [],
    sourceAtMs: sourceAtOf(read, receivedAt),
    quality: severityOf(read.statusCode.value),
  };
}

/**
 * Pairs a value array with its quality array, which the server reports as two items, and pushes both together as one block.
 * Without a quality array a NaN is bad, and the rest has the status of the value array. Arrays whose length is not that of their order
 * give no live value: all of it is bad.
 */
export class ArraySampler {
  readonly #ring: Ring;
  readonly #hasQualities: boolean;
  /** Elements of the array. */
  readonly #length: number;
  /** Which of them are ours, in the order of the rows of the block. */
  readonly #elements: Uint32Array;
  readonly #factors: Float64Array;
  readonly #offsets: Float64Array;
  readonly #block: SampleColumns;
  #read: ArrayRead | undefined;
  #qualities: ArrayLike<unknown> | undefined;
  #isWaiting = false;

  constructor(ring: Ring, array: MappedArray, signals: readonly MappedSignal[], indexes: Uint32Array) {
    this.#ring = ring;
    this.#hasQualities = array.qualities !== undefined;
    this.#length = array.slots.length;
    const ours = [...array.slots].flatMap((slot, element) => (slot < 0 ? [] : [{ slot, element }]));
    this.#elements = Uint32Array.from(ours, ({ element }) => element);
    this.#factors = Float64Array.from(ours, ({ slot }) => (signals[slot] as MappedSignal).factor);
    this.#offsets = Float64Array.from(ours, ({ slot }) => (signals[slot] as MappedSignal).offset);
    this.#block = createSampleColumns(ours.length);
    this.#block.indexes.set(ours.map(({ slot }) => indexes[slot] as number));
  }

  /** A new value array. Several of one notification are all kept: each pushes the one before it. False: that had a wrong length. */
  takeValues(read: ArrayRead): boolean {
    const isWhole = this.flush();
    this.#read = read;
    this.#isWaiting = true;
    return isWhole;
  }

  takeQualities(qualities: ArrayLike<unknown>): void {
    this.#qualities = qualities;
    this.#isWaiting = this.#read !== undefined;
  }

  /** Pushes what came since the last call; to be called when a notification has been taken apart. False: wrong array length. */
  flush(): boolean {
    const read = this.#read;
    if (!this.#isWaiting || read === undefined) return true;
    this.#isWaiting = false;
    const { values } = read;
    const own = this.#qualities;
    const isWhole = values.length === this.#length && (own === undefined || own.length === this.#length);
    // Where qualities are promised but have not come nobody vouches for the values.
    const isVouched = own !== undefined || !this.#hasQualities;
    const overall = isWhole ? worse(read.quality, isVouched ? QUALITY.good : QUALITY.uncertain) : QUALITY.bad;
    const block = this.#block;
    const elements = this.#elements;
    for (let row = 0; row < elements.length; row += 1) {
      const element = elements[row] as number;
      const value = isWhole ? values[element] : undefined;
      const ownQuality = own === undefined ? QUALITY.good : own[element];
      const isNumber = typeof value === 'number' && value - value === 0;
      block.values[row] = isNumber
        ? value * (this.#factors[row] as number) + (this.#offsets[row] as number)
        : Number.NaN;
      block.qualities[row] =
        !isNumber || typeof ownQuality !== 'number'
          ? QUALITY.bad
          : overall === QUALITY.good && ownQuality === QUALITY.good
            ? QUALITY.good
            : worse(overall, ownQuality);
    }
    block.sourceAtMs.fill(read.sourceAtMs);
    this.#ring.pushBlock(block, elements.length);
    return isWhole;
  }
}

function sourceAtOf(read: DataValue, receivedAt: number): number {
  return (read.sourceTimestamp ?? read.serverTimestamp)?.getTime() ?? receivedAt;
}
