import { expect, it } from 'vitest';
import { floodOf } from '#shared/domain/alarm/flood.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { activeRows } from './active-rows.ts';

const alarm = (n: number, patch: Partial<Alarm> = {}): Alarm => ({
  id: `a${String(n)}`,
  signalId: 'S1.primarySupplyPressureMPa',
  stationId: n % 3 === 0 ? 'S1' : 'S2',
  kind: 'low',
  priority: 'low',
  status: 'activeUnacked',
  limit: 1,
  value: 0,
  occurrence: 1,
  raisedAt: 1_000_000 + n,
  ...patch,
});
const areaOf = (id: string): string => (id === 'S1' ? '东区' : '西区');
const keys = (rows: ReturnType<typeof activeRows>): readonly string[] => rows.map(({ key }) => key);

const old = alarm(90, { raisedAt: 10 });
const high = [alarm(50, { priority: 'high' }), alarm(51, { priority: 'high' })];
const many = Array.from({ length: 30 }, (_, n) => alarm(n));
const open = [...high, ...many, old];

it('lists alarms one by one while there is no flood', () => {
  expect(keys(activeRows(open, undefined, areaOf, new Set()))).toEqual(open.map(({ id }) => id));
});

it('folds a flood by area, the largest first, and never high priority or what was there before', () => {
  const flood = floodOf(open, 1_000_100, areaOf);
  const rows = activeRows(open, flood, areaOf, new Set());
  expect(keys(rows)).toEqual(['a50', 'a51', 'area:西区', 'area:东区', 'a90']);
  expect(rows.map((row) => row.kind === 'group' && [row.alarms.length, row.firstOut.id])).toEqual([
    false,
    false,
    [20, 'a1'],
    [10, 'a0'],
    false,
  ]);
});

it('shows the alarms of an area that was opened under it', () => {
  const rows = activeRows(open, floodOf(open, 1_000_100, areaOf), areaOf, new Set(['东区']));
  expect(keys(rows).slice(2, 6)).toEqual(['area:西区', 'area:东区', 'a0', 'a3']);
  expect(rows).toHaveLength(15);
});
