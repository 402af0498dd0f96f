/** Columns of samples: row `i` of each belongs together. Times in UTC ms, quality as QUALITY. */
export interface SampleColumns {
  readonly indexes: Uint32Array;
  readonly values: Float64Array;
  readonly sourceAtMs: Float64Array;
  readonly qualities: Uint8Array;
}

/**
 * Ring of samples in shared memory between one driver worker (producer) and the core (consumer).
 * When it is full the producer drops the oldest rows, since the newest value is the one that counts, and counts them.
 * Beside the rows it carries the driver's heartbeat and the time of its last sample, so neither needs a message.
 */
export interface Ring {
  readonly capacity: number;
  /** Producer: appends one row. Values that were dropped for it are added to `dropped`. */
  push(index: number, value: number, sourceAtMs: number, quality: number): void;
  /** Consumer: moves up to `out.indexes.length` rows, oldest first, and returns how many. */
  drain(out: SampleColumns): number;
  /** Rows lost because the consumer was too slow, since the ring was made. */
  readonly dropped: number;
  /** Rows ever pushed. */
  readonly pushed: number;
  /** Producer: shows that its event loop turns. */
  beat(): void;
  readonly beats: number;
}

const HEAD = 0;
const TAIL = 1;
const DROPPED = 2;
const BEATS = 3;
const HEADER_BYTES = 64;

/** Columns of `rows` rows for {@link Ring.drain}. */
export function createSampleColumns(rows: number): SampleColumns {
  return {
    indexes: new Uint32Array(rows),
    values: new Float64Array(rows),
    sourceAtMs: new Float64Array(rows),
    qualities: new Uint8Array(rows),
  };
}

/** Shared memory for a ring of `capacity` rows, which must be a power of two of at least 16. */
export function createRing(capacity: number): SharedArrayBuffer {
  if (capacity < 16 || (capacity & (capacity - 1)) !== 0) throw new RangeError(`ring capacity ${capacity}`);
  return new SharedArrayBuffer(HEADER_BYTES + capacity * (8 + 8 + 4 + 1));
}

/** Attaches to memory made by {@link createRing}, on either side. */
export function openRing(memory: SharedArrayBuffer): Ring {
  const capacity = (memory.byteLength - HEADER_BYTES) / (8 + 8 + 4 + 1);
  const header = new Int32Array(memory, 0, HEADER_BYTES / 4);
  const values = new Float64Array(memory, HEADER_BYTES, capacity);
  const times = new Float64Array(memory, HEADER_BYTES + 8 * capacity, capacity);
  const indexes = new Uint32Array(memory, HEADER_BYTES + 16 * capacity, capacity);
  const qualities = new Uint8Array(memory, HEADER_BYTES + 20 * capacity, capacity);
  const mask = capacity - 1;
  const dropStep = capacity >> 3;

  // Head and tail count rows and wrap at 2^32; the difference as int32 is the fill. The producer moves the tail only by
  // compare-and-exchange before it overwrites, and the consumer commits the same way after it has copied: if the tail moved
  // under it, the rows it passed over may be torn and are thrown away (the producer has counted them).
  function push(index: number, value: number, sourceAtMs: number, quality: number): void {
    const head = Atomics.load(header, HEAD);
    const tail = Atomics.load(header, TAIL);
    if (
      ((head - tail) | 0) >= capacity &&
      Atomics.compareExchange(header, TAIL, tail, (tail + dropStep) | 0) === tail
    ) {
      Atomics.add(header, DROPPED, dropStep);
    }
    const slot = head & mask;
    indexes[slot] = index;
    values[slot] = value;
    times[slot] = sourceAtMs;
    qualities[slot] = quality;
    Atomics.store(header, HEAD, (head + 1) | 0);
  }

  function drain(out: SampleColumns): number {
    const tail = Atomics.load(header, TAIL);
    const head = Atomics.load(header, HEAD);
    const count = Math.min((head - tail) | 0, out.indexes.length);
    for (let row = 0; row < count; row += 1) {
      const slot = (tail + row) & mask;
      out.indexes[row] = indexes[slot] as number;
      out.values[row] = values[slot] as number;
      out.sourceAtMs[row] = times[slot] as number;
      out.qualities[row] = qualities[slot] as number;
    }
    let expected = tail;
    for (;;) {
      const seen = Atomics.compareExchange(header, TAIL, expected, (tail + count) | 0);
      if (seen === expected) break;
      if (((seen - tail) | 0) >= count) return 0;
      expected = seen;
    }
    const torn = (expected - tail) | 0;
    if (torn === 0) return count;
    out.indexes.copyWithin(0, torn, count);
    out.values.copyWithin(0, torn, count);
    out.sourceAtMs.copyWithin(0, torn, count);
    out.qualities.copyWithin(0, torn, count);
    return count - torn;
  }

  return {
    capacity,
    push,
    drain,
    beat: () => void Atomics.add(header, BEATS, 1),
    get dropped() {
      return Atomics.load(header, DROPPED) >>> 0;
    },
    get pushed() {
      return Atomics.load(header, HEAD) >>> 0;
    },
    get beats() {
      return Atomics.load(header, BEATS);
    },
  };
}
