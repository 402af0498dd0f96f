import { expect, it } from 'vitest';
import type { HistoryCurve } from '#shared/contract/history-api.ts';
import { alignCurves, extent, loneValues } from './aligned.ts';
import { badTimes, columnsOf, extendTail, indexAt, staleFrom, valueAt, withTail, type Tail } from './curve.ts';

const curve = (changes: Partial<HistoryCurve> = {}): HistoryCurve => ({
  signalId: 'S1.x',
  tier: 'raw',
  at: [1000, 2000, 3000],
  min: [1, 2, 3],
  max: [1, 2, 3],
  mean: [1, 2, 3],
  count: [1, 1, 1],
  quality: [0, 0, 0],
  gaps: [],
  ...changes,
});
const now = { signalId: 'S1.x', earlierMs: 0 };
const emptyTail = (): Tail => ({ at: [], value: [], quality: [] });

it('lays a curve of yesterday over today', () => {
  const day = 86_400_000;
  const moved = columnsOf({ signalId: 'S1.x', earlierMs: day }, curve({ gaps: [[1000, 2000]] }));
  expect(moved.at).toEqual([day + 1000, day + 2000, day + 3000]);
  expect(moved.gaps).toEqual([[day + 1000, day + 2000]]);
});

it('adds live values once each, and a bad one as a hole', () => {
  const tail = emptyTail();
  expect(extendTail(tail, 3000, { atMs: 3000, value: 9, quality: 0 })).toBe(false);
  expect(extendTail(tail, 3000, { atMs: 4000, value: 4, quality: 0 })).toBe(true);
  expect(extendTail(tail, 3000, { atMs: 4000, value: 4, quality: 0 })).toBe(false);
  expect(extendTail(tail, 3000, { atMs: 5000, value: 5, quality: 2 })).toBe(true);
  const longer = withTail(columnsOf(now, curve()), tail, 10_000);
  expect(longer.at).toEqual([1000, 2000, 3000, 4000, 5000]);
  expect(longer.mean).toEqual([1, 2, 3, 4, null]);
  expect(badTimes(longer)).toEqual([5000]);
});

it('leaves a gap where live values begin long after the history ends, and takes no live value twice', () => {
  const tail: Tail = { at: [2500, 60_000], value: [9, 6], quality: [0, 0] };
  const longer = withTail(columnsOf(now, curve()), tail, 10_000);
  expect(longer.at).toEqual([1000, 2000, 3000, 60_000]);
  expect(longer.gaps).toEqual([[3000, 60_000]]);
});

it('ends the gap up to now where the live values begin', () => {
  const empty = columnsOf(now, curve({ at: [], min: [], max: [], mean: [], quality: [], gaps: [[0, 90_000]] }));
  const longer = withTail(empty, { at: [80_000, 81_000], value: [1, 2], quality: [0, 0] }, 10_000);
  expect(longer.gaps).toEqual([[0, 80_000]]);
  expect(valueAt(longer, 90_000)?.mean).toBe(2);
});

it('knows from when on the newest value is too old; a curve of yesterday is never stale', () => {
  expect(staleFrom(columnsOf(now, curve()), 10_000, 12_000)).toBeUndefined();
  expect(staleFrom(columnsOf(now, curve()), 10_000, 13_001)).toBe(3000);
  expect(staleFrom(columnsOf({ ...now, earlierMs: 5 }, curve()), 10_000, 99_000)).toBeUndefined();
});

it('reads the value that stands at a time, none before the first, none in a gap', () => {
  const columns = columnsOf(now, curve({ at: [1000, 2000, 90_000], gaps: [[2000, 90_000]] }));
  expect(indexAt(columns.at, 999)).toBe(-1);
  expect(valueAt(columns, 999)).toBeUndefined();
  expect(valueAt(columns, 1500)?.mean).toBe(1);
  expect(valueAt(columns, 50_000)).toBeUndefined();
  expect(valueAt(columns, 90_000)?.mean).toBe(3);
});

it('aligns curves with times of their own: through foreign times, never across a gap or a bad value', () => {
  const a = columnsOf(now, curve({ gaps: [[2000, 3000]] }));
  const b = columnsOf(
    { signalId: 'S1.y', earlierMs: 0 },
    curve({ at: [1500, 2000], mean: [5, null], min: [5, null], max: [5, null] }),
  );
  const [at, , , meanA, , , meanB] = alignCurves([a, b]);
  expect(at).toEqual([1000, 1500, 2000, 2500, 3000]);
  expect(meanA).toEqual([1, undefined, 2, null, 3]);
  expect(meanB).toEqual([undefined, 5, null, undefined, undefined]);
});

it('scales to what is in sight, with the limits near it, not with those far away', () => {
  const columns = [columnsOf(now, curve())];
  expect(extent(columns, 1000, 2000)).toEqual([1 - 0.06, 2 + 0.06]);
  expect(extent(columns, 1000, 3000, [4, 400])).toEqual([1 - 0.18, 4 + 0.18]);
  expect(extent(columns, 9000, 9999)).toBeUndefined();
});

it('finds the values that stand alone, through times of other curves', () => {
  const column = [1, undefined, null, 2, undefined, 3, null, undefined, 4, undefined, null, 5];
  expect(loneValues(column, 0, column.length - 1)).toEqual([0, 8, 11]);
  expect(loneValues([1, 2, null], 0, 2)).toEqual([]);
});
