import { expect, it } from 'vitest';
import type { EntityRef } from '#shared/domain/entity/entity.ts';
import { Submissions, type ReceiptView } from './submissions.ts';

const ORDER: EntityRef = { type: 'order', id: 'o1' };
const view = (pending: readonly string[], patch: Partial<ReceiptView> = {}): ReceiptView => ({
  pendingOf: () => pending,
  lost: [],
  unsent: { count: pending.length, at: 0 },
  ...patch,
});

it('is pending from the click until the feed no longer lists the command', () => {
  const submissions = new Submissions();
  submissions.begin('c1', 'acceptOrder', ORDER);
  expect(submissions.isWaiting(ORDER, 'acceptOrder')).toBe(true);
  submissions.committed('c1', 100);
  submissions.observe(view(['c1']));
  expect(submissions.get('c1')?.state).toBe('committed');
  submissions.observe(view([]));
  expect(submissions.get('c1')?.state).toBe('confirmed');
  expect(submissions.isWaiting(ORDER)).toBe(false);
});

it('is not confirmed by a feed that has not heard of it yet', () => {
  const submissions = new Submissions();
  submissions.begin('c1', 'acceptOrder', ORDER);
  submissions.observe(view([]));
  submissions.committed('c1', 100);
  submissions.observe(view([], { unsent: { count: 0, at: 99 } }));
  expect(submissions.get('c1')?.state).toBe('committed');
});

it('is confirmed when the receipt came so fast that the feed never listed it', () => {
  const submissions = new Submissions();
  submissions.begin('c1', 'acceptOrder', ORDER);
  submissions.committed('c1', 100);
  submissions.observe(view([], { unsent: { count: 0, at: 101 } }));
  expect(submissions.get('c1')?.state).toBe('confirmed');
});

it('is confirmed when the receipt is on the feed before the answer of the API', () => {
  const submissions = new Submissions();
  submissions.begin('c1', 'acceptOrder', ORDER);
  submissions.observe(view(['c1']));
  submissions.committed('c1', 100);
  submissions.observe(view([]));
  expect(submissions.get('c1')?.state).toBe('confirmed');
});

it('is refused when the core reports it lost', () => {
  const submissions = new Submissions();
  submissions.begin('c1', 'assignCrew', ORDER);
  submissions.committed('c1', 100);
  submissions.observe(view([], { lost: [{ commandId: 'c1', code: 'ORD0003' }] }));
  expect(submissions.get('c1')).toMatchObject({ state: 'refused', code: 'ORD0003' });
});

it('waits for one kind of action without blocking another', () => {
  const submissions = new Submissions();
  submissions.begin('c1', 'addNote', ORDER);
  expect(submissions.isWaiting(ORDER, 'acceptOrder')).toBe(false);
  expect(submissions.isWaiting({ type: 'order', id: 'o2' })).toBe(false);
});

it('is being sent only until the page shows what it did, however long the hub is away', () => {
  const submissions = new Submissions();
  submissions.begin('c1', 'recordStage', ORDER);
  expect(submissions.isSending(ORDER, 'recordStage')).toBe(true);
  expect(submissions.isSending(ORDER, 'closeOrder')).toBe(false);
  submissions.committed('c1', 100);
  expect(submissions.isSending(ORDER, 'recordStage')).toBe(true);
  submissions.observe(view(['c1']));
  expect(submissions.isSending(ORDER, 'recordStage')).toBe(false);
  expect(submissions.isWaiting(ORDER, 'recordStage')).toBe(true);
});
