import { FULL_LANE_WAIT_MS, whenFull } from '#shared/domain/telemetry/sample-rules.ts';

/** Columns of samples: row `i` of each belongs together. Times in UTC ms, quality as QUALITY. */
export interface SampleColumns {
  readonly indexes: Uint32Array;
  readonly values: Float64Array;
  readonly sourceAtMs: Float64Array;
  readonly qualities: Uint8Array;
}

/**
 * Ring of samples in shared memory between one driver worker (producer) and the core (consumer).
 * A full ring holds its producer up for a while (TEL-15): the driver reads no more, and its peer feels that on the connection. Only
 * when the core takes nothing in that time does the producer drop the oldest rows, since the newest value is the one that counts, and
 * counts them. Beside the rows the ring carries the driver's heartbeat, so that needs no message.
 */
export interface Ring {
  readonly capacity: number;
  /** Producer: appends one row. Where there are many, {@link pushBlock} is cheaper. */
  push(index: number, value: number, sourceAtMs: number, quality: number): void;
  /** Producer: appends the first `count` rows of `rows`, seen by the consumer at once. More than the ring holds go in parts. */
  pushBlock(rows: SampleColumns, count: number): void;
  /** Consumer: moves up to `out.indexes.length` rows, oldest first, and returns how many. */
  drain(out: SampleColumns): number;
  /** Producer: counts rows that never came to it, since its peer had no room for them. */
  lose(count: number): void;
  /** Rows lost because the consumer was too slow, and those that the peer left out, since the ring was made; wraps at 2^32. */
  readonly dropped: number;
  /** Rows ever pushed; wraps at 2^32. */
  readonly pushed: number;
  /** Rows that wait for the consumer. */
  readonly waiting: number;
  /** How often the producer had to wait for room. */
  readonly heldUp: number;
  /** Producer: shows that its event loop turns. */
  beat(): void;
  readonly beats: number;
}

const HEAD = 0;
const TAIL = 1;
const DROPPED = 2;
const BEATS = 3;
/** Grows with each drain that moved rows: the producer sleeps on it. */
const DRAINS = 4;
const HELD_UP = 5;
const HEADER_BYTES = 64;
const ROW_BYTES = 8 + 8 + 4 + 1;

/** Columns of `rows` rows for {@link Ring.drain} and {@link Ring.pushBlock}. */
export function createSampleColumns(rows: number): SampleColumns {
  return {
    indexes: new Uint32Array(rows),
    values: new Float64Array(rows),
    sourceAtMs: new Float64Array(rows),
    qualities: new Uint8Array(rows),
  };
}

/** Shared memory for a ring of `capacity` rows, which must be a power of two of at least 16. Takes real memory only where it is used. */
export function createRing(capacity: number): SharedArrayBuffer {
  if (capacity < 16 || (capacity & (capacity - 1)) !== 0) throw new RangeError(`ring capacity ${capacity}`);
  return new SharedArrayBuffer(HEADER_BYTES + capacity * ROW_BYTES);
}

/** Attaches to memory made by {@link createRing}, on either side. `maxWaitMs`: how long a full ring holds its producer up. */
export function openRing(memory: SharedArrayBuffer, maxWaitMs = FULL_LANE_WAIT_MS): Ring {
  const capacity = (memory.byteLength - HEADER_BYTES) / ROW_BYTES;
  const header = new Int32Array(memory, 0, HEADER_BYTES / 4);
  const rows: SampleColumns = {
    values: new Float64Array(memory, HEADER_BYTES, capacity),
    sourceAtMs: new Float64Array(memory, HEADER_BYTES + 8 * capacity, capacity),
    indexes: new Uint32Array(memory, HEADER_BYTES + 16 * capacity, capacity),
    qualities: new Uint8Array(memory, HEADER_BYTES + 20 * capacity, capacity),
  };
  const mask = capacity - 1;
  const dropStep = capacity >> 3;
  /** Where the consumer was last seen by this producer: it can only be further on. */
  let seenTail = Atomics.load(header, TAIL);
  /** State of DRAINS at which waiting was in vain: until it moves, nobody is there to wait for. */
  let stalledAt: number | undefined;

  // Head and tail count rows and wrap at 2^32; the difference as int32 is the fill. The producer moves the tail only by
  // compare-and-exchange before it overwrites, and the consumer commits the same way after it has copied: if the tail moved
  // under it, the rows it passed over may be torn and are thrown away (the producer has counted them).
  function makeRoom(head: number, wanted: number): void {
    for (;;) {
      const drains = Atomics.load(header, DRAINS);
      seenTail = Atomics.load(header, TAIL);
      const missing = wanted - capacity + ((head - seenTail) | 0);
      if (missing <= 0) return;
      if (whenFull(drains, stalledAt) === 'wait') {
        Atomics.add(header, HELD_UP, 1);
        // Held up is not hung: whoever watches the heartbeat must not take the driver for dead.
        Atomics.add(header, BEATS, 1);
        if (Atomics.wait(header, DRAINS, drains, maxWaitMs) === 'timed-out') stalledAt = drains;
        continue;
      }
      const step = Math.max(missing, dropStep);
      if (Atomics.compareExchange(header, TAIL, seenTail, (seenTail + step) | 0) === seenTail) {
        Atomics.add(header, DROPPED, step);
      }
    }
  }

  function push(index: number, value: number, sourceAtMs: number, quality: number): void {
    const head = Atomics.load(header, HEAD);
    if (((head - seenTail) | 0) >= capacity) makeRoom(head, 1);
    const slot = head & mask;
    rows.indexes[slot] = index;
    rows.values[slot] = value;
    rows.sourceAtMs[slot] = sourceAtMs;
    rows.qualities[slot] = quality;
    Atomics.store(header, HEAD, (head + 1) | 0);
  }

  function pushBlock(from: SampleColumns, count: number): void {
    const most = capacity >> 1;
    for (let at = 0; at < count; at += most) {
      const part = Math.min(most, count - at);
      const head = Atomics.load(header, HEAD);
      if (((head - seenTail) | 0) > capacity - part) makeRoom(head, part);
      const slot = head & mask;
      const run = Math.min(part, capacity - slot);
      copyRows(from, at, rows, slot, run);
      if (run < part) copyRows(from, at + run, rows, 0, part - run);
      Atomics.store(header, HEAD, (head + part) | 0);
    }
  }

  function drain(out: SampleColumns): number {
    const tail = Atomics.load(header, TAIL);
    const head = Atomics.load(header, HEAD);
    const count = Math.min((head - tail) | 0, out.indexes.length);
    if (count === 0) return 0;
    const slot = tail & mask;
    const run = Math.min(count, capacity - slot);
    copyRows(rows, slot, out, 0, run);
    if (run < count) copyRows(rows, 0, out, run, count - run);
    let expected = tail;
    for (;;) {
      const seen = Atomics.compareExchange(header, TAIL, expected, (tail + count) | 0);
      if (seen === expected) break;
      if (((seen - tail) | 0) >= count) return 0;
      expected = seen;
    }
    Atomics.add(header, DRAINS, 1);
    Atomics.notify(header, DRAINS);
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
    pushBlock,
    drain,
    beat: () => void Atomics.add(header, BEATS, 1),
    lose: (count) => void Atomics.add(header, DROPPED, count),
    get dropped() {
      return Atomics.load(header, DROPPED) >>> 0;
    },
    get pushed() {
      return Atomics.load(header, HEAD) >>> 0;
    },
    get waiting() {
      return (Atomics.load(header, HEAD) - Atomics.load(header, TAIL)) | 0;
    },
    get heldUp() {
      return Atomics.load(header, HELD_UP) >>> 0;
    },
    get beats() {
      return Atomics.load(header, BEATS);
    },
  };
}

function copyRows(from: SampleColumns, at: number, to: SampleColumns, slot: number, count: number): void {
  to.indexes.set(from.indexes.subarray(at, at + count), slot);
  to.values.set(from.values.subarray(at, at + count), slot);
  to.sourceAtMs.set(from.sourceAtMs.subarray(at, at + count), slot);
  to.qualities.set(from.qualities.subarray(at, at + count), slot);
}
