import type { DataValue } from 'node-opcua';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { Quality } from '#shared/domain/telemetry/measures.ts';
import { worse } from '#shared/domain/telemetry/sample-rules.ts';
import { createSampleColumns } from '../../telemetry/ring.ts';
import type { Ring, SampleColumns } from '../../telemetry/ring.ts';
import type { MappedArray, MappedSignal } from './server-map.ts';

/** Our quality for an OPC UA status code: its two severity bits (Part 4, 7.39). */
export function severityOf(status: number): Quality {
  const severity = status >>> 30;
  if (severity === 0) return QUALITY.good;
  return severity === 1 ? QUALITY.uncertain : QUALITY.bad;
}

/** Info type DataValue with the overflow bit (Part 4, 7.39): the queue of the item was full, and at least one value before this was left out. */
const OVERFLOW = 0x480;

export function isOverflow(status: number): boolean {
  return (status & OVERFLOW) === OVERFLOW;
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

/** Numbers of one array node as they came; valid during the call they are handed to. Times UTC ms. */
export interface ArrayRead {
  readonly values: Float64Array;
  readonly sourceAtMs: number;
  readonly quality: number;
}

/** What the library decoded of an array node. What is no number is NaN; a value that is no array has no elements. */
export function arrayReadOf(read: DataValue, receivedAt: number): ArrayRead {
  const value: unknown = read.value.value;
  const isArray = Array.isArray(value) || ArrayBuffer.isView(value);
  const elements = isArray ? (value as unknown as ArrayLike<unknown>) : [];
  return {
    values: Float64Array.from(elements, (element) => (typeof element === 'number' ? element : Number.NaN)),
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
  /** Which elements of the array are ours, in the order of the rows of the block. */
  readonly #elements: Uint32Array;
  readonly #factors: Float64Array;
  readonly #offsets: Float64Array;
  readonly #block: SampleColumns;
  readonly #values: Float64Array;
  /** Qualities of the elements: all good without a quality array; uncertain until it comes, since nobody vouches for them. */
  readonly #own: Uint8Array;
  #areQualitiesWhole = true;
  #areValuesWhole = true;
  #sourceAtMs = 0;
  #quality: number = QUALITY.none;
  #isWaiting = false;

  constructor(ring: Ring, array: MappedArray, signals: readonly MappedSignal[], indexes: Uint32Array) {
    this.#ring = ring;
    const ours = [...array.slots].flatMap((slot, element) => (slot < 0 ? [] : [{ slot, element }]));
    this.#elements = Uint32Array.from(ours, ({ element }) => element);
    this.#factors = Float64Array.from(ours, ({ slot }) => (signals[slot] as MappedSignal).factor);
    this.#offsets = Float64Array.from(ours, ({ slot }) => (signals[slot] as MappedSignal).offset);
    this.#block = createSampleColumns(ours.length);
    this.#block.indexes.set(ours.map(({ slot }) => indexes[slot] as number));
    this.#values = new Float64Array(array.slots.length);
    this.#own = new Uint8Array(array.slots.length);
    if (array.qualities !== undefined) this.#own.fill(QUALITY.uncertain);
  }

  /** A new value array. Several of one notification are all kept: each pushes the one before it. False: that had a wrong length. */
  takeValues({ values, sourceAtMs, quality }: ArrayRead): boolean {
    const isWhole = this.flush();
    this.#areValuesWhole = values.length === this.#values.length;
    if (this.#areValuesWhole) this.#values.set(values);
    this.#sourceAtMs = sourceAtMs;
    this.#quality = quality;
    this.#isWaiting = true;
    return isWhole;
  }

  takeQualities({ values }: ArrayRead): void {
    this.#areQualitiesWhole = values.length === this.#own.length;
    if (this.#areQualitiesWhole) {
      for (let i = 0; i < values.length; i += 1) this.#own[i] = worse(values[i] as number, QUALITY.good);
    }
    this.#isWaiting = this.#quality !== QUALITY.none;
  }

  /** Pushes what came since the last call; to be called when a notification has been taken apart. False: wrong array length. */
  flush(): boolean {
    if (!this.#isWaiting) return true;
    this.#isWaiting = false;
    const isWhole = this.#areValuesWhole && this.#areQualitiesWhole;
    const overall = isWhole ? this.#quality : QUALITY.bad;
    const { values: rows, qualities, sourceAtMs } = this.#block;
    const [elements, factors, offsets, values, own] = [
      this.#elements,
      this.#factors,
      this.#offsets,
      this.#values,
      this.#own,
    ];
    for (let row = 0; row < elements.length; row += 1) {
      const element = elements[row] as number;
      const value = isWhole ? (values[element] as number) : Number.NaN;
      rows[row] = value * (factors[row] as number) + (offsets[row] as number);
      // What is not finite is bad; the difference with itself is 0 for all other numbers.
      const quality = value - value === 0 ? (own[element] as number) : QUALITY.bad;
      qualities[row] = quality > overall ? quality : overall;
    }
    sourceAtMs.fill(this.#sourceAtMs);
    this.#ring.pushBlock(this.#block, elements.length);
    return isWhole;
  }
}

function sourceAtOf(read: DataValue, receivedAt: number): number {
  return (read.sourceTimestamp ?? read.serverTimestamp)?.getTime() ?? receivedAt;
}
