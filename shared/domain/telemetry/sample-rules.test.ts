import { expect, it } from 'vitest';
import { QUALITY } from './measures.ts';
import {
  believedRange,
  CLOCK_LIMIT_MS,
  gradeOf,
  isClockWrong,
  isSetBack,
  lainMsOf,
  latestBelievedMs,
  TIMING,
  timingOf,
  whenFull,
  worse,
} from './sample-rules.ts';

const NOW = 1_790_000_000_000;
const HOUR = 3_600_000;
const LATEST = latestBelievedMs(NOW, 0);

it('TEL-03: what comes first is as old as its source time says on the clock of its server', () => {
  expect(lainMsOf(NOW - HOUR, NOW, 0)).toBe(HOUR);
  expect(lainMsOf(NOW - 3 * HOUR, NOW, -3 * HOUR)).toBe(0);
  expect(lainMsOf(NOW + 3 * HOUR - 60_000, NOW, 3 * HOUR)).toBe(60_000);
  expect(lainMsOf(NOW + 1_000, NOW, 0)).toBe(0);
});

it('TEL-04: a sample older than the one held is late', () => {
  expect(timingOf(NOW, 0, LATEST)).toBe(TIMING.news);
  expect(timingOf(NOW, NOW - 1, LATEST)).toBe(TIMING.news);
  expect(timingOf(NOW - 1, NOW, LATEST)).toBe(TIMING.late);
  expect(timingOf(NOW - 1, NOW + 4_000, LATEST)).toBe(TIMING.late);
});

it('TEL-05: a sample without a plausible source time is junk', () => {
  const empty = [0, -1, Number.NaN, Infinity, -Infinity, Date.UTC(1601, 0, 1), Date.UTC(1999, 11, 31)];
  for (const sourceAtMs of empty) expect(timingOf(sourceAtMs, 0, LATEST)).toBe(TIMING.junk);
  expect(timingOf(Date.UTC(2000, 0, 1), 0, LATEST)).toBe(TIMING.news);
});

it('TEL-06, TEL-07: the same source time again is no news', () => {
  expect(timingOf(NOW, NOW, LATEST)).toBe(TIMING.sameTime);
  expect(timingOf(NOW + HOUR, NOW + HOUR, LATEST)).toBe(TIMING.sameTime);
});

it('TEL-08: a value dated ahead of its server yields to one that is not', () => {
  expect(timingOf(NOW, NOW + HOUR, LATEST)).toBe(TIMING.news);
  expect(timingOf(NOW + HOUR - 1, NOW + HOUR, LATEST)).toBe(TIMING.late);
  expect(timingOf(NOW + HOUR - 1, NOW + HOUR, latestBelievedMs(NOW, HOUR))).toBe(TIMING.late);
});

it('TEL-09: a clock set back begins the order anew', () => {
  expect(isSetBack(0, HOUR)).toBe(true);
  expect(isSetBack(-HOUR, 0)).toBe(true);
  expect(isSetBack(HOUR, 0)).toBe(false);
  expect(isSetBack(0, CLOCK_LIMIT_MS)).toBe(false);
});

it('TEL-10: a quality only gets worse', () => {
  expect(worse(QUALITY.good, QUALITY.uncertain)).toBe(QUALITY.uncertain);
  expect(worse(QUALITY.bad, QUALITY.uncertain)).toBe(QUALITY.bad);
  for (const unknown of [QUALITY.none, 77, Number.NaN]) expect(worse(unknown, QUALITY.good)).toBe(QUALITY.bad);
  expect(gradeOf(0.8, QUALITY.uncertain, 0, 1.6)).toBe(QUALITY.uncertain);
  expect(gradeOf(0.8, QUALITY.good, 0, 1.6)).toBe(QUALITY.good);
});

it('TEL-11: NaN and infinity are bad', () => {
  for (const value of [Number.NaN, Infinity, -Infinity]) expect(gradeOf(value, QUALITY.good, 0, 1.6)).toBe(QUALITY.bad);
});

it('TEL-12: outside the span by 5 % is uncertain, by the whole span bad', () => {
  expect(gradeOf(1.68, QUALITY.good, 0, 1.6)).toBe(QUALITY.good);
  expect(gradeOf(1.69, QUALITY.good, 0, 1.6)).toBe(QUALITY.uncertain);
  expect(gradeOf(-0.1, QUALITY.good, 0, 1.6)).toBe(QUALITY.uncertain);
  expect(gradeOf(-0.1, QUALITY.bad, 0, 1.6)).toBe(QUALITY.bad);
  expect(gradeOf(3.3, QUALITY.good, 0, 1.6)).toBe(QUALITY.bad);
  expect(gradeOf(-999, QUALITY.good, 0, 150)).toBe(QUALITY.bad);
  expect(gradeOf(1e9, QUALITY.good, 5, 5)).toBe(QUALITY.good);
  expect(believedRange(5, 5)).toEqual({ from: -Infinity, to: Infinity });
});

it('TEL-13: a source time is believed up to 5 s ahead of its server, whose clock may be ahead of ours', () => {
  expect(latestBelievedMs(NOW, 0)).toBe(NOW + 5_000);
  expect(latestBelievedMs(NOW, 3 * HOUR)).toBe(NOW + 3 * HOUR + 5_000);
  expect(latestBelievedMs(NOW, -3 * HOUR)).toBe(NOW + 5_000);
});

it('TEL-14: clocks more than 5 s apart are a fault', () => {
  expect([undefined, 0, 5_000, -5_000].map(isClockWrong)).toEqual([false, false, false, false]);
  expect([5_001, -5_001, 3 * HOUR].map(isClockWrong)).toEqual([true, true, true]);
});

it('TEL-15: a full lane is waited for until that was in vain, and again once the core takes', () => {
  expect(whenFull(7, undefined)).toBe('wait');
  expect(whenFull(7, 7)).toBe('dropOldest');
  expect(whenFull(8, 7)).toBe('wait');
});
