import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import type { EntityRow } from '#shared/contract/feed.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { useClock } from './clock.store.ts';
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

const held = { by: '王志强', on: 'console-1', at: 1, reason: '检修' };

it('holds back what is shelved, suppressed by design or out of service, and lists each by itself', () => {
  const entities = useEntities();
  const clock = useClock();
  clock.set(1_000_000_000_000);
  const now = clock.coreNow();
  entities.applyRows(
    [
      row(alarm('plain'), 'plain'),
      row(alarm('aside', { shelved: { ...held, until: now + 60_000 } }), 'aside'),
      row(alarm('out', { outOfService: held, shelved: { ...held, until: now + 60_000 } }), 'out'),
      row(alarm('filling', { stationId: 'S2', signalId: 'S2.primarySupplyPressureMPa' }), 'filling'),
      {
        type: 'station',
        id: 'S2',
        version: 1,
        value: { id: 'S2', notes: [], plantState: { ...held, state: 'filling' } },
        pending: [],
      },
      {
        type: 'suppression',
        id: 'sup-1',
        version: 1,
        value: {
          id: 'sup-1',
          name: '注水',
          areas: [],
          stationIds: [],
          measures: [],
          kinds: [],
          plantStates: ['filling'],
          isOn: true,
          ...held,
        },
        pending: [],
      },
    ],
    true,
  );
  const { alarmLists } = entities;
  expect(entities.openAlarms.map(({ id }) => id)).toEqual(['plain']);
  expect(entities.unacknowledged.map(({ id }) => id)).toEqual(['plain']);
  expect(alarmLists.shelved.map(({ id }) => id)).toEqual(['aside']);
  expect(alarmLists.outOfService.map(({ id }) => id)).toEqual(['out']);
  expect(alarmLists.suppressed.map(({ alarm: { id }, by }) => [id, by.id])).toEqual([['filling', 'sup-1']]);
});

it('brings a shelved alarm back when its time is up, and does nothing on the other ticks', () => {
  const entities = useEntities();
  const clock = useClock();
  clock.set(2_000_000_000_000);
  const until = clock.coreNow() + 60_000;
  entities.applyRows([row(alarm('aside', { shelved: { ...held, until } }), 'aside')], true);
  const before = entities.alarmLists;
  clock.set(until - 1_000);
  expect(entities.alarmLists).toBe(before);
  clock.set(until + 1_000);
  expect(entities.openAlarms.map(({ id }) => id)).toEqual(['aside']);
  expect(entities.alarmLists.shelved).toEqual([]);
});

it('sorts 10,000 open alarms out, whatever order they came in', () => {
  const entities = useEntities();
  const priorities = ['low', 'high', 'medium'] as const;
  const many = Array.from({ length: 10_000 }, (_, n) =>
    alarm(`a${String(n)}`, { priority: priorities[n % 3] ?? 'low', raisedAt: (n * 7919) % 10_007 }),
  );
  entities.applyRows(
    many.map((one) => row(one, one.id)),
    true,
  );
  expect(entities.openAlarms).toHaveLength(10_000);
  const rank = { high: 0, medium: 1, low: 2 } as const;
  const isInOrder = entities.openAlarms.every((one, at) => {
    const next = entities.openAlarms[at + 1];
    if (next === undefined || rank[one.priority] < rank[next.priority]) return true;
    return one.priority === next.priority && one.raisedAt >= next.raisedAt;
  });
  expect(isInOrder).toBe(true);
});
