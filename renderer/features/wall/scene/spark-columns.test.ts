import { expect, it } from 'vitest';
import { SparkColumns } from './spark-columns.ts';

const rowOf = (sparks: SparkColumns, slot: number): number[] =>
  Array.from({ length: sparks.points }, (_, point) => sparks.mean(slot, point));

it('carries the past on with the mean of what comes now', () => {
  const sparks = new SparkColumns(2, 3, 0, 1000, Float32Array.of(1, 2, Number.NaN, 4, 5, 6));
  sparks.add(0, 10);
  sparks.add(0, 20);
  expect(rowOf(sparks, 0)).toEqual([1, 2, 15]);
  expect(sparks.advance(2_999)).toBe(false);
  expect(sparks.advance(3_000)).toBe(true);
  expect(rowOf(sparks, 0)).toEqual([2, 15, Number.NaN]);
  expect(rowOf(sparks, 1)).toEqual([5, 6, Number.NaN]);
});

it('shows a gap where nothing came, however long it was', () => {
  const sparks = new SparkColumns(1, 3, 0, 1000, Float32Array.of(1, 2, 3));
  sparks.advance(4_000);
  sparks.add(0, 9);
  expect(rowOf(sparks, 0)).toEqual([3, Number.NaN, 9]);
  sparks.advance(1e9);
  expect(rowOf(sparks, 0).every(Number.isNaN)).toBe(true);
});
