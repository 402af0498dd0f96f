/** A sample whose value is no number, beside its quality in one byte. */
export const NOT_A_NUMBER = 4;
/** The quality in such a byte, as QUALITY. */
export const QUALITY_MASK = 3;

/** Growable columns of one signal's samples. Times UTC ms; a value that is no number is NaN and its quality carries {@link NOT_A_NUMBER}. */
export class Series {
  at = new Float64Array(64);
  values = new Float64Array(64);
  qualities = new Uint8Array(64);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  push(at: number, value: number, quality: number): void {
    this.reserve(1);
    this.at[this.length] = at;
    this.values[this.length] = value;
    this.qualities[this.length] = quality;
    this.length += 1;
  }

  /** Makes room for `more` rows behind the last. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.at.length) return;
    const size = Math.max(needed, this.at.length * 2);
    this.at = grown(this.at, new Float64Array(size));
    this.values = grown(this.values, new Float64Array(size));
    this.qualities = grown(this.qualities, new Uint8Array(size));
  }

  /** Puts the rows in the order of their times. Of rows with the same time the last that came stays. */
  settle(): void {
    const { at, length } = this;
    let isSettled = true;
    for (let i = 1; i < length && isSettled; i += 1) isSettled = (at[i] as number) > (at[i - 1] as number);
    if (isSettled) return;
    const order = new Uint32Array(length);
    for (let i = 0; i < length; i += 1) order[i] = i;
    order.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
    const [times, values, qualities] = [
      at.slice(0, length),
      this.values.slice(0, length),
      this.qualities.slice(0, length),
    ];
    let kept = 0;
    for (let i = 0; i < length; i += 1) {
      const row = order[i] as number;
      if (i + 1 < length && times[order[i + 1] as number] === times[row]) continue;
      at[kept] = times[row] as number;
      this.values[kept] = values[row] as number;
      this.qualities[kept] = qualities[row] as number;
      kept += 1;
    }
    this.length = kept;
  }

  /** The first row at or after a time; the rows must be settled. */
  indexAt(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.at[middle] as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function grown<A extends Float64Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
