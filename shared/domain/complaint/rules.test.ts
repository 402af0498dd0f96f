import { describe, expect, it } from 'vitest';
import { createOrder, createWorld, registerComplaint, type World } from '#tests/support/domain-world.ts';
import type { Complaint } from './types.ts';

const complaintOf = (world: World) => world.at<Complaint>('complaint', 'k1');
const recategorise = (world: World, category: string, reason = 'asked again') =>
  world.give('complaint', 'k1', 'recategoriseComplaint', { category, reason }, { role: 'callCentre' });
const close = (world: World, reason = 'answered') =>
  world.give('complaint', 'k1', 'closeComplaint', { reason }, { role: 'callCentre' });

describe('complaints', () => {
  it('CMP-01: are triaged as they come in, and the event keeps what was reported', () => {
    const world = createWorld();
    const outcome = registerComplaint(world, 'k1', { category: 'other', text: '马路上冒热水' });
    expect(complaintOf(world)).toMatchObject({
      category: 'burst',
      urgent: true,
      leakWeight: 1,
      safetyWords: ['冒热水'],
      status: 'open',
    });
    expect(outcome.events[0]?.payload).toMatchObject({ reportedCategory: 'other', category: 'burst' });
  });

  it('CMP-02: take the category a person gives, with urgency and weight, for a reason', () => {
    const world = createWorld();
    registerComplaint(world, 'k1', { text: '没有水声' });
    expect(recategorise(world, 'leak', ' ').refused).toBe('CMP0002');
    recategorise(world, 'leak');
    expect(complaintOf(world)).toMatchObject({ category: 'leak', urgent: true, leakWeight: 0.6 });
    recategorise(world, 'notHot');
    expect(complaintOf(world)).toMatchObject({ category: 'notHot', urgent: false, leakWeight: 0 });
  });

  it('CMP-03: stay as they are when the category is the same', () => {
    const world = createWorld();
    registerComplaint(world, 'k1');
    expect(recategorise(world, 'notHot').events).toEqual([]);
  });

  it('CMP-04: close with their order', () => {
    const world = createWorld();
    registerComplaint(world, 'k1');
    createOrder(world, 'o1', { complaintIds: ['k1'] });
    expect(close(world)).toMatchObject({ refused: 'CMP0003', detail: { orderId: 'o1' } });
    world.give('order', 'o1', 'closeOrder', { outcome: 'closedWithReason', reason: 'x' }, { role: 'shiftLead' });
    expect(complaintOf(world).status).toBe('closed');
  });

  it('CMP-05, CMP-07: once closed with a reason change no more', () => {
    const world = createWorld();
    registerComplaint(world, 'k1');
    expect(close(world, '').refused).toBe('CMP0002');
    close(world, 'a duplicate');
    expect(complaintOf(world)).toMatchObject({ status: 'closed', closedReason: 'a duplicate' });
    expect(close(world)).toMatchObject({ refused: 'CMP0001', detail: { closedReason: 'a duplicate' } });
    expect(recategorise(world, 'leak').refused).toBe('CMP0001');
    expect(createOrder(world, 'o1', { complaintIds: ['k1'] }).refused).toBe('ORD0002');
  });

  it('CMP-06: are registered once', () => {
    const world = createWorld();
    registerComplaint(world, 'k1');
    expect(registerComplaint(world, 'k1', { text: '别的' })).toMatchObject({ refused: undefined, events: [] });
    expect(complaintOf(world).text).toBe('不热');
  });
});
