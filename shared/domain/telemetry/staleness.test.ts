import { expect, it } from 'vitest';
import { isStale } from './staleness.ts';

it('TEL-01: a value is stale past the limit of its own signal', () => {
  expect(isStale(10_000, 10_000)).toBe(false);
  expect(isStale(10_001, 10_000)).toBe(true);
  expect(isStale(10_001, 60_000)).toBe(false);
});

it('TEL-02: a value without an age is stale', () => {
  expect(isStale(undefined, 10_000)).toBe(true);
  expect(isStale(Number.NaN, 10_000)).toBe(true);
  expect(isStale(Infinity, 10_000)).toBe(true);
});
