import { QUALITY, type Quality } from '#shared/domain/telemetry/measures.ts';
import type { TelemetryFrame } from '#shared/contract/telemetry-frame.ts';

/** Newest value of every signal, by catalogue index. Plain typed arrays: nothing here is reactive and nothing is allocated per value. */
export class LatestTable {
  #values = new Float64Array(0);
  #sourceAtMs = new Float64Array(0);
  /** On the page's monotonic clock: when the core had got the value. Ages need no agreement between wall clocks. */
  #gotAtMs = new Float64Array(0);
  #qualities = new Uint8Array(0);

  /** Room for `count` signals; what is known of the first ones is kept. */
  grow(count: number): void {
    const old = this.#values.length;
    if (count <= old) return;
    this.#values = copied(new Float64Array(count).fill(Number.NaN), this.#values);
    this.#sourceAtMs = copied(new Float64Array(count), this.#sourceAtMs);
    this.#gotAtMs = copied(new Float64Array(count).fill(Number.NEGATIVE_INFINITY), this.#gotAtMs);
    const qualities = new Uint8Array(count).fill(QUALITY.none);
    qualities.set(this.#qualities);
    this.#qualities = qualities;
  }

  /** A new catalogue gives the indexes new meanings: all is forgotten. */
  clear(count: number): void {
    this.#values = new Float64Array(0);
    this.#sourceAtMs = new Float64Array(0);
    this.#gotAtMs = new Float64Array(0);
    this.#qualities = new Uint8Array(0);
    this.grow(count);
  }

  /** Takes a frame that came at `monotonicMs`. Rows beyond the table wait for their catalogue and are skipped. */
  take(frame: TelemetryFrame, monotonicMs: number): void {
    const size = this.#values.length;
    for (let row = 0; row < frame.count; row += 1) {
      const index = frame.indexes[row] as number;
      if (index >= size) continue;
      this.#values[index] = frame.values[row] as number;
      this.#sourceAtMs[index] = frame.sourceAtMs[row] as number;
      this.#gotAtMs[index] = monotonicMs - (frame.heldMs[row] as number);
      this.#qualities[index] = frame.qualities[row] as number;
    }
  }

  value(index: number): number {
    return this.#values[index] ?? Number.NaN;
  }

  sourceAtMs(index: number): number {
    return this.#sourceAtMs[index] ?? 0;
  }

  /** Milliseconds since the core got the value; infinite before the first. */
  ageMs(index: number, monotonicMs: number): number {
    return monotonicMs - (this.#gotAtMs[index] ?? Number.NEGATIVE_INFINITY);
  }

  quality(index: number): Quality {
    return (this.#qualities[index] ?? QUALITY.none) as Quality;
  }
}

function copied(target: Float64Array<ArrayBuffer>, source: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  target.set(source);
  return target;
}
