/** Rows that are written to the journal at once at the latest. */
const MAX_ROWS = 131_072;
const ROW_BYTES = 4 + 4 + 4 + 1;
const HEAD_BYTES = 16;

/**
 * The samples of the last second or so in columns, for one row of the journal: signal numbers, ms from the first sample, float32, quality.
 * The blob: rows and a spare word (u32), the first time (f64), then the columns. Little-endian, as all machines it runs on are.
 */
export class JournalRows {
  readonly #numbers = new Uint32Array(MAX_ROWS);
  readonly #times = new Int32Array(MAX_ROWS);
  readonly #values = new Float32Array(MAX_ROWS);
  readonly #qualities = new Uint8Array(MAX_ROWS);
  readonly #blob = new Uint8Array(HEAD_BYTES + MAX_ROWS * ROW_BYTES);
  #baseAt = 0;
  length = 0;

  get isFull(): boolean {
    return this.length === MAX_ROWS;
  }

  push(number: number, at: number, value: number, quality: number): void {
    const row = this.length;
    if (row === 0) this.#baseAt = at;
    this.#numbers[row] = number;
    this.#times[row] = at - this.#baseAt;
    this.#values[row] = value;
    this.#qualities[row] = quality;
    this.length = row + 1;
  }

  /** The blob; valid until the next call. */
  bytes(): Uint8Array {
    const rows = this.length;
    const blob = this.#blob;
    const head = new DataView(blob.buffer);
    head.setUint32(0, rows, true);
    head.setFloat64(8, this.#baseAt, true);
    let at = HEAD_BYTES;
    for (const column of [this.#numbers, this.#times, this.#values, this.#qualities]) {
      const bytes = new Uint8Array(column.buffer, 0, rows * column.BYTES_PER_ELEMENT);
      blob.set(bytes, at);
      at += bytes.length;
    }
    return blob.subarray(0, at);
  }

  clear(): void {
    this.length = 0;
  }
}

/** Gives every sample of a journal row to `take`, in the order in which they came. A row that is cut short gives none. */
export function readJournalRow(
  blob: Uint8Array,
  take: (number: number, at: number, value: number, quality: number) => void,
): void {
  if (blob.length < HEAD_BYTES) return;
  // A copy, since the columns must lie on their own borders.
  const { buffer } = blob.slice();
  const head = new DataView(buffer);
  const rows = head.getUint32(0, true);
  if (blob.length < HEAD_BYTES + rows * ROW_BYTES) return;
  const baseAt = head.getFloat64(8, true);
  const numbers = new Uint32Array(buffer, HEAD_BYTES, rows);
  const times = new Int32Array(buffer, HEAD_BYTES + 4 * rows, rows);
  const values = new Float32Array(buffer, HEAD_BYTES + 8 * rows, rows);
  const qualities = new Uint8Array(buffer, HEAD_BYTES + 12 * rows, rows);
  for (let row = 0; row < rows; row += 1) {
    take(numbers[row] as number, baseAt + (times[row] as number), values[row] as number, qualities[row] as number);
  }
}
