import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from './byte-writer.ts';
import { Extras } from './extras.ts';
import { HOUR_MS, MINUTE_MS, MINUTES } from './places.ts';
import { rollUp, Rollups } from './rollup.ts';
import { readRollups, writeRollups } from './rollup-chunk.ts';
import { readSamples, writeSamples } from './sample-chunk.ts';
import { NOT_A_NUMBER, Series } from './series.ts';

const START = 1_700_000_000_000 - (1_700_000_000_000 % HOUR_MS);

/** What an instrument may give: decimals, floats of any size, or nothing that is a number. */
const value = fc.oneof(
  fc.integer({ min: -2_000, max: 2_000 }).map((whole) => whole / 1_000),
  fc.integer({ min: -99_999, max: 99_999 }).map((whole) => whole / 10),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(Number.NaN),
);
const sample = fc.tuple(fc.integer({ min: 0, max: HOUR_MS - 1 }), value, fc.constantFrom(0, 0, 0, 1, 2));

function seriesOf(rows: readonly (readonly [number, number, number])[]): Series {
  const series = new Series();
  for (const [offset, number, quality] of rows) {
    series.push(START + offset, number, Number.isNaN(number) ? 2 | NOT_A_NUMBER : quality);
  }
  series.settle();
  return series;
}

function rowsOf({ at, values, qualities, length }: Series): unknown[] {
  // A float32 is what is promised: decimals come back as such, which is nearer than the float32 was.
  return Array.from({ length }, (_, i) => [at[i], Math.fround(values[i] as number) + 0, qualities[i]]);
}

describe('ints', () => {
  it('come back whatever their size', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 400 }), (numbers) => {
        const writer = new ByteWriter();
        writer.ints(Uint32Array.from(numbers), numbers.length);
        const out = new Uint32Array(numbers.length);
        new ByteReader(writer.taken()).ints(out, numbers.length);
        expect([...out]).toEqual(numbers);
      }),
    );
  });

  it('end in a RangeError where bytes are missing', () => {
    const writer = new ByteWriter();
    writer.ints(Uint32Array.from([1, 500, 70_000, 9]), 4);
    const cut = writer.taken().slice(0, -1);
    expect(() => new ByteReader(cut).ints(new Uint32Array(4), 4)).toThrow(RangeError);
  });
});

describe('a chunk of samples', () => {
  it('gives back times to the ms, values as float32 and every quality', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 300 }), (rows) => {
        const series = seriesOf(rows);
        const writer = new ByteWriter();
        writeSamples(writer, series, 0, series.length, START, undefined);
        const back = new Series();
        readSamples(new ByteReader(writer.taken()), back, START, undefined);
        expect(rowsOf(back)).toEqual(rowsOf(series));
      }),
    );
  });

  it('takes about a byte a sample for a transmitter with three decimals and some noise', () => {
    const series = new Series();
    for (let i = 0; i < 3_600; i += 1) {
      series.push(START + i * 1_000, Math.round(523 + 4 * Math.sin(i * 12.9898) * Math.cos(i * 78.233)) / 1_000, 0);
    }
    const writer = new ByteWriter();
    writeSamples(writer, series, 0, series.length, START, undefined);
    expect(writer.length / 3_600).toBeLessThan(1);
  });

  it('keeps what is known of the samples in between', () => {
    const extras = new Extras();
    extras.add(START + MINUTE_MS, 9, 0.5, 1.5, 9, 1);
    extras.add(START + MINUTE_MS, 1, 0.25, 0.25, 0.25, 0);
    const writer = new ByteWriter();
    writeSamples(writer, new Series(), 0, 0, START, extras);
    const [series, back] = [new Series(), new Extras()];
    readSamples(new ByteReader(writer.taken()), series, START, back);
    expect(back).toEqual(extras);
  });
});

describe('rollups', () => {
  it('are those of a plain loop over the samples, written and read', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 300 }), (rows) => {
        const series = seriesOf(rows);
        const rollups = new Rollups(MINUTES);
        rollUp(rollups, series, new Extras(), START, MINUTE_MS);
        const writer = new ByteWriter();
        writeRollups(writer, rollups);
        const back = new Rollups(MINUTES);
        readRollups(new ByteReader(writer.taken()), back);
        for (let minute = 0; minute < MINUTES; minute += 1) {
          const from = START + minute * MINUTE_MS;
          const own = rowsOf(series).filter(
            (row) => (row as number[])[0]! >= from && (row as number[])[0]! < from + MINUTE_MS,
          ) as number[][];
          const usable = own
            .filter(([, number, quality]) => !Number.isNaN(number) && (quality as number) < 2)
            .map(([, number]) => number as number);
          expect(back.isHeld[minute]).toBe(own.length > 0 ? 1 : 0);
          expect(back.counts[minute]).toBe(usable.length);
          expect(back.qualities[minute]).toBe(Math.max(0, ...own.map(([, , quality]) => (quality as number) & 3)));
          if (usable.length === 0) continue;
          expect(Math.fround(back.min[minute] as number)).toBe(Math.min(...usable));
          expect(Math.fround(back.max[minute] as number)).toBe(Math.max(...usable));
          const mean = usable.reduce((sum, number) => sum + number, 0) / usable.length;
          const span = Math.max(...usable.map(Math.abs));
          expect(Math.abs((back.mean[minute] as number) - mean)).toBeLessThanOrEqual(Math.max(0.005, span * 1e-6));
        }
      }),
      // Signs of zero among numbers that whole numbers do not reach: once in some thousand runs of chance.
      {
        examples: [
          [
            [
              [0, -0, 0],
              [1, -1.401298464324817e-45, 0],
            ],
          ],
        ],
      },
    );
  });
});
