/** Parts of a window: what a window covers is exact to a sixteenth of it, and its memory does not depend on how many samples come. */
const PARTS = 16;
/** One more than a window has, so that `reach` can cover all of it and not only all but the running part. */
const RING = PARTS + 1;

/**
 * Least and greatest value of the last `windowMs` of source time, one window a limit, in parts that begin at multiples of their
 * length: two consoles cut the time alike. Between two samples the value is the one before.
 */
export interface ChangeWindows {
  /**
   * Takes a sample into window `w`. `held` is the value that stood until then, NaN where none is known (the first sample, after bad ones or silence).
   * Afterwards {@link least} and {@link greatest} include it.
   */
  take(w: number, atMs: number, value: number, held: number): void;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** Begins window `w` anew. */
  forget(w: number): void;
  /** Takes over what window `from` of other windows of the same length holds. */
  copy(w: number, others: ChangeWindows, from: number): void;
  readonly columns: {
    readonly min: Float64Array;
    readonly max: Float64Array;
    readonly part: Float64Array;
    readonly oldMin: Float64Array;
    readonly oldMax: Float64Array;
  };
}

/**
 * @param windowMs length of each window, ms of source time
 * @param isWhole whether the window covers at least its length (a 16th more at most) rather than at most its length (a 16th less at most)
 */
export function createChangeWindows(windowMs: readonly number[], isWhole: readonly boolean[]): ChangeWindows {
  const count = windowMs.length;
  const partMs = Float64Array.from(windowMs, (length) => length / PARTS);
  const columns = {
    min: new Float64Array(count * RING).fill(Infinity),
    max: new Float64Array(count * RING).fill(-Infinity),
    part: new Float64Array(count).fill(-Infinity),
    oldMin: new Float64Array(count).fill(Infinity),
    oldMax: new Float64Array(count).fill(-Infinity),
  };
  const { min, max, part, oldMin, oldMax } = columns;
  const least = new Float64Array(count).fill(Infinity);
  const greatest = new Float64Array(count).fill(-Infinity);

  /** Begins part `next`: the parts between hold `held`, the oldest go. */
  function roll(w: number, next: number, held: number): void {
    const base = w * RING;
    const isKnown = !Number.isNaN(held);
    for (let at = Math.max((part[w] as number) + 1, next - PARTS); at <= next; at += 1) {
      min[base + (at % RING)] = isKnown ? held : Infinity;
      max[base + (at % RING)] = isKnown ? held : -Infinity;
    }
    part[w] = next;
    const reach = isWhole[w] === true ? PARTS : PARTS - 1;
    let low = Infinity;
    let high = -Infinity;
    for (let at = next - reach; at < next; at += 1) {
      low = Math.min(low, min[base + (at % RING)] as number);
      high = Math.max(high, max[base + (at % RING)] as number);
    }
    oldMin[w] = low;
    oldMax[w] = high;
  }

  return {
    columns,
    least,
    greatest,
    take(w, atMs, value, held) {
      const now = Math.floor(atMs / (partMs[w] as number));
      if (now !== part[w]) roll(w, now, held);
      const cell = w * RING + (now % RING);
      if (value < (min[cell] as number)) min[cell] = value;
      if (value > (max[cell] as number)) max[cell] = value;
      least[w] = Math.min(oldMin[w] as number, min[cell] as number);
      greatest[w] = Math.max(oldMax[w] as number, max[cell] as number);
    },
    forget: (w) => void (part[w] = -Infinity),
    copy(w, others, from) {
      const theirs = others.columns;
      min.set(theirs.min.subarray(from * RING, (from + 1) * RING), w * RING);
      max.set(theirs.max.subarray(from * RING, (from + 1) * RING), w * RING);
      part[w] = theirs.part[from] as number;
      oldMin[w] = theirs.oldMin[from] as number;
      oldMax[w] = theirs.oldMax[from] as number;
      least[w] = others.least[from] as number;
      greatest[w] = others.greatest[from] as number;
    },
  };
}
