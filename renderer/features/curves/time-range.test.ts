import { expect, it } from 'vitest';
import { followed, lastSpan, panned, selected, SPANS, timeMarks, zoomed } from './time-range.ts';

const NOW = Date.UTC(2026, 0, 15, 4, 0, 0);
const HOUR = 3_600_000;

it('follows now until it is moved away, and again when it is moved back to the edge', () => {
  const day = lastSpan('24h', NOW);
  expect(followed(day, NOW + 5000)).toEqual({ from: day.from + 5000, to: NOW + 5000, follows: true });
  const back = panned(day, -0.5, NOW);
  expect(back).toEqual({ from: day.from - 12 * HOUR, to: NOW - 12 * HOUR, follows: false });
  expect(followed(back, NOW + 5000)).toBe(back);
  expect(panned(back, 0.6, NOW)).toEqual(day);
});

it('zooms around what is under the hand', () => {
  const range = { from: NOW - 10 * HOUR, to: NOW - 2 * HOUR, follows: false };
  const at = NOW - 8 * HOUR;
  const near = zoomed(range, 0.5, at, NOW);
  expect(near.to - near.from).toBe(4 * HOUR);
  expect((at - near.from) / (near.to - near.from)).toBeCloseTo((at - range.from) / (range.to - range.from), 9);
});

it('goes no closer than ten seconds, no wider than what is kept, and never past now', () => {
  const range = lastSpan('30min', NOW);
  const closest = zoomed(range, 1e-9, NOW, NOW);
  expect(closest).toEqual({ from: NOW - 10_000, to: NOW, follows: true });
  const widest = zoomed(range, 1e9, NOW - HOUR, NOW);
  expect(widest.to).toBe(NOW);
  expect(widest.to - widest.from).toBe(3 * 366 * 24 * HOUR);
});

it('takes what was drawn in either direction, unless it is a slip of the hand', () => {
  expect(selected(NOW - HOUR, NOW - 2 * HOUR, NOW)).toEqual({ from: NOW - 2 * HOUR, to: NOW - HOUR, follows: false });
  expect(selected(NOW - 5000, NOW - 1000, NOW)).toBeUndefined();
});

it('names the day where it begins, and seconds only where they differ', () => {
  const midnight = new Date(2026, 0, 15).getTime();
  expect(timeMarks([midnight - HOUR, midnight, midnight + HOUR], HOUR)).toEqual([
    '23:00\n01-14',
    '00:00\n01-15',
    '01:00',
  ]);
  expect(timeMarks([midnight + 30_000], 30_000)).toEqual(['00:00:30\n01-15']);
  expect(timeMarks([midnight], SPANS['24h'])).toEqual(['01-15']);
});
