/** Half an hour in buckets of half a minute. */
export const SPARK_POINTS = 60;
export const SPARK_STEP_MS = 30_000;

/** Half an hour of every station as rows of bucket means, carried on by live values. Plain typed arrays; nothing is made for a value. */
export class SparkColumns {
  readonly points: number;
  readonly #stepMs: number;
  readonly #means: Float32Array;
  readonly #counts: Uint32Array;
  /** Start of the newest bucket, UTC ms. */
  #lastAt: number;

  /** @param values rows of `points` means, NaN where nothing came; bucket `p` of a row starts at `from + p * stepMs` */
  constructor(stations: number, points: number, from: number, stepMs: number, values?: Float32Array) {
    this.points = points;
    this.#stepMs = stepMs;
    this.#means = new Float32Array(stations * points).fill(Number.NaN);
    if (values?.length === this.#means.length) this.#means.set(values);
    this.#counts = new Uint32Array(stations);
    for (let slot = 0; slot < stations; slot += 1) {
      if (!Number.isNaN(this.#means[(slot + 1) * points - 1] as number)) this.#counts[slot] = 1;
    }
    this.#lastAt = from + (points - 1) * stepMs;
  }

  /** Moves on to the bucket that holds `nowMs`. @returns whether the rows moved */
  advance(nowMs: number): boolean {
    const steps = Math.floor((nowMs - this.#lastAt) / this.#stepMs);
    if (!(steps > 0)) return false;
    const { points } = this;
    const gone = Math.min(points, steps);
    for (let at = 0; at < this.#means.length; at += points) {
      this.#means.copyWithin(at, at + gone, at + points);
      this.#means.fill(Number.NaN, at + points - gone, at + points);
    }
    this.#counts.fill(0);
    this.#lastAt += steps * this.#stepMs;
    return true;
  }

  /** Takes a good value into the newest bucket. */
  add(slot: number, value: number): void {
    const at = (slot + 1) * this.points - 1;
    const count = (this.#counts[slot] as number) + 1;
    this.#counts[slot] = count;
    const before = count === 1 ? value : (this.#means[at] as number);
    this.#means[at] = before + (value - before) / count;
  }

  mean(slot: number, point: number): number {
    return this.#means[slot * this.points + point] as number;
  }
}
