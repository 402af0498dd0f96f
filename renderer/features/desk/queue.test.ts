import { expect, it } from 'vitest';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import { matchesQueue, nextDeadline, queueOf, stageOf } from './queue.ts';

const complaint = (id: string, patch: Partial<Complaint> = {}): Complaint => ({
  id,
  category: 'notHot',
  channel: 'phone',
  text: '家里不热',
  place: { at: [126.6, 45.7], address: '和平路 1 号' },
  reportedAt: 1000,
  urgent: false,
  safetyWords: [],
  leakWeight: 0,
  status: 'open',
  ...patch,
});

const order = (id: string, patch: Partial<Order> = {}): Order => ({
  id,
  number: `1122-${id}`,
  category: 'notHot',
  urgent: false,
  title: 'not hot',
  place: { at: [126.6, 45.7] },
  complaintIds: [],
  stages: { received: { at: 500, by: 'p', commandId: 'c' } },
  deadlines: [],
  notes: [],
  ...patch,
});

it('puts the urgent first, then what runs out first, and leaves out what is done', () => {
  const queue = queueOf(
    [
      complaint('c1', { reportedAt: 3000 }),
      complaint('c2', { urgent: true, reportedAt: 9000 }),
      complaint('c3', { status: 'ordered' }),
    ],
    [
      order('o1', { deadlines: [{ clock: 'repair', dueAt: 2000, rule: 'ORD-05' }] }),
      order('o2', { urgent: true, deadlines: [{ clock: 'contact', dueAt: 4000, rule: 'ORD-05' }] }),
      order('o3', { stages: { closed: { at: 1, by: 'p', commandId: 'c' } } }),
    ],
  );
  expect(queue.map(({ id }) => id)).toEqual(['o2', 'c2', 'o1', 'c1']);
});

it('shows the first clock that is not met', () => {
  const met = order('o', {
    deadlines: [
      { clock: 'contact', dueAt: 1, rule: 'ORD-05', metAt: 1 },
      { clock: 'repair', dueAt: 9, rule: 'ORD-06' },
    ],
  });
  expect(nextDeadline(met)?.clock).toBe('repair');
  expect(stageOf(met)).toBe('received');
});

it('finds an item by number, address or words', () => {
  const items = queueOf([complaint('c1')], [order('004')]);
  expect(items.filter((item) => matchesQueue(item, '1122-004')).map(({ id }) => id)).toEqual(['004']);
  expect(items.filter((item) => matchesQueue(item, '和平路')).map(({ id }) => id)).toEqual(['c1']);
});
