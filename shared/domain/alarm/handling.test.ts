import { describe, expect, it } from 'vitest';
import { HOUR, T0, createWorld, type Giving, type World } from '#tests/support/domain-world.ts';
import { asksForResponse, standingOf } from './standing.ts';
import type { Alarm, Priority } from './types.ts';

const ID = 'S1.primarySupplyPressureMPa:low';
const LIMIT = { signalId: 'S1.primarySupplyPressureMPa', stationId: 'S1', kind: 'low', limit: 0.35 } as const;
const LEAD: Giving = { role: 'shiftLead', name: 'Lead', device: 'desk-2' };

const alarmOf = (world: World) => world.at<Alarm>('alarm', ID);
const give = (world: World, command: string, payload: object, giving: Giving = {}) =>
  world.give('alarm', ID, command, payload, giving);
const raise = (world: World, atMs: number, priority: Priority = 'medium') =>
  give(world, 'raiseAlarm', { ...LIMIT, priority, value: 0.3, sourceAt: T0 + atMs }, { role: 'system' });
const back = (world: World, atMs: number) =>
  give(world, 'returnAlarm', { value: 0.5, sourceAt: T0 + atMs }, { role: 'system' });
const acknowledge = (world: World, occurrence = 1) => give(world, 'acknowledgeAlarm', { occurrence });
const shelve = (world: World, forMs: number, giving: Giving = {}, reason = 'being worked on') =>
  give(world, 'shelveAlarm', { until: T0 + forMs, reason }, giving);
const endShelf = (world: World, forMs: number) =>
  give(world, 'endShelving', { until: T0 + forMs }, { role: 'system', device: 'core' });

describe('a shelf', () => {
  it('ALM-33: needs a reason, a duty that may and an end within its time', () => {
    const world = createWorld();
    expect(shelve(world, HOUR).refused).toBe('CMD0003');
    raise(world, 1_000);
    expect(shelve(world, HOUR, {}, ' ').refused).toBe('ALM0003');
    expect(shelve(world, 5 * HOUR)).toMatchObject({ refused: 'ALM0007', detail: { mostMs: 4 * HOUR } });
    expect(shelve(world, 0).refused).toBe('ALM0007');
    expect(shelve(world, HOUR, { role: 'callCentre' }).refused).toBe('CMD0002');
    expect(shelve(world, 5 * HOUR, LEAD).refused).toBeUndefined();
    expect(alarmOf(world).shelved).toEqual({
      by: 'Lead',
      on: 'desk-2',
      at: T0,
      reason: 'being worked on',
      until: T0 + 5 * HOUR,
    });
    const high = createWorld();
    raise(high, 1_000, 'high');
    expect(shelve(high, HOUR)).toMatchObject({ refused: 'ALM0006', detail: { priority: 'high', role: 'dispatcher' } });
    expect(shelve(high, HOUR, LEAD).refused).toBeUndefined();
  });

  it('ALM-34: ends with its time, once, and an active alarm asks again although it was acknowledged', () => {
    const world = createWorld();
    raise(world, 1_000);
    acknowledge(world);
    shelve(world, HOUR);
    expect(endShelf(world, 2 * HOUR).events).toEqual([]);
    endShelf(world, HOUR);
    expect(alarmOf(world)).toMatchObject({ status: 'activeUnacked', shelved: undefined, ackedBy: undefined });
    expect(endShelf(world, HOUR).events).toEqual([]);
    acknowledge(world);
    expect(alarmOf(world).status).toBe('activeAcked');
  });

  it('ALM-34: ends by hand with a reason; what is no longer active stays as it is', () => {
    const world = createWorld();
    raise(world, 1_000);
    acknowledge(world);
    shelve(world, HOUR);
    back(world, 2_000);
    expect(give(world, 'unshelveAlarm', { reason: '' }).refused).toBe('ALM0003');
    give(world, 'unshelveAlarm', { reason: 'repaired' });
    expect(alarmOf(world)).toMatchObject({ status: 'normal', shelved: undefined });
    expect(give(world, 'unshelveAlarm', { reason: 'again' }).events).toEqual([]);
  });
});

it('ALM-42: a shelf holds a raise of the priority it was made for, and lets a higher one through', () => {
  const world = createWorld();
  raise(world, 1_000, 'low');
  shelve(world, 12 * HOUR);
  back(world, 2_000);
  raise(world, 3_000, 'low');
  expect(alarmOf(world).shelved).toBeDefined();
  back(world, 4_000);
  raise(world, 5_000, 'high');
  expect(alarmOf(world)).toMatchObject({ priority: 'high', shelved: undefined, status: 'activeUnacked' });
  expect(standingOf(alarmOf(world), false, T0 + HOUR)).toBe('activeUnacked');
  expect(endShelf(world, 12 * HOUR).events).toEqual([]);
});

describe('out of service', () => {
  const takeOut = (world: World, reason = 'sensor changed', giving = LEAD) =>
    give(world, 'takeOutOfService', { ...LIMIT, priority: 'low', reason }, giving);

  it('ALM-35: is said by a shift lead with a reason, also of an alarm that was never raised', () => {
    const world = createWorld();
    expect(takeOut(world, 'x', {}).refused).toBe('CMD0002');
    expect(takeOut(world, ' ').refused).toBe('ALM0003');
    takeOut(world);
    expect(alarmOf(world)).toMatchObject({ status: 'normal', occurrence: 0, outOfService: { by: 'Lead', at: T0 } });
    expect(takeOut(world).events).toEqual([]);
    expect(give(world, 'returnToService', { reason: '' }, LEAD).refused).toBe('ALM0003');
    give(world, 'returnToService', { reason: 'works' }, LEAD);
    expect(alarmOf(world).outOfService).toBeUndefined();
    expect(give(world, 'returnToService', { reason: 'works' }, LEAD).events).toEqual([]);
  });

  it('ALM-35: an alarm that is active when it comes back asks again', () => {
    const world = createWorld();
    raise(world, 1_000);
    acknowledge(world);
    takeOut(world);
    give(world, 'returnToService', { reason: 'works' }, LEAD);
    expect(alarmOf(world)).toMatchObject({ status: 'activeUnacked', ackedAt: undefined });
  });

  it('ALM-36: raises and returns go on while it is shelved or out of service', () => {
    const world = createWorld();
    raise(world, 1_000);
    shelve(world, HOUR);
    takeOut(world);
    back(world, 2_000);
    raise(world, 3_000);
    expect(alarmOf(world)).toMatchObject({ status: 'activeUnacked', occurrence: 2, raisedAt: T0 + 3_000 });
    expect(alarmOf(world).shelved).toBeDefined();
    expect(alarmOf(world).outOfService).toBeDefined();
  });
});

it('ALM-37: out of service counts before suppressed before shelved before its status; only its status asks', () => {
  const world = createWorld();
  raise(world, 1_000);
  shelve(world, HOUR);
  const shelved = alarmOf(world);
  expect(standingOf(shelved, false, T0)).toBe('shelved');
  expect(standingOf(shelved, true, T0)).toBe('suppressed');
  expect(standingOf(shelved, false, T0 + HOUR)).toBe('activeUnacked');
  expect(standingOf({ ...shelved, outOfService: { by: '', on: '', at: 0, reason: '' } }, true, T0)).toBe(
    'outOfService',
  );
  const asking = ['normal', 'activeUnacked', 'activeAcked', 'returnedUnacked', 'shelved', 'suppressed', 'outOfService'];
  expect(asking.filter((standing) => asksForResponse(standing as Parameters<typeof asksForResponse>[0]))).toEqual([
    'activeUnacked',
    'returnedUnacked',
  ]);
});
