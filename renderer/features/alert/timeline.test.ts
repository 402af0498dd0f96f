import { expect, it } from 'vitest';
import type { LogRow } from '#shared/contract/console-api.ts';
import { timelineOf } from './timeline.ts';

const row = (id: string, type: string, payload: unknown, patch: Partial<LogRow> = {}): LogRow => ({
  seq: 1,
  kind: 'accepted',
  command: {
    commandId: id,
    device: 'd',
    deviceSeq: 1,
    actor: { id: 'p', name: '周', role: 'dispatcher' },
    entity: { type: 'redAlert', id: 'a' },
    expectedVersion: 0,
    type,
    payload,
    issuedAt: 500,
  },
  events: [],
  ...patch,
});

it('stands by the time of happening, the newest first, and of one moment the pending first', () => {
  const rows = timelineOf([
    row('old', 'recordStep', { kind: 'note', text: '早', occurredAt: 100 }, { seq: 9 }),
    row('new', 'acceptHop', { level: 'dispatch', occurredAt: 300 }, { seq: 8 }),
    row('waits', 'recordStep', { kind: 'isolated', text: '', occurredAt: 300 }, { kind: 'pending', seq: undefined }),
    row('order', 'createOrder', { title: '爆管' }),
  ]);
  expect(rows.map(({ key }) => key)).toEqual(['order', 'waits', 'new', 'old']);
  expect(rows.map(({ isPending }) => isPending)).toEqual([false, true, false, false]);
});

it('shows a command once although it is in the log of the alert and of its order', () => {
  expect(timelineOf([row('c', 'assignCrew', {}), row('c', 'assignCrew', {})])).toHaveLength(1);
});

it('tells marks and escalations apart and keeps what was refused or late', () => {
  const rows = timelineOf([
    row('r', 'markPage', { mark: 'read', level: 'callCentre', occurredAt: 6 }),
    row('d', 'markPage', { mark: 'delivered', level: 'callCentre', occurredAt: 5 }),
    row('e', 'pageContact', { escalation: true, contactName: '赵', level: 'callCentre', pagedAt: 4 }),
    row('x', 'acceptHop', { level: 'dispatch', occurredAt: 3 }, { kind: 'refused', refusal: { code: 'ALT0005' } }),
    row(
      'l',
      'recordStep',
      { kind: 'valveClosed', valveId: 'V1', text: '关', occurredAt: 2 },
      {
        events: [{ entity: { type: 'redAlert', id: 'a' }, type: 'stepRecorded', payload: { late: true } }],
      },
    ),
  ]);
  expect(rows.map(({ subject }) => subject)).toEqual([
    'pageRead',
    'pageDelivered',
    'escalated',
    'acceptHop',
    'recordStep',
  ]);
  expect(rows[2]?.detail).toBe('赵');
  expect(rows[3]?.refusal).toBe('ALT0005');
  expect(rows[4]).toMatchObject({ isLate: true, step: 'valveClosed', detail: 'V1 · 关' });
});
