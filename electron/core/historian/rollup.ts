import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { Extras } from './extras.ts';
import { NOT_A_NUMBER, QUALITY_MASK, type Series } from './series.ts';

/**
 * What is kept of the samples of each slot of time (a minute of an hour, an hour of a block of days), in columns by slot. `counts` are the
 * samples with a value that may be used; a slot with `isHeld` and count 0 had only bad ones.
 */
export class Rollups {
  readonly slots: number;
  readonly isHeld: Uint8Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  readonly counts: Uint32Array;
  readonly qualities: Uint8Array;

  constructor(slots: number) {
    this.slots = slots;
    this.isHeld = new Uint8Array(slots);
    this.min = new Float64Array(slots);
    this.max = new Float64Array(slots);
    this.mean = new Float64Array(slots);
    this.counts = new Uint32Array(slots);
    this.qualities = new Uint8Array(slots);
  }

  clear(): void {
    this.isHeld.fill(0);
    for (let slot = 0; slot < this.slots; slot += 1) this.#empty(slot);
  }

  /** Takes `count` samples of which these are the extremes and the mean; with count 0 only the quality counts. */
  add(slot: number, min: number, max: number, mean: number, count: number, quality: number): void {
    if (this.isHeld[slot] === 0) this.#empty(slot);
    this.isHeld[slot] = 1;
    if (quality > (this.qualities[slot] as number)) this.qualities[slot] = quality;
    if (count === 0) return;
    if (min < (this.min[slot] as number)) this.min[slot] = min;
    if (max > (this.max[slot] as number)) this.max[slot] = max;
    const held = this.counts[slot] as number;
    this.counts[slot] = held + count;
    this.mean[slot] = (this.mean[slot] as number) + ((mean - (this.mean[slot] as number)) * count) / (held + count);
  }

  /** Adds the sums of all slots of `finer` to one slot. Nothing where it holds none. */
  addAll(slot: number, finer: Rollups): void {
    for (let i = 0; i < finer.slots; i += 1) {
      if (finer.isHeld[i] === 0) continue;
      this.add(
        slot,
        finer.min[i] as number,
        finer.max[i] as number,
        finer.mean[i] as number,
        finer.counts[i] as number,
        finer.qualities[i] as number,
      );
    }
  }

  /** Forgets one slot. */
  drop(slot: number): void {
    this.isHeld[slot] = 0;
    this.#empty(slot);
  }

  /** Takes one slot of another as it is. */
  copySlot(slot: number, from: Rollups, fromSlot: number): void {
    this.drop(slot);
    if (from.isHeld[fromSlot] === 0) return;
    this.isHeld[slot] = 1;
    this.min[slot] = from.min[fromSlot] as number;
    this.max[slot] = from.max[fromSlot] as number;
    this.mean[slot] = from.mean[fromSlot] as number;
    this.counts[slot] = from.counts[fromSlot] as number;
    this.qualities[slot] = from.qualities[fromSlot] as number;
  }

  #empty(slot: number): void {
    this.min[slot] = Number.POSITIVE_INFINITY;
    this.max[slot] = Number.NEGATIVE_INFINITY;
    this.mean[slot] = 0;
    this.counts[slot] = 0;
    this.qualities[slot] = 0;
  }
}

/** Whether a sample's value may be used: it is a number, and its quality is good or uncertain. */
export function isUsable(quality: number): boolean {
  return quality < QUALITY.bad;
}

/** Sums up samples and the extras between them by slots of `stepMs` from `startAt`; those outside are left out. `rollups` is cleared first. */
export function rollUp(rollups: Rollups, series: Series, extras: Extras, startAt: number, stepMs: number): void {
  rollups.clear();
  const { at, values, qualities, length } = series;
  for (let i = 0; i < length; i += 1) {
    const slot = Math.floor(((at[i] as number) - startAt) / stepMs);
    if (slot < 0 || slot >= rollups.slots) continue;
    const quality = qualities[i] as number;
    const value = values[i] as number;
    const count = (quality & NOT_A_NUMBER) === 0 && isUsable(quality) ? 1 : 0;
    rollups.add(slot, value, value, value, count, quality & QUALITY_MASK);
  }
  for (let i = 0; i < extras.length; i += 1) {
    const slot = Math.floor(((extras.at[i] as number) - startAt) / stepMs);
    if (slot < 0 || slot >= rollups.slots) continue;
    const count = extras.counts[i] as number;
    const mean = count === 0 ? 0 : (extras.sums[i] as number) / count;
    rollups.add(slot, extras.min[i] as number, extras.max[i] as number, mean, count, extras.qualities[i] as number);
  }
}
