import type { ByteReader, ByteWriter } from './byte-writer.ts';
import { AS_FLOAT, decimalsOf, intOf, powerOf, reaches, valueOf } from './decimals.ts';
import type { Rollups } from './rollup.ts';
import { unzigzag, writeRuns, zigzag } from './sample-chunk.ts';

/** Decimals of a mean beyond those of its samples: its error is a two-hundredth of their last digit [eng]. */
const MEAN_DECIMALS = 2;
/** Widest span of a slot, in units of the mean's last digit, that whole numbers are used for. */
const MAX_SPAN = 2 ** 31;

const numbers = new Uint32Array(512);
const minima = new Uint32Array(512);
const spans = new Uint32Array(512);
const means = new Uint32Array(512);
const worst = new Uint8Array(512);

/** Writes the slots that are held: which, how many samples, worst quality, min as differences, max and mean as what they are above min. */
export function writeRollups(writer: ByteWriter, rollups: Rollups): void {
  const decimals = decimalsOfAll(rollups);
  let held = 0;
  let lastSlot = 0;
  let lastInt = 0;
  for (let slot = 0; slot < rollups.slots; slot += 1) {
    if (rollups.isHeld[slot] === 0) continue;
    numbers[held] = slot - lastSlot;
    lastSlot = slot;
    worst[held] = rollups.qualities[slot] as number;
    const hasValue = rollups.counts[slot] !== 0;
    const least = hasValue ? intOf(rollups.min[slot] as number, decimals) : lastInt;
    minima[held] = zigzag((least - lastInt) | 0);
    lastInt = least;
    spans[held] = hasValue ? intOf(rollups.max[slot] as number, decimals) - least : 0;
    means[held] = hasValue ? meanAbove(rollups.mean[slot] as number, least, decimals) : 0;
    held += 1;
  }
  writer.byte(decimals);
  writer.varint(held);
  writer.ints(numbers, held);
  writeRuns(writer, worst, 0, held);
  let row = 0;
  for (let slot = 0; slot < rollups.slots; slot += 1) {
    if (rollups.isHeld[slot] !== 0) numbers[row++] = rollups.counts[slot] as number;
  }
  writer.ints(numbers, held);
  if (held > 0) writer.varint(minima[0] as number);
  writer.ints(minima.subarray(1), Math.max(0, held - 1));
  writer.ints(spans, held);
  writer.ints(means, held);
}

/** Reads what {@link writeRollups} wrote; `rollups` is cleared first. Returns how many slots are held. */
export function readRollups(reader: ByteReader, rollups: Rollups): number {
  rollups.clear();
  const decimals = reader.byte();
  const held = reader.varint();
  if (held > rollups.slots) throw new RangeError('too many slots in a history blob');
  reader.ints(numbers, held);
  readWorst(reader, held);
  const slots = numbers.slice(0, held);
  reader.ints(numbers, held);
  minima[0] = held > 0 ? reader.varint() : 0;
  reader.ints(minima.subarray(1), Math.max(0, held - 1));
  reader.ints(spans, held);
  reader.ints(means, held);
  let slot = 0;
  let least = 0;
  for (let row = 0; row < held; row += 1) {
    slot += slots[row] as number;
    least = (least + unzigzag(minima[row] as number)) | 0;
    const count = numbers[row] as number;
    const min = valueOf(least, decimals);
    const max = valueOf(least + (spans[row] as number), decimals);
    rollups.add(slot, min, max, meanOf(means[row] as number, least, decimals), count, worst[row] as number);
  }
  return held;
}

function decimalsOfAll({ slots, counts, min, max }: Rollups): number {
  let decimals = 0;
  let size = 0;
  let span = 0;
  for (let slot = 0; slot < slots && decimals !== AS_FLOAT; slot += 1) {
    if (counts[slot] === 0) continue;
    const [least, most] = [min[slot] as number, max[slot] as number];
    decimals = decimalsOf(least, decimals);
    if (decimals !== AS_FLOAT) decimals = decimalsOf(most, decimals);
    size = Math.max(size, Math.abs(least), Math.abs(most));
    span = Math.max(span, most - least);
  }
  if (decimals === AS_FLOAT || !reaches(size, decimals)) return AS_FLOAT;
  return span * powerOf(decimals + MEAN_DECIMALS) > MAX_SPAN ? AS_FLOAT : decimals;
}

function meanAbove(mean: number, least: number, decimals: number): number {
  if (decimals === AS_FLOAT) return Math.max(0, intOf(mean, AS_FLOAT) - least);
  const factor = powerOf(MEAN_DECIMALS);
  return Math.max(0, Math.round(mean * powerOf(decimals + MEAN_DECIMALS)) - least * factor);
}

function meanOf(above: number, least: number, decimals: number): number {
  if (decimals === AS_FLOAT) return valueOf(least + above, AS_FLOAT);
  return (least * powerOf(MEAN_DECIMALS) + above) / powerOf(decimals + MEAN_DECIMALS);
}

function readWorst(reader: ByteReader, held: number): void {
  for (let row = 0; row < held;) {
    const value = reader.byte();
    const run = Math.min(reader.varint(), held - row);
    if (run === 0) throw new RangeError('an empty run in a history blob');
    worst.fill(value, row, row + run);
    row += run;
  }
}
