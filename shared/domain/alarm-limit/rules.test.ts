import { expect, it } from 'vitest';
import { T0, createWorld } from '#tests/support/domain-world.ts';
import { alarmIdOf } from '../alarm/transitions.ts';
import type { Alarm, AlarmLimit } from '../alarm/types.ts';
import { effectiveLimits } from './effective.ts';
import { limitFault } from './limit-fault.ts';
import { retiredReturns } from './retired.ts';
import type { LimitSetting } from './types.ts';

const LOW: AlarmLimit = {
  signalId: 'S1.primarySupplyPressureMPa',
  stationId: 'S1',
  kind: 'low',
  limit: 0.35,
  deadband: 0.03,
  onDelayMs: 5_000,
  offDelayMs: 0,
  priority: 'medium',
};
const HIGH: AlarmLimit = { ...LOW, kind: 'high', limit: 1.2 };
const FALL: AlarmLimit = { ...LOW, kind: 'fall', limit: 0.1, windowMs: 60_000 };
const ID = alarmIdOf(LOW);
const LEAD = { role: 'shiftLead', name: 'Lead' } as const;
const set = (world: ReturnType<typeof createWorld>, limit: AlarmLimit, reason = 'winter', id = alarmIdOf(limit)) =>
  world.give('alarmLimit', id, 'setLimit', { ...limit, reason }, LEAD);

it('LIM-01: is set by a shift lead with a reason, under the id of its alarm', () => {
  const world = createWorld();
  expect(set(world, { ...LOW, limit: 0.3 }, ' ').refused).toBe('ALM0003');
  expect(set(world, LOW, 'winter', 'S1.x:low').refused).toBe('ALM0004');
  expect(world.give('alarmLimit', ID, 'setLimit', { ...LOW, reason: 'x' }).refused).toBe('CMD0002');
  expect(set(world, { ...LOW, limit: 0.3 }).refused).toBeUndefined();
  expect(world.at<LimitSetting>('alarmLimit', ID)).toMatchObject({ standsFor: 'set', limit: { ...LOW, limit: 0.3 } });
});

it('LIM-02: names the field that keeps a limit from working', () => {
  const faults = [
    { ...LOW, limit: NaN },
    { ...LOW, deadband: -1 },
    { ...LOW, kind: 'fault' },
    { ...FALL, windowMs: undefined },
    { ...FALL, kind: 'stuck', windowMs: 0 },
    { ...FALL, deadband: 0.2 },
    { ...FALL, limit: -0.1 },
    { ...LOW, kind: 'deviationLow' },
    { ...LOW, kind: 'deviationLow', referenceSignalId: LOW.signalId },
  ] satisfies AlarmLimit[];
  expect(faults.map(limitFault)).toEqual([
    'limit',
    'deadband',
    'kind',
    'windowMs',
    'windowMs',
    'deadband',
    'limit',
    'referenceSignalId',
    'referenceSignalId',
  ]);
  const good = [
    FALL,
    { ...LOW, limit: -5 },
    { ...LOW, kind: 'deviationHigh', referenceValue: 3 },
    { ...LOW, kind: 'deviationHigh', referenceSignalId: 'S2.x' },
  ] satisfies AlarmLimit[];
  expect(good.map(limitFault)).toEqual([undefined, undefined, undefined, undefined]);
});

it('LIM-03: stands in place of a default or beside the defaults, and leaves with retiring', () => {
  const world = createWorld();
  const settings = () => world.list<LimitSetting>('alarmLimit');
  const watched = () => effectiveLimits([LOW, HIGH], settings());
  set(world, { ...LOW, limit: 0.3 });
  set(world, FALL);
  expect(watched()).toEqual([{ ...LOW, limit: 0.3 }, HIGH, FALL]);
  world.give('alarmLimit', alarmIdOf(HIGH), 'retireLimit', { reason: 'never' }, LEAD);
  world.give('alarmLimit', alarmIdOf(FALL), 'retireLimit', { reason: 'too many' }, LEAD);
  expect(watched()).toEqual([{ ...LOW, limit: 0.3 }]);
  for (const one of [LOW, HIGH, FALL]) {
    world.give('alarmLimit', alarmIdOf(one), 'restoreLimit', { reason: 'spring' }, LEAD);
  }
  expect(watched()).toEqual([LOW, HIGH]);
});

it('LIM-04: counts its changes and says who, when and why; a second retiring or restoring changes nothing', () => {
  const world = createWorld();
  const give = (type: string, reason: string) =>
    world.give('alarmLimit', ID, type, { reason }, { ...LEAD, atMs: 7_000 }).events.length;
  expect(give('restoreLimit', 'as it is')).toBe(0);
  set(world, { ...LOW, limit: 0.3 });
  expect(set(world, { ...LOW, limit: 0.3 }, 'again').events).toHaveLength(1);
  expect(give('retireLimit', 'broken')).toBe(1);
  expect(give('retireLimit', 'broken')).toBe(0);
  expect(world.at<LimitSetting>('alarmLimit', ID)).toMatchObject({
    revision: 3,
    standsFor: 'retired',
    reason: 'broken',
    by: 'Lead',
    at: T0 + 7_000,
  });
});

it('LIM-06: what people set stays known when it is retired, and when the default comes back', () => {
  const world = createWorld();
  const give = (type: string) => world.give('alarmLimit', ID, type, { reason: 'why' }, LEAD);
  set(world, { ...LOW, limit: 0.3 });
  give('retireLimit');
  expect(world.at<LimitSetting>('alarmLimit', ID)).toMatchObject({ limit: undefined, last: { limit: 0.3 } });
  give('restoreLimit');
  expect(world.at<LimitSetting>('alarmLimit', ID)).toMatchObject({ standsFor: 'default', last: { limit: 0.3 } });
  expect(effectiveLimits([], [world.at<LimitSetting>('alarmLimit', ID) as LimitSetting])).toEqual([]);
});

it('LIM-05: returns the active alarm of a retired limit at the time of the decision, under one command id', () => {
  const world = createWorld();
  const raise = { ...LOW, value: 0.2, sourceAt: T0 + 1_000 };
  const { deadband: _, onDelayMs: _on, offDelayMs: _off, ...payload } = raise;
  world.give('alarm', ID, 'raiseAlarm', payload, { role: 'system' });
  const returns = () =>
    retiredReturns(
      world.list<Alarm>('alarm'),
      world.list<LimitSetting>('alarmLimit'),
      effectiveLimits([LOW], world.list<LimitSetting>('alarmLimit')),
    );
  set(world, { ...LOW, limit: 0.3 });
  expect(returns()).toEqual([]);
  world.give('alarmLimit', ID, 'retireLimit', { reason: 'broken' }, { ...LEAD, atMs: 9_000 });
  expect(returns()).toEqual([
    {
      commandId: `returnAlarm:${ID}:${String(T0 + 9_000)}`,
      alarmId: ID,
      type: 'returnAlarm',
      payload: { value: 0.2, sourceAt: T0 + 9_000 },
    },
  ]);
  world.give('alarm', ID, 'returnAlarm', returns()[0]?.payload, { role: 'system' });
  expect(returns()).toEqual([]);
});
