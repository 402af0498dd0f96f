import { ByteReader, ByteWriter } from './byte-writer.ts';
import type { Extras } from './extras.ts';
import { readSamples, writeSamples } from './sample-chunk.ts';
import type { Series } from './series.ts';

/** Gathers the chunks of one group's signals in one hour: their slots and lengths first, then the chunks. */
export class SegmentBuilder {
  readonly #startAt: number;
  readonly #chunks = new ByteWriter();
  readonly #slots: number[] = [];
  readonly #lengths: number[] = [];
  points = 0;

  constructor(startAt: number) {
    this.#startAt = startAt;
  }

  /** Rows `from` to `to` of a settled series, all in this hour. */
  add(slot: number, series: Series, from: number, to: number, extras: Extras | undefined): void {
    const before = this.#chunks.length;
    writeSamples(this.#chunks, series, from, to, this.#startAt, extras);
    this.#slots.push(slot);
    this.#lengths.push(this.#chunks.length - before);
    this.points += to - from;
  }

  bytes(): Uint8Array {
    const writer = new ByteWriter();
    writer.varint(this.#slots.length);
    this.#slots.forEach((slot, i) => {
      writer.byte(slot);
      writer.varint(this.#lengths[i] as number);
    });
    writer.raw(this.#chunks.bytes.subarray(0, this.#chunks.length));
    return writer.taken();
  }
}

/** The signals' slots of a segment, and where the chunk of each begins. */
export function placesIn(data: Uint8Array): readonly (readonly [slot: number, at: number])[] {
  const reader = new ByteReader(data);
  const count = reader.varint();
  const places: [number, number][] = [];
  let offset = 0;
  for (let i = 0; i < count; i += 1) {
    places.push([reader.byte(), offset]);
    offset += reader.varint();
  }
  return places.map(([slot, at]) => [slot, at + reader.at]);
}

/** Reads the chunk of one signal out of a segment, behind what the series holds. Nothing where it has none. */
export function readSegment(data: Uint8Array, slot: number, series: Series, startAt: number, extras: Extras): void {
  const reader = new ByteReader(data);
  const count = reader.varint();
  let offset = -1;
  let sum = 0;
  for (let i = 0; i < count; i += 1) {
    if (reader.byte() === slot) offset = sum;
    sum += reader.varint();
  }
  if (offset >= 0) readSamples(new ByteReader(data, reader.at + offset), series, startAt, extras);
}
