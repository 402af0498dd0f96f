import { expect, it } from 'vitest';
import { STALE_AFTER_MS, ageOf, isStale } from './staleness.ts';

const NOW = 1_700_000_000_000;

it('TEL-01: age is now minus source time, never negative', () => {
  expect(ageOf(NOW - 1500, NOW)).toBe(1500);
  expect(ageOf(NOW + 1500, NOW)).toBe(0);
});

it('TEL-02: a value is stale past its limit, 10 s by default', () => {
  expect(STALE_AFTER_MS).toBe(10_000);
  expect(isStale(NOW - 10_000, NOW)).toBe(false);
  expect(isStale(NOW - 10_001, NOW)).toBe(true);
  expect(isStale(NOW - 10_001, NOW, 60_000)).toBe(false);
});

it('TEL-03: a source clock that is ahead by more than the limit makes its values stale', () => {
  expect(isStale(NOW + 10_000, NOW)).toBe(false);
  expect(isStale(NOW + 3_600_000, NOW)).toBe(true);
});

it('TEL-04: a value without a source time is stale', () => {
  expect(isStale(NaN, NOW)).toBe(true);
  expect(isStale(-Infinity, NOW)).toBe(true);
});
