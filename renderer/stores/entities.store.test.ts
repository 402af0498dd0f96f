import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import type { EntityRow } from '#shared/contract/feed.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { useEntities } from './entities.store.ts';

beforeEach(() => {
  setActivePinia(createPinia());
});

const alarm = (id: string, patch: Partial<Alarm> = {}): Alarm => ({
  id,
  signalId: 'S1.primarySupplyPressureMPa',
  stationId: 'S1',
  kind: 'low',
  priority: 'medium',
  status: 'activeUnacked',
  limit: 1,
  value: 0,
  occurrence: 1,
  raisedAt: 1,
  ...patch,
});

const row = (value: Alarm | null, id: string, pending: readonly string[] = []): EntityRow => ({
  type: 'alarm',
  id,
  version: 1,
  value,
  pending: [...pending],
});

it('shows the most urgent first, then the newest, and leaves out what is normal', () => {
  const entities = useEntities();
  expect(entities.isLoaded).toBe(false);
  entities.applyRows(
    [
      row(alarm('old'), 'old'),
      row(alarm('new', { raisedAt: 9 }), 'new'),
      row(alarm('high', { priority: 'high' }), 'high'),
      row(alarm('acked', { status: 'activeAcked', priority: 'high' }), 'acked'),
      row(alarm('normal', { status: 'normal' }), 'normal'),
    ],
    true,
  );
  expect(entities.unacknowledged.map(({ id }) => id)).toEqual(['high', 'new', 'old']);
  expect(entities.openAlarms).toHaveLength(4);
  expect(entities.isLoaded).toBe(true);
});

it('keeps what waits for its receipt, and forgets it with the receipt', () => {
  const entities = useEntities();
  entities.applyRows([row(alarm('a'), 'a', ['c1'])], true);
  expect(entities.pendingOf({ type: 'alarm', id: 'a' })).toEqual(['c1']);
  entities.applyRows([row(alarm('a'), 'a')], false);
  expect(entities.isPending({ type: 'alarm', id: 'a' })).toBe(false);
});

it('takes away what vanished, and all that a new snapshot does not hold', () => {
  const entities = useEntities();
  entities.applyRows([row(alarm('a'), 'a'), row(alarm('b'), 'b')], true);
  entities.applyRows([row(null, 'a')], false);
  expect([...entities.alarms.keys()]).toEqual(['b']);
  entities.applyRows([], true);
  expect(entities.alarms.size).toBe(0);
});
