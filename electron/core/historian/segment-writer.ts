import { Extras } from './extras.ts';
import type { GroupBuffer } from './group-buffer.ts';
import { GROUP_SIGNALS, HOUR_MS, placeOf } from './places.ts';
import { SegmentBuilder } from './segment.ts';
import { Series } from './series.ts';

/** A segment as it is to be stored. */
export interface BuiltSegment {
  readonly group: number;
  readonly hour: number;
  readonly points: number;
  readonly data: Uint8Array;
}

const series = new Series();
const ofHour = new Extras();

/** Builds the segments of a group's fresh samples: one an hour, so one as a rule. The buffer is left as it is. */
export function segmentsOf(buffer: GroupBuffer): readonly BuiltSegment[] {
  const builders = new Map<number, SegmentBuilder>();
  for (let slot = 0; slot < GROUP_SIGNALS; slot += 1) {
    const extras = buffer.extras[slot];
    if (buffer.counts[slot] === 0 && (extras?.length ?? 0) === 0) continue;
    series.clear();
    buffer.copyTo(slot, series);
    series.settle();
    addSeries(builders, slot, series, extras);
  }
  return built(buffer.group, builders);
}

/** Builds the segments of one signal's settled samples. */
export function segmentsOfSeries(group: number, slot: number, samples: Series): readonly BuiltSegment[] {
  const builders = new Map<number, SegmentBuilder>();
  addSeries(builders, slot, samples, undefined);
  return built(group, builders);
}

function addSeries(
  builders: Map<number, SegmentBuilder>,
  slot: number,
  samples: Series,
  extras: Extras | undefined,
): void {
  const hours = new Set<number>();
  for (let i = 0; i < samples.length;) {
    const hour = placeOf(samples.at[i] as number);
    hours.add(hour);
    i = samples.indexAt((hour + 1) * HOUR_MS);
  }
  for (const at of extras?.at ?? []) hours.add(placeOf(at));
  for (const hour of hours) {
    const builder = builders.get(hour) ?? new SegmentBuilder(hour * HOUR_MS);
    builders.set(hour, builder);
    const [startAt, endAt] = [hour * HOUR_MS, (hour + 1) * HOUR_MS];
    ofHour.clear();
    if (extras !== undefined) ofHour.addFrom(extras, startAt, endAt);
    builder.add(slot, samples, samples.indexAt(startAt), samples.indexAt(endAt), ofHour);
  }
}

function built(group: number, builders: ReadonlyMap<number, SegmentBuilder>): readonly BuiltSegment[] {
  return [...builders].map(([hour, builder]) => ({ group, hour, points: builder.points, data: builder.bytes() }));
}
