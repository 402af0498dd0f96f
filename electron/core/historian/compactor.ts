import { ByteReader, ByteWriter } from './byte-writer.ts';
import type { HistoryConfig } from './config.ts';
import { HourView } from './hour-view.ts';
import { BLOCK_HOURS, BLOCK_MS, GROUP_SIGNALS, HOUR_MS, placeOf } from './places.ts';
import { Rollups } from './rollup.ts';
import { readRollups, writeRollups } from './rollup-chunk.ts';
import { countOf, writeSamples } from './sample-chunk.ts';
import { placesIn } from './segment.ts';
import { keptFrom, type HistoryStore } from './store.ts';

/** Points and bytes that a compaction added to a tier. */
class Growth {
  points = 0;
  bytes = 0;

  add(points: number, bytes: number): void {
    this.points += points;
    this.bytes += bytes;
  }
}

/**
 * Turns the segments of one group and hour into a block a signal, and sums them up for the coarser tiers. Late samples and fills come the
 * same way: the hour is read, merged and written again. Where the samples of an hour are gone by age, only minutes (or hours) that were
 * missing are filled in. One transaction of the caller's.
 */
export class Compactor {
  readonly #store: HistoryStore;
  readonly #config: HistoryConfig;
  readonly #view: HourView;
  readonly #hours = new Rollups(BLOCK_HOURS);
  readonly #writer = new ByteWriter();

  constructor(store: HistoryStore, config: HistoryConfig, onBadBlob: (why: unknown) => void) {
    this.#store = store;
    this.#config = config;
    this.#view = new HourView(store, undefined, onBadBlob);
  }

  compact(group: number, hour: number, now: number): void {
    const { keepMs } = this.#config;
    const segments = this.#store.segments(group, hour);
    const startAt = hour * HOUR_MS;
    const raw = new Growth();
    const minute = new Growth();
    const ofHours = new Growth();
    for (const data of segments) raw.add(-pointsIn(data), -data.length);
    const keepsRaw = startAt >= keptFrom(now, keepMs.raw);
    const keepsMinutes = startAt >= keptFrom(now, keepMs.minute);
    const isKept = startAt >= keptFrom(now, keepMs.hour);
    for (const slot of slotsIn(segments)) {
      const number = group * GROUP_SIGNALS + slot;
      this.#view.loadMinutes(number, hour, segments);
      if (keepsRaw) this.#putSamples(number, hour, raw);
      if (keepsMinutes) this.#putMinutes(number, hour, minute);
      if (isKept) this.#putHour(number, hour, keepsMinutes, ofHours);
    }
    this.#store.dropSegments(group, hour);
    this.#store.addUsage('raw', startAt, raw.points, raw.bytes);
    this.#store.addUsage('minute', startAt, minute.points, minute.bytes);
    this.#store.addUsage('hour', placeOf(startAt, BLOCK_MS) * BLOCK_MS, ofHours.points, ofHours.bytes);
  }

  #putSamples(number: number, hour: number, growth: Growth): void {
    const { series, extras } = this.#view;
    const old = this.#store.block('raw', hour, number);
    if (old !== undefined) growth.add(-countOf(new ByteReader(old)), -old.length);
    this.#writer.reset();
    writeSamples(this.#writer, series, 0, series.length, hour * HOUR_MS, extras);
    const data = this.#writer.taken();
    this.#store.putBlock('raw', hour, number, data);
    growth.add(series.length, data.length);
  }

  #putMinutes(number: number, hour: number, growth: Growth): void {
    const old = this.#store.block('minute', hour, number);
    if (old !== undefined) growth.add(-heldIn(old), -old.length);
    const data = this.#rollupBytes(this.#view.minutes);
    this.#store.putBlock('minute', hour, number, data);
    growth.add(heldIn(data), data.length);
  }

  #putHour(number: number, hour: number, isWhole: boolean, growth: Growth): void {
    const place = Math.floor(hour / BLOCK_HOURS);
    const slot = hour - place * BLOCK_HOURS;
    const old = this.#store.block('hour', place, number);
    this.#hours.clear();
    if (old !== undefined) {
      growth.add(-heldIn(old), -old.length);
      this.#readHours(old);
    }
    if (!isWhole && this.#hours.isHeld[slot] !== 0) return;
    this.#hours.drop(slot);
    this.#hours.addAll(slot, this.#view.minutes);
    const data = this.#rollupBytes(this.#hours);
    this.#store.putBlock('hour', place, number, data);
    growth.add(heldIn(data), data.length);
  }

  #readHours(data: Uint8Array): void {
    try {
      readRollups(new ByteReader(data), this.#hours);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#hours.clear();
      this.#view.onBadBlob(error);
    }
  }

  #rollupBytes(rollups: Rollups): Uint8Array {
    this.#writer.reset();
    writeRollups(this.#writer, rollups);
    return this.#writer.taken();
  }
}

function slotsIn(segments: readonly Uint8Array[]): readonly number[] {
  const slots = new Set<number>();
  for (const data of segments) for (const [slot] of placesIn(data)) slots.add(slot);
  return [...slots].sort((a, b) => a - b);
}

/** Samples in a segment. */
function pointsIn(data: Uint8Array): number {
  return placesIn(data).reduce((sum, [, at]) => sum + countOf(new ByteReader(data, at)), 0);
}

/** Slots held in a block of rollups. */
function heldIn(data: Uint8Array): number {
  return countOf(new ByteReader(data));
}
