import { describe, expect, it } from 'vitest';
import { T0, createWorld, type World } from '#tests/support/domain-world.ts';
import type { Alarm } from './types.ts';

const ID = 'S1.primarySupplyPressureMPa:low';
const LIMIT = {
  signalId: 'S1.primarySupplyPressureMPa',
  stationId: 'S1',
  kind: 'low',
  priority: 'medium',
  limit: 0.35,
};
const raise = (world: World, atMs: number) =>
  world.give(
    'alarm',
    ID,
    'raiseAlarm',
    { ...LIMIT, value: 0.3, sourceAt: T0 + atMs },
    { role: 'system', device: 'core' },
  );
const back = (world: World, atMs: number) =>
  world.give('alarm', ID, 'returnAlarm', { value: 0.5, sourceAt: T0 + atMs }, { role: 'system' });
const acknowledge = (world: World, occurrence: number) =>
  world.give('alarm', ID, 'acknowledgeAlarm', { occurrence }, { name: 'Wang', atMs: 5000, device: 'desk-2' });
const takeBack = (world: World, occurrence: number, reason = 'wrong one') =>
  world.give('alarm', ID, 'unacknowledgeAlarm', { occurrence, reason });
const alarmOf = (world: World) => world.at<Alarm>('alarm', ID);

describe('raise and return', () => {
  it('ALM-01: a raise starts the next occurrence, unacknowledged', () => {
    const world = createWorld();
    raise(world, 1000);
    expect(alarmOf(world)).toMatchObject({ status: 'activeUnacked', occurrence: 1, raisedAt: T0 + 1000, value: 0.3 });
    acknowledge(world, 1);
    back(world, 2000);
    raise(world, 3000);
    expect(alarmOf(world)).toMatchObject({ status: 'activeUnacked', occurrence: 2, raisedAt: T0 + 3000 });
    expect(alarmOf(world).ackedAt).toBeUndefined();
    expect(alarmOf(world).returnedAt).toBeUndefined();
  });

  it('ALM-02: the same, an older, or a further raise while active changes nothing', () => {
    const world = createWorld();
    raise(world, 1000);
    expect(raise(world, 1000).events).toEqual([]);
    expect(raise(world, 9000).events).toEqual([]);
    back(world, 2000);
    expect(raise(world, 1500).events).toEqual([]);
    expect(raise(world, 2000).events).toEqual([]);
    expect(alarmOf(world)).toMatchObject({ status: 'returnedUnacked', occurrence: 1 });
  });

  it('ALM-03: a return leaves an unacknowledged alarm to be acknowledged and clears an acknowledged one', () => {
    const world = createWorld();
    raise(world, 1000);
    back(world, 2000);
    expect(alarmOf(world)).toMatchObject({ status: 'returnedUnacked', returnedAt: T0 + 2000 });
    raise(world, 3000);
    acknowledge(world, 2);
    back(world, 4000);
    expect(alarmOf(world).status).toBe('normal');
  });

  it('ALM-04: a return that is older than the raise, or comes twice, changes nothing', () => {
    const world = createWorld();
    raise(world, 1000);
    expect(back(world, 999).events).toEqual([]);
    back(world, 1000);
    expect(alarmOf(world).status).toBe('returnedUnacked');
    expect(back(world, 3000).events).toEqual([]);
  });
});

describe('acknowledgement', () => {
  it('ALM-05: says who, when and where; a second one changes nothing', () => {
    const world = createWorld();
    raise(world, 1000);
    acknowledge(world, 1);
    expect(alarmOf(world)).toMatchObject({
      status: 'activeAcked',
      ackedBy: 'Wang',
      ackedAt: T0 + 5000,
      ackedOn: 'desk-2',
    });
    expect(acknowledge(world, 1).events).toEqual([]);
  });

  it('ALM-05: makes a returned alarm normal', () => {
    const world = createWorld();
    raise(world, 1000);
    back(world, 2000);
    acknowledge(world, 1);
    expect(alarmOf(world).status).toBe('normal');
  });

  it('ALM-06: an acknowledgement of an older occurrence does not silence a newer one', () => {
    const world = createWorld();
    raise(world, 1000);
    back(world, 2000);
    raise(world, 3000);
    expect(acknowledge(world, 1)).toMatchObject({ refused: 'ALM0001', detail: { seen: 1, current: 2 } });
    expect(alarmOf(world).status).toBe('activeUnacked');
  });

  it('ALM-07: can be taken back with a reason, active or returned', () => {
    const world = createWorld();
    raise(world, 1000);
    expect(takeBack(world, 1).refused).toBe('ALM0002');
    acknowledge(world, 1);
    expect(takeBack(world, 2).refused).toBe('ALM0001');
    expect(takeBack(world, 1, ' ').refused).toBe('ALM0003');
    takeBack(world, 1);
    expect(alarmOf(world)).toMatchObject({ status: 'activeUnacked', ackedBy: undefined });
    acknowledge(world, 1);
    back(world, 2000);
    takeBack(world, 1);
    expect(alarmOf(world).status).toBe('returnedUnacked');
  });
});
