import { expect, it } from 'vitest';
import { HOUR, T0, createWorld } from '#tests/support/domain-world.ts';
import type { Order } from '../order/types.ts';
import type { Insight } from './types.ts';

const ID = 'returnTempLow:S001';
const found = (at: number) => ({
  kind: 'returnTempLow',
  subjectId: 'S001',
  evidence: [{ name: 'returnTemp', value: 38, unit: '°C' }],
  sourceAt: T0 + at,
});
const system = { role: 'system' } as const;
const ordering = { occurrence: 1, title: 'S001 return low', place: { at: [126.6, 45.7] } };

function withFinding() {
  const world = createWorld();
  world.give('insight', ID, 'findInsight', found(0), system);
  return world;
}

it('INS-01: a finding opens an occurrence, and is no news while it stands or when it is old', () => {
  const world = withFinding();
  expect(world.at<Insight>('insight', ID)).toMatchObject({ status: 'open', occurrence: 1, foundAt: T0 });
  expect(world.give('insight', ID, 'findInsight', found(1), system).events).toEqual([]);
  world.give('insight', ID, 'clearInsight', { sourceAt: T0 + 10 }, system);
  expect(world.at<Insight>('insight', ID)).toMatchObject({ status: 'cleared', clearedAt: T0 + 10 });
  expect(world.give('insight', ID, 'clearInsight', { sourceAt: T0 + 11 }, system).events).toEqual([]);
  expect(world.give('insight', ID, 'findInsight', found(9), system).events).toEqual([]);
  world.give('insight', ID, 'findInsight', found(20), system);
  expect(world.at<Insight>('insight', ID)).toMatchObject({ status: 'open', occurrence: 2 });
});

it('INS-01: only the console finds', () => {
  expect(createWorld().give('insight', ID, 'findInsight', found(0)).refused).toBe('CMD0002');
});

it('INS-02: an open finding becomes a preventive order, once', () => {
  const world = withFinding();
  expect(world.give('insight', ID, 'orderFromInsight', { ...ordering, occurrence: 2 }).refused).toBe('INS0001');
  world.give('insight', ID, 'orderFromInsight', ordering, { commandId: 'c9', atMs: HOUR });
  const insight = world.at<Insight>('insight', ID);
  expect(insight).toMatchObject({ status: 'ordered', orderId: 'c9.order' });
  expect(world.at<Order>('order', 'c9.order')).toMatchObject({
    category: 'preventive',
    urgent: false,
    title: 'S001 return low',
    deadlines: [{ clock: 'repair', dueAt: T0 + 25 * HOUR }],
  });
  expect(world.give('insight', ID, 'orderFromInsight', ordering).refused).toBe('INS0002');
  world.give('insight', ID, 'clearInsight', { sourceAt: T0 + 1 }, system);
  expect(world.at<Insight>('insight', ID).status).toBe('cleared');
});

it('INS-12: a dismissed finding keeps its reason and stays silent until its time', () => {
  const world = withFinding();
  const until = T0 + 5 * HOUR;
  expect(world.give('insight', ID, 'dismissInsight', { occurrence: 1, reason: ' ', until }).refused).toBe('ALM0003');
  expect(world.give('insight', ID, 'dismissInsight', { occurrence: 7, reason: 'x', until }).refused).toBe('INS0001');
  world.give('insight', ID, 'dismissInsight', { occurrence: 1, reason: 'known', until }, { name: 'Li' });
  expect(world.at<Insight>('insight', ID)).toMatchObject({
    status: 'dismissed',
    dismissed: { by: 'Li', reason: 'known' },
  });
  world.give('insight', ID, 'clearInsight', { sourceAt: T0 + HOUR }, system);
  expect(world.give('insight', ID, 'findInsight', found(2 * HOUR), system).events).toEqual([]);
  world.give('insight', ID, 'findInsight', found(6 * HOUR), system);
  expect(world.at<Insight>('insight', ID)).toMatchObject({ status: 'open', occurrence: 2 });
});
