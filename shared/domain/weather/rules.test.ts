import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, T0, createOrder, createWorld, type World } from '#tests/support/domain-world.ts';
import type { Order } from '../order/types.ts';
import type { Weather } from './types.ts';

const observe = (world: World, outdoorTempC: number, atMin: number) =>
  world.give(
    'weather',
    'current',
    'observeWeather',
    { outdoorTempC, observedAt: T0 + atMin * MINUTE, source: 'roof' },
    { role: 'system' },
  );
const isCold = (world: World) => world.at<Weather>('weather', 'current').cold;
const contactDue = (world: World, id: string) =>
  world.at<Order>('order', id).deadlines.find((deadline) => deadline.clock === 'contact')?.dueAt;

describe('outdoor regime', () => {
  it('WEA-01: is cold below -5 C, at once', () => {
    const world = createWorld();
    observe(world, -5, 0);
    expect(isCold(world)).toBe(false);
    observe(world, -5.1, 1);
    expect(isCold(world)).toBe(true);
  });

  it('WEA-02: stays cold until 30 min above -4 C without a break', () => {
    const world = createWorld();
    observe(world, -6, 0);
    observe(world, -3.9, 10);
    observe(world, -4, 20);
    observe(world, -3, 30);
    observe(world, -3, 59);
    expect(isCold(world)).toBe(true);
    expect(world.at<Weather>('weather', 'current').warmSince).toBe(T0 + 30 * MINUTE);
    observe(world, -3, 60);
    expect(isCold(world)).toBe(false);
  });

  it('WEA-03: an observation that is not newer changes nothing', () => {
    const world = createWorld();
    observe(world, 2, 10);
    expect(observe(world, -20, 9).events).toEqual([]);
    expect(observe(world, -20, 10).events).toEqual([]);
    expect(isCold(world)).toBe(false);
  });

  it('WEA-04: a change sets the contact deadline of open urgent orders anew, from their acceptance', () => {
    const world = createWorld();
    createOrder(world, 'o1', { category: 'leak' }, { atMs: MINUTE });
    expect(contactDue(world, 'o1')).toBe(T0 + MINUTE + 2 * HOUR);
    observe(world, -8, 10);
    expect(contactDue(world, 'o1')).toBe(T0 + MINUTE + HOUR);
    observe(world, 0, 20);
    observe(world, 0, 50);
    expect(contactDue(world, 'o1')).toBe(T0 + MINUTE + 2 * HOUR);
  });

  it('WEA-05: leaves ordinary, contacted, closed and unaccepted orders as they are', () => {
    const world = createWorld();
    createOrder(world, 'ordinary');
    world.give('order', 'ordinary', 'acceptOrder');
    createOrder(world, 'unaccepted', { urgent: true });
    createOrder(world, 'contacted', { category: 'leak' });
    world.give('order', 'contacted', 'recordStage', { stage: 'contacted', occurredAt: T0 + 1 });
    createOrder(world, 'closed', { category: 'leak' });
    world.give('order', 'closed', 'closeOrder', { outcome: 'handedOn', reason: 'x' }, { role: 'shiftLead' });
    const touched = observe(world, -8, 10).events.map((event) => event.entity.id);
    expect(touched).toEqual(['current']);
  });
});
