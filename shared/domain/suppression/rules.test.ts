import { expect, it } from 'vitest';
import { T0, createWorld } from '#tests/support/domain-world.ts';
import { asksForResponse, standingOf } from '../alarm/standing.ts';
import type { Alarm } from '../alarm/types.ts';
import { suppressionOf, type AlarmPlace } from './suppression-of.ts';
import type { Suppression } from './types.ts';

const ANY = { areas: [], stationIds: [], measures: [], kinds: [], plantStates: [] };
const DEFINED = { ...ANY, name: 'filling', plantStates: ['filling'], isOn: true, reason: 'pressures mean nothing' };
const LEAD = { role: 'shiftLead', name: 'Lead' } as const;
const define = (world: ReturnType<typeof createWorld>, payload: object = {}) =>
  world.give('suppression', 'p1', 'defineSuppression', { ...DEFINED, ...payload }, LEAD);
const switched = (world: ReturnType<typeof createWorld>, isOn: boolean, reason = 'done') =>
  world.give('suppression', 'p1', 'switchSuppression', { isOn, reason }, LEAD);

const ALARM = { signalId: 'S1.primarySupplyPressureMPa', stationId: 'S1', kind: 'low' } as const;
const PLACE: AlarmPlace = { area: 'North', plantState: 'filling' };

it('SUP-01: is written down by a shift lead with a scope and a reason', () => {
  const world = createWorld();
  expect(define(world, { plantStates: [] }).refused).toBe('ALM0005');
  expect(define(world, { reason: '' }).refused).toBe('ALM0003');
  expect(world.give('suppression', 'p1', 'defineSuppression', DEFINED).refused).toBe('CMD0002');
  define(world);
  expect(world.at<Suppression>('suppression', 'p1')).toMatchObject({ id: 'p1', name: 'filling', by: 'Lead', at: T0 });
});

it('SUP-02: holds back what all of its scopes name, and only while it is on', () => {
  const world = createWorld();
  const holds = (payload: object, alarm: Parameters<typeof suppressionOf>[0] = ALARM, place = PLACE): boolean => {
    define(world, { plantStates: [], ...payload });
    return suppressionOf(alarm, place, world.list<Suppression>('suppression')) !== undefined;
  };
  expect(holds({ areas: ['North'] })).toBe(true);
  expect(holds({ areas: ['South'] })).toBe(false);
  expect(holds({ areas: ['North'] }, ALARM, { ...PLACE, area: undefined })).toBe(false);
  expect(holds({ stationIds: ['S1', 'S2'] })).toBe(true);
  expect(holds({ measures: ['primarySupplyPressureMPa'], kinds: ['low', 'lowLow'] })).toBe(true);
  expect(holds({ measures: ['primarySupplyPressureMPa'], kinds: ['high'] })).toBe(false);
  expect(holds({ measures: ['makeupFlowTPerH'] })).toBe(false);
  expect(holds({ plantStates: ['filling'] })).toBe(true);
  expect(holds({ plantStates: ['filling'] }, ALARM, { ...PLACE, plantState: 'inService' })).toBe(false);
  expect(holds({ areas: ['North'], isOn: false })).toBe(false);
});

it('SUP-03: is switched with a reason, once', () => {
  const world = createWorld();
  expect(switched(world, false).refused).toBe('CMD0003');
  define(world);
  expect(switched(world, true).events).toEqual([]);
  expect(switched(world, false, ' ').refused).toBe('ALM0003');
  switched(world, false);
  expect(world.at<Suppression>('suppression', 'p1')).toMatchObject({
    isOn: false,
    reason: 'done',
    plantStates: ['filling'],
  });
});

it('SUP-04: keeps alarms going in the log and lets the unacknowledged ones ask when it ends', () => {
  const world = createWorld();
  const standing = (id: string) => {
    const alarm = world.at<Alarm>('alarm', id);
    return standingOf(alarm, suppressionOf(alarm, PLACE, world.list<Suppression>('suppression')) !== undefined, T0);
  };
  const raise = (id: string) =>
    world.give(
      'alarm',
      id,
      'raiseAlarm',
      { ...ALARM, priority: 'medium', limit: 0.35, value: 0.2, sourceAt: T0 },
      { role: 'system' },
    );
  raise('known');
  world.give('alarm', 'known', 'acknowledgeAlarm', { occurrence: 1 });
  define(world);
  raise('new');
  expect([standing('known'), standing('new')]).toEqual(['suppressed', 'suppressed']);
  switched(world, false);
  expect(standing('known')).toBe('activeAcked');
  expect(asksForResponse(standing('new'))).toBe(true);
});
