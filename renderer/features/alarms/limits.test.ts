import { expect, it } from 'vitest';
import type { LimitSetting } from '#shared/domain/alarm-limit/types.ts';
import { defaultLimits } from '#shared/domain/alarm/default-limits.ts';
import { alarmIdOf } from '#shared/domain/alarm/transitions.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { Station } from '#shared/domain/network/types.ts';
import { formOf, limitOf } from './limit-form.ts';
import { limitRows } from './limit-rows.ts';
import { shelfTimes } from './shelf-times.ts';

const STATION = { id: 'S1', name: '一站', kind: 'station', area: '东区' } as unknown as Station;
const LOW = 'S1.primarySupplyPressureMPa:low';
const low = defaultLimits(STATION).find((limit) => alarmIdOf(limit) === LOW) as AlarmLimit;
const setting = (id: string, patch: Partial<LimitSetting>): LimitSetting => ({
  id,
  standsFor: 'default',
  limit: undefined,
  revision: 1,
  reason: '',
  by: '王志强',
  at: 1,
  ...patch,
});

it('reads what was typed, and names the field that cannot be', () => {
  const form = formOf(low, 'primarySupplyPressureMPa');
  expect(limitOf(form)).toEqual({ ok: true, limit: low });
  expect(limitOf({ ...form, limit: '' })).toEqual({ ok: false, field: 'limit' });
  expect(limitOf({ ...form, deadband: '-1' })).toEqual({ ok: false, field: 'deadband' });
  expect(limitOf({ ...form, onDelayS: 'x' })).toEqual({ ok: false, field: 'onDelayMs' });
  expect(limitOf({ ...form, kind: 'fall' })).toEqual({ ok: false, field: 'windowMs' });
  expect(limitOf({ ...form, kind: 'deviationLow' })).toEqual({ ok: false, field: 'referenceSignalId' });
  expect(limitOf({ ...form, kind: 'fall', windowS: '300' })).toMatchObject({ ok: true, limit: { windowMs: 300_000 } });
  expect(limitOf({ ...form, kind: 'deviationLow', referenceValue: '0.5' })).toMatchObject({
    limit: { referenceValue: 0.5 },
  });
});

it('lists defaults, what was set in their place, and what was retired', () => {
  const watched = defaultLimits(STATION);
  const id = LOW;
  const rows = (settings: readonly LimitSetting[]) =>
    limitRows(watched, new Map(settings.map((one) => [one.id, one])), () => STATION);
  expect(rows([]).every(({ state }) => state === 'default')).toBe(true);
  const set = rows([setting(id, { standsFor: 'set', limit: { ...low, limit: 0.5 } })]);
  expect(set.find((row) => row.id === id)).toMatchObject({ state: 'set', limit: { limit: 0.5 } });
  const retired = rows([setting(id, { standsFor: 'retired' })]);
  expect(retired.filter((row) => row.id === id)).toMatchObject([{ state: 'retired', limit: { limit: 0.35 } }]);
  expect(retired).toHaveLength(watched.length);
});

it('lists a retired limit that stood beside the defaults, as it was', () => {
  const beside: AlarmLimit = { ...low, kind: 'highHigh', limit: 1.4 };
  const id = alarmIdOf(beside);
  for (const standsFor of ['retired', 'default'] as const) {
    const settings = new Map([[id, setting(id, { standsFor, last: beside })]]);
    const rows = limitRows(defaultLimits(STATION), settings, () => STATION);
    expect(rows.filter((row) => row.id === id)).toMatchObject([{ state: 'retired', limit: { limit: 1.4 } }]);
  }
});

it('offers no longer shelf than the duty may choose, and none where it may not', () => {
  expect(shelfTimes('high', 'dispatcher')).toEqual([]);
  expect(shelfTimes('medium', 'dispatcher').at(-1)).toBe(4 * 3_600_000 - 5_000);
  expect(shelfTimes('low', 'shiftLead')).toHaveLength(10);
});
