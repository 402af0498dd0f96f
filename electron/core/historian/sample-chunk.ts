import type { ByteReader, ByteWriter } from './byte-writer.ts';
import { decimalsOf, intOf, valueOf } from './decimals.ts';
import type { Extras } from './extras.ts';
import { NOT_A_NUMBER, type Series } from './series.ts';

const DECIMALS_MASK = 7;
const HAS_QUALITIES = 8;
const HAS_EXTRAS = 16;

let ints = new Uint32Array(4096);
let wholes = new Int32Array(4096);

function scratch(count: number): Uint32Array {
  if (ints.length < count) ints = new Uint32Array(Math.max(count, ints.length * 2));
  return ints;
}

/**
 * Writes rows `from` to `to` of a settled series: times as differences, values as differences of whole numbers (of so many decimals, or of
 * the bits of the float32), qualities as runs and only where one is not good. A 1 Hz signal of three decimals takes about a byte a sample.
 */
export function writeSamples(
  writer: ByteWriter,
  series: Series,
  from: number,
  to: number,
  startAt: number,
  extras: Extras | undefined,
): void {
  const { at, qualities } = series;
  const count = to - from;
  let worst = 0;
  for (let i = from; i < to; i += 1) worst |= qualities[i] as number;
  const decimals = toInts(series, from, to);
  const hasExtras = extras !== undefined && extras.length > 0;
  writer.byte(decimals | (worst === 0 ? 0 : HAS_QUALITIES) | (hasExtras ? HAS_EXTRAS : 0));
  writer.varint(count);
  if (count > 0) {
    const differences = scratch(count);
    writer.varint((at[from] as number) - startAt);
    let before = at[from] as number;
    for (let i = 1; i < count; i += 1) {
      const time = at[from + i] as number;
      differences[i - 1] = time - before;
      before = time;
    }
    writer.ints(differences, count - 1);
    let last = 0;
    for (let i = 0; i < count; i += 1) {
      const int = wholes[i] as number;
      differences[i] = zigzag((int - last) | 0);
      last = int;
    }
    // The first stands alone, or it would set the width of its neighbours.
    writer.varint(differences[0] as number);
    writer.ints(differences.subarray(1), count - 1);
    if (worst !== 0) writeRuns(writer, qualities, from, to);
  }
  if (hasExtras) extras.write(writer, startAt);
}

/** Puts the whole numbers that stand for the values into {@link wholes}, and returns of how many decimals they are. */
function toInts({ values, qualities }: Series, from: number, to: number): number {
  if (wholes.length < to - from) wholes = new Int32Array(Math.max(to - from, wholes.length * 2));
  let decimals = 0;
  for (let i = from; i < to;) {
    if (((qualities[i] as number) & NOT_A_NUMBER) !== 0) {
      wholes[i - from] = i > from ? (wholes[i - from - 1] as number) : 0;
      i += 1;
      continue;
    }
    const needed = decimalsOf(values[i] as number, decimals);
    wholes[i - from] = intOf(values[i] as number, needed);
    // All are told in the same decimals: once more from the beginning, four times at most.
    i = needed === decimals ? i + 1 : from;
    decimals = needed;
  }
  return decimals;
}

/** Reads what {@link writeSamples} wrote, behind the rows of `series` that are there. */
export function readSamples(reader: ByteReader, series: Series, startAt: number, extras: Extras | undefined): void {
  const flags = reader.byte();
  const decimals = flags & DECIMALS_MASK;
  const count = reader.varint();
  const first = series.length;
  if (count > 0) {
    series.reserve(count);
    const { at, values, qualities } = series;
    const differences = scratch(count);
    let time = startAt + reader.varint();
    reader.ints(differences, count - 1);
    at[first] = time;
    for (let i = 1; i < count; i += 1) {
      time += differences[i - 1] as number;
      at[first + i] = time;
    }
    let int = unzigzag(reader.varint());
    values[first] = valueOf(int, decimals);
    reader.ints(differences, count - 1);
    for (let i = 1; i < count; i += 1) {
      int = (int + unzigzag(differences[i - 1] as number)) | 0;
      values[first + i] = valueOf(int, decimals);
    }
    if ((flags & HAS_QUALITIES) === 0) qualities.fill(0, first, first + count);
    else readRuns(reader, series, first, count);
    series.length = first + count;
  }
  if ((flags & HAS_EXTRAS) !== 0) extras?.read(reader, startAt);
}

/** How many samples a chunk holds, from its first bytes. */
export function countOf(reader: ByteReader): number {
  reader.byte();
  return reader.varint();
}

/** A signed 32-bit difference as an unsigned one that is small where it is small. */
export function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

/** Bytes as runs: a value and how often. */
export function writeRuns(writer: ByteWriter, bytes: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to;) {
    const value = bytes[i] as number;
    let end = i + 1;
    while (end < to && bytes[end] === value) end += 1;
    writer.byte(value);
    writer.varint(end - i);
    i = end;
  }
}

function readRuns(reader: ByteReader, series: Series, first: number, count: number): void {
  const { qualities, values } = series;
  for (let i = 0; i < count;) {
    const value = reader.byte();
    const run = Math.min(reader.varint(), count - i);
    if (run === 0) throw new RangeError('an empty run in a history blob');
    qualities.fill(value, first + i, first + i + run);
    if ((value & NOT_A_NUMBER) !== 0) values.fill(Number.NaN, first + i, first + i + run);
    i += run;
  }
}
