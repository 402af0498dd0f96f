/** Seconds kept of each signal: what may come late or in one go (a server's queue after a short break) is still judged in its place. */
const KEPT = 64;
export const SECOND_MS = 1_000;

/**
 * The values that signals had at full seconds of source time, of those signals that are compared with one another. Samples of two signals come in
 * any order; at a full second both have one value each, whatever the order was.
 */
export interface SecondGrid {
  /** Takes a sample of a slot that is kept (`isKept`); one of a slot that is not is not taken. */
  take(slot: number, atMs: number, value: number, isBad: boolean): void;
  /** Row of the newest sample of a slot at or before a full second, -1 where there is none. */
  rowAt(slot: number, second: number): number;
  readonly values: Float64Array;
  readonly atMs: Float64Array;
  readonly bad: Uint8Array;
  readonly isKept: Uint8Array;
  /** Takes over what another grid holds of the slots that both keep. */
  copy(other: SecondGrid): void;
  readonly internals: { readonly line: Int32Array; readonly newest: Int32Array; readonly seconds: Float64Array };
}

/** @param slots those that are kept, each below `slotCount` */
export function createSecondGrid(slotCount: number, slots: Iterable<number>): SecondGrid {
  const isKept = new Uint8Array(slotCount);
  const line = new Int32Array(slotCount).fill(-1);
  let lines = 0;
  for (const slot of slots) {
    if (isKept[slot] === 1) continue;
    isKept[slot] = 1;
    line[slot] = lines;
    lines += 1;
  }
  const newest = new Int32Array(lines);
  const seconds = new Float64Array(lines * KEPT).fill(NaN);
  const values = new Float64Array(lines * KEPT);
  const atMs = new Float64Array(lines * KEPT);
  const bad = new Uint8Array(lines * KEPT);
  return {
    values,
    atMs,
    bad,
    isKept,
    internals: { line, newest, seconds },
    take(slot, at, value, isBad) {
      const own = line[slot] as number;
      if (own < 0) return;
      const second = Math.ceil(at / SECOND_MS);
      let row = own * KEPT + (newest[own] as number);
      // A later sample of the same second stands for it.
      if (seconds[row] !== second && !Number.isNaN(seconds[row] as number)) {
        newest[own] = ((newest[own] as number) + 1) % KEPT;
        row = own * KEPT + (newest[own] as number);
      }
      seconds[row] = second;
      values[row] = value;
      atMs[row] = at;
      bad[row] = isBad ? 1 : 0;
    },
    rowAt(slot, second) {
      const own = line[slot] as number;
      for (let back = 0; back < KEPT; back += 1) {
        const row = own * KEPT + (((newest[own] as number) - back + KEPT) % KEPT);
        const held = seconds[row] as number;
        if (Number.isNaN(held)) return -1;
        if (held <= second) return row;
      }
      return -1;
    },
    copy(other) {
      for (let slot = 0; slot < Math.min(slotCount, other.isKept.length); slot += 1) {
        const own = line[slot] as number;
        const from = other.internals.line[slot] as number;
        if (own < 0 || from < 0) continue;
        newest[own] = other.internals.newest[from] as number;
        const copyOf = (mine: Float64Array | Uint8Array, theirs: Float64Array | Uint8Array): void =>
          mine.set(theirs.subarray(from * KEPT, (from + 1) * KEPT), own * KEPT);
        copyOf(seconds, other.internals.seconds);
        copyOf(values, other.values);
        copyOf(atMs, other.atMs);
        copyOf(bad, other.bad);
      }
    },
  };
}
