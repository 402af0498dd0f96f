import type { ByteReader, ByteWriter } from './byte-writer.ts';

const MINUTE_MS = 60_000;

/**
 * What is known of the samples that came faster than the raw tier keeps them: per minute their number, extremes, sum and worst quality, so
 * that the coarser tiers are of all samples. Columns; a row a minute, `at` its beginning (UTC ms). Counts are of usable values.
 */
export class Extras {
  at: number[] = [];
  counts: number[] = [];
  min: number[] = [];
  max: number[] = [];
  sums: number[] = [];
  qualities: number[] = [];

  get length(): number {
    return this.at.length;
  }

  clear(): void {
    for (const column of [this.at, this.counts, this.min, this.max, this.sums, this.qualities]) column.length = 0;
  }

  /** Adds to the minute's row, which is made where it is missing. */
  add(at: number, count: number, min: number, max: number, sum: number, quality: number): void {
    let row = this.at.lastIndexOf(at);
    if (row < 0) {
      row = this.at.push(at) - 1;
      this.counts.push(0);
      this.min.push(Number.POSITIVE_INFINITY);
      this.max.push(Number.NEGATIVE_INFINITY);
      this.sums.push(0);
      this.qualities.push(0);
    }
    this.counts[row] = (this.counts[row] as number) + count;
    this.sums[row] = (this.sums[row] as number) + sum;
    this.min[row] = Math.min(this.min[row] as number, min);
    this.max[row] = Math.max(this.max[row] as number, max);
    this.qualities[row] = Math.max(this.qualities[row] as number, quality);
  }

  /** Adds the rows of `from` whose minute lies in a span (end exclusive). */
  addFrom(from: Extras, startAt: number, endAt: number): void {
    for (let i = 0; i < from.length; i += 1) {
      const at = from.at[i] as number;
      if (at < startAt || at >= endAt) continue;
      this.add(
        at,
        from.counts[i] as number,
        from.min[i] as number,
        from.max[i] as number,
        from.sums[i] as number,
        from.qualities[i] as number,
      );
    }
  }

  write(writer: ByteWriter, startAt: number): void {
    writer.varint(this.length);
    for (let i = 0; i < this.length; i += 1) {
      writer.varint(((this.at[i] as number) - startAt) / MINUTE_MS);
      writer.byte(this.qualities[i] as number);
      writer.varint(this.counts[i] as number);
      writer.float32(this.min[i] as number);
      writer.float32(this.max[i] as number);
      writer.float64(this.sums[i] as number);
    }
  }

  read(reader: ByteReader, startAt: number): void {
    const rows = reader.varint();
    for (let i = 0; i < rows; i += 1) {
      const at = startAt + reader.varint() * MINUTE_MS;
      const quality = reader.byte();
      const count = reader.varint();
      this.add(at, count, reader.float32(), reader.float32(), reader.float64(), quality);
    }
  }
}
