import { expect, it } from 'vitest';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { alarmOnce, alarmToShow } from './alarm-to-show.ts';

const alarm = (stationId: string, measure: string): Alarm => ({
  id: `${stationId}.${measure}:low`,
  signalId: `${stationId}.${measure}`,
  stationId,
  kind: 'low',
  priority: 'low',
  status: 'activeUnacked',
  limit: 1,
  value: 0,
  occurrence: 1,
  raisedAt: 1,
});
const worst = alarm('S1', 'makeupFlowTPerH');
const asked = alarm('S1', 'secondarySupplyTempC');
const other = alarm('S2', 'makeupFlowTPerH');
const all = new Map([worst, asked, other].map((one) => [one.id, one]));

it('shows the alarm that a station was opened from', () => {
  expect(alarmToShow('S1', asked.id, all, [worst, asked, other])).toBe(asked);
});

it('shows the worst open one of the station where it was not opened from one of its alarms', () => {
  expect(alarmToShow('S1', other.id, all, [other, worst, asked])).toBe(worst);
  expect(alarmToShow('S1', undefined, all, [other, worst])).toBe(worst);
  expect(alarmToShow('S3', undefined, all, [other, worst])).toBeUndefined();
});

it('shows no curve for an alarm that has none', () => {
  expect(alarmToShow('S1', undefined, all, [alarm('S1', 'sound')])).toBeUndefined();
});

it('follows a request once: the station opened again later is opened for itself', () => {
  const request = { station: 'S1', alarm: asked.id };
  expect(alarmOnce(request)).toBe(asked.id);
  expect(alarmOnce(request)).toBeUndefined();
  expect(alarmOnce({ ...request })).toBe(asked.id);
});
