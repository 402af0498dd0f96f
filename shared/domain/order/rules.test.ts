import { describe, expect, it } from 'vitest';
import {
  HOUR,
  MINUTE,
  PLACE,
  T0,
  createOrder,
  createWorld,
  declareAlert,
  registerComplaint,
  registerCrew,
  type World,
} from '#tests/support/domain-world.ts';
import type { Complaint } from '../complaint/types.ts';
import type { Order, OrderClock } from './types.ts';

const orderOf = (world: World, id = 'o1'): Order => world.at<Order>('order', id);
const dueOf = (world: World, clock: OrderClock, id = 'o1') =>
  orderOf(world, id).deadlines.find((deadline) => deadline.clock === clock);
const stage = (world: World, name: string, atMs: number, extra: object = {}, giving: object = {}) =>
  world.give('order', 'o1', 'recordStage', { stage: name, occurredAt: T0 + atMs, ...extra }, giving);
const observe = (world: World, outdoorTempC: number, atMs: number) =>
  world.give('weather', 'current', 'observeWeather', { outdoorTempC, observedAt: T0 + atMs, source: 'station' });

function assignedTo(crewId: string): World {
  const world = createWorld();
  registerCrew(world, 'A');
  registerCrew(world, 'B');
  createOrder(world, 'o1');
  world.give('order', 'o1', 'assignCrew', { crewId }, { name: 'Wang', atMs: MINUTE });
  return world;
}

describe('creation', () => {
  it('ORD-01: stamps received when the customer called and marks the complaints ordered', () => {
    const world = createWorld();
    registerComplaint(world, 'k1');
    createOrder(world, 'o1', { complaintIds: ['k1', 'k1'], receivedAt: T0 - HOUR });
    expect(orderOf(world).stages.received?.at).toBe(T0 - HOUR);
    expect(orderOf(world).complaintIds).toEqual(['k1']);
    expect(world.at<Complaint>('complaint', 'k1')).toMatchObject({ status: 'ordered', orderId: 'o1' });
  });

  it('ORD-01: refuses an id that exists and names the number of that order', () => {
    const world = createWorld();
    createOrder(world, 'o1');
    expect(createOrder(world, 'o1')).toMatchObject({
      refused: 'ORD0001',
      detail: { number: orderOf(world).number },
    });
  });

  it('ORD-02: dates the number by the local day of the receipt', () => {
    const world = createWorld();
    createOrder(world, 'o1', { receivedAt: Date.UTC(2026, 10, 21, 16, 0) });
    createOrder(world, 'o2', { receivedAt: Date.UTC(2026, 10, 21, 15, 59) });
    expect(orderOf(world, 'o1').number).toMatch(/^1122-\d{4}$/);
    expect(orderOf(world, 'o2').number).toMatch(/^1121-\d{4}$/);
  });

  it('ORD-02: gives the same number whatever other orders the console knows of', () => {
    const alone = createWorld();
    const busy = createWorld();
    for (let n = 0; n < 30; n += 1) createOrder(busy, `other-${String(n)}`);
    createOrder(alone, 'o1');
    createOrder(busy, 'o1');
    expect(orderOf(busy).number).toBe(orderOf(alone).number);
  });

  it('ORD-02: lets letters follow where the number is taken, so that a thousand orders a day have a thousand numbers', () => {
    const world = createWorld();
    for (let n = 0; n < 1000; n += 1) createOrder(world, `order-${String(n)}`);
    const numbers = world.list<Order>('order').map((order) => order.number);
    expect(new Set(numbers).size).toBe(1000);
    const lettered = numbers.filter((number) => number.length > 9);
    expect(lettered.length).toBeGreaterThan(10);
    expect(lettered.length).toBeLessThan(150);
    for (const number of lettered) expect(number).toMatch(/^0112-\d{4}-[A-Z]{2}$/);
  });

  it('ORD-04: makes a burst or leak urgent whatever was said', () => {
    const world = createWorld();
    for (const category of ['burst', 'leak', 'suddenCold', 'notHot']) createOrder(world, category, { category });
    expect(world.list<Order>('order').map((order) => order.urgent)).toEqual([true, true, false, false]);
  });

  it('ORD-04: takes the urgency of a complaint of a room below 16 C', () => {
    const world = createWorld();
    registerComplaint(world, 'cold', { roomTempC: 15.9 });
    registerComplaint(world, 'cool', { roomTempC: 16 });
    createOrder(world, 'o1', { complaintIds: ['cold'] });
    createOrder(world, 'o2', { complaintIds: ['cool'] });
    expect(orderOf(world, 'o1').urgent).toBe(true);
    expect(orderOf(world, 'o2').urgent).toBe(false);
  });

  it('ORD-08: accepts a burst at once and leaves an ordinary order to dispatch', () => {
    const world = createWorld();
    createOrder(world, 'o1', { category: 'burst' }, { atMs: MINUTE });
    createOrder(world, 'o2');
    expect(orderOf(world, 'o1').stages.accepted?.at).toBe(T0 + MINUTE);
    expect(orderOf(world, 'o2').stages.accepted).toBeUndefined();
  });

  it('ORD-19: names the order that took the complaint first', () => {
    const world = createWorld();
    registerComplaint(world, 'k1');
    createOrder(world, 'o1', { complaintIds: ['k1'] });
    expect(createOrder(world, 'o2', { complaintIds: ['k1'] })).toMatchObject({
      refused: 'ORD0002',
      detail: { complaintId: 'k1', orderId: 'o1', number: orderOf(world).number },
    });
    expect(createOrder(world, 'o3', { complaintIds: ['never'] }).refused).toBe('CMD0003');
  });

  it('ORD-22: needs the red alert it belongs to, still running', () => {
    const world = createWorld();
    expect(createOrder(world, 'o1', { alertId: 'r1' }).refused).toBe('CMD0003');
    declareAlert(world, 'r1');
    expect(createOrder(world, 'o1', { alertId: 'r1' }).refused).toBeUndefined();
    world.give('order', 'o1', 'closeOrder', { outcome: 'handedOn', reason: 'city' }, { role: 'shiftLead' });
    const end = { reason: 'over', endedAt: T0, signedHead: 'a'.repeat(64) };
    world.give('redAlert', 'r1', 'endRedAlert', end, { role: 'shiftLead' });
    expect(createOrder(world, 'o2', { alertId: 'r1' }).refused).toBe('ALT0002');
  });
});

describe('clocks', () => {
  it('ORD-05, ORD-07: contact within 10 min after acceptance, repair within 24 h after receipt', () => {
    const world = createWorld();
    createOrder(world, 'o1');
    expect(dueOf(world, 'contact')).toBeUndefined();
    world.give('order', 'o1', 'acceptOrder', {}, { atMs: HOUR });
    expect(dueOf(world, 'contact')).toMatchObject({ dueAt: T0 + HOUR + 10 * MINUTE, rule: 'ORD-05' });
    expect(dueOf(world, 'repair')).toMatchObject({ dueAt: T0 + 24 * HOUR, rule: 'ORD-07' });
  });

  it('ORD-06: urgent contact within 2 h, within 1 h in the cold regime, with the reading that set it', () => {
    const world = createWorld();
    observe(world, -5.1, 0);
    createOrder(world, 'o1', { category: 'leak' });
    expect(dueOf(world, 'contact')).toMatchObject({ dueAt: T0 + HOUR, rule: 'ORD-06', outdoorTempC: -5.1 });
    const warm = createWorld();
    createOrder(warm, 'o1', { category: 'leak' });
    expect(dueOf(warm, 'contact')).toMatchObject({ dueAt: T0 + 2 * HOUR, outdoorTempC: undefined });
  });

  it('ORD-21: contacted and handled stop their clocks when they happened, for good', () => {
    const world = assignedTo('A');
    stage(world, 'contacted', 5 * MINUTE);
    stage(world, 'handled', HOUR, { proof: 'photo' });
    expect(dueOf(world, 'contact')?.metAt).toBe(T0 + 5 * MINUTE);
    expect(dueOf(world, 'repair')?.metAt).toBe(T0 + HOUR);
    world.give('order', 'o1', 'correctStage', { stage: 'accepted', at: T0, why: 'clock was wrong' });
    expect(dueOf(world, 'contact')?.metAt).toBe(T0 + 5 * MINUTE);
  });

  it('ORD-15: correcting accepted or received moves the clock that starts there', () => {
    const world = assignedTo('A');
    world.give('order', 'o1', 'correctStage', { stage: 'accepted', at: T0 - HOUR, why: 'taken by phone' });
    world.give('order', 'o1', 'correctStage', { stage: 'received', at: T0 - 2 * HOUR, why: 'called earlier' });
    expect(dueOf(world, 'contact')?.dueAt).toBe(T0 - HOUR + 10 * MINUTE);
    expect(dueOf(world, 'repair')?.dueAt).toBe(T0 + 22 * HOUR);
    expect(orderOf(world).stages.accepted).toMatchObject({ at: T0 - HOUR, correctedWhy: 'taken by phone' });
  });
});

describe('crew', () => {
  it('ORD-10: of two dispatchers the second is told which crew won', () => {
    const world = assignedTo('A');
    expect(world.give('order', 'o1', 'assignCrew', { crewId: 'B' })).toMatchObject({
      refused: 'ORD0003',
      detail: { crewId: 'A', crewName: 'crew A', by: 'Wang' },
    });
    expect(world.give('order', 'o1', 'assignCrew', { crewId: 'B', replaces: 'C' }).refused).toBe('ORD0003');
    expect(orderOf(world).crewId).toBe('A');
  });

  it('ORD-11: assigning accepts, an unknown crew is refused, the same crew again changes nothing', () => {
    const world = assignedTo('A');
    expect(orderOf(world).stages.accepted?.at).toBe(T0 + MINUTE);
    expect(world.give('order', 'o1', 'assignCrew', { crewId: 'Z', replaces: 'A' }).refused).toBe('CRW0001');
    expect(world.give('order', 'o1', 'assignCrew', { crewId: 'A' }).events).toEqual([]);
    expect(world.give('order', 'o1', 'acceptOrder').events).toEqual([]);
  });

  it('ORD-12: taking it from the named crew keeps the first stamp and forgets the old yes', () => {
    const world = assignedTo('A');
    world.give('order', 'o1', 'crewAccept', { crewId: 'A', occurredAt: T0 + 2 * MINUTE });
    world.give('order', 'o1', 'assignCrew', { crewId: 'B', replaces: 'A' }, { atMs: 3 * MINUTE });
    expect(orderOf(world)).toMatchObject({ crewId: 'B', crewAcceptedAt: undefined });
    expect(orderOf(world).stages.assigned?.at).toBe(T0 + MINUTE);
  });

  it('ORD-13: the yes of a crew that lost the order is kept and changes nothing', () => {
    const world = assignedTo('A');
    world.give('order', 'o1', 'assignCrew', { crewId: 'B', replaces: 'A' });
    const said = world.give(
      'order',
      'o1',
      'crewAccept',
      { crewId: 'A', occurredAt: T0 },
      { role: 'crewLeader', crewId: 'A' },
    );
    expect(said.refused).toBeUndefined();
    expect(orderOf(world)).toMatchObject({ crewId: 'B', crewAcceptedAt: undefined });
    expect(orderOf(world).notes).toMatchObject([{ mark: 'crewNotAssigned', text: 'A' }]);
  });

  it('ORD-24: an assignment is no acceptance; the first yes of its crew counts, from when it was given', () => {
    const world = assignedTo('A');
    expect(orderOf(world).crewAcceptedAt).toBeUndefined();
    for (const minute of [4, 9]) {
      world.give('order', 'o1', 'crewAccept', { crewId: 'A', occurredAt: T0 + minute * MINUTE });
    }
    expect(orderOf(world).crewAcceptedAt).toBe(T0 + 4 * MINUTE);
  });

  it('ORD-14: a no takes the order off the crew that has it, with the reason', () => {
    const world = assignedTo('A');
    world.give('order', 'o1', 'crewDecline', { crewId: 'B', occurredAt: T0, reason: 'not ours' });
    expect(orderOf(world).crewId).toBe('A');
    world.give('order', 'o1', 'crewDecline', { crewId: 'A', occurredAt: T0, reason: 'no welder' });
    expect(orderOf(world).crewId).toBeUndefined();
    expect(orderOf(world).notes.at(-1)).toMatchObject({ mark: 'crewDeclined', text: 'no welder' });
    expect(world.give('order', 'o1', 'assignCrew', { crewId: 'B' }).refused).toBeUndefined();
  });

  it('ORD-23: a stage reported by another crew counts and is noted', () => {
    const world = assignedTo('A');
    stage(world, 'arrived', HOUR, {}, { role: 'crewLeader', crewId: 'B' });
    expect(orderOf(world).stages.arrived?.at).toBe(T0 + HOUR);
    stage(world, 'handled', HOUR, { proof: 'photo' }, { role: 'crewLeader', crewId: 'A' });
    expect(orderOf(world).notes).toMatchObject([{ mark: 'crewNotAssigned', text: 'arrived B' }]);
  });
});

describe('stages', () => {
  it('ORD-03: a second report of a stage is a note, not a new stamp', () => {
    const world = assignedTo('A');
    stage(world, 'departed', 10 * MINUTE);
    stage(world, 'departed', 20 * MINUTE);
    expect(orderOf(world).stages.departed?.at).toBe(T0 + 10 * MINUTE);
    expect(orderOf(world).notes).toMatchObject([{ mark: 'stageRepeated', text: 'departed' }]);
  });

  it('ORD-09: marks a stage whose earlier one is missing or later', () => {
    const world = assignedTo('A');
    stage(world, 'arrived', 30 * MINUTE);
    expect(orderOf(world).stages.arrived?.outOfOrder).toBe(true);
    stage(world, 'departed', 40 * MINUTE);
    expect(orderOf(world).stages.departed?.outOfOrder).toBe(true);
  });

  it('ORD-09: stages of the same moment are in order, however they come in', () => {
    const world = assignedTo('A');
    stage(world, 'departed', 10 * MINUTE);
    stage(world, 'handled', 20 * MINUTE);
    stage(world, 'arrived', 20 * MINUTE);
    expect(orderOf(world).stages.handled?.outOfOrder).toBe(true);
    expect(orderOf(world).stages.arrived?.outOfOrder).toBeUndefined();
  });

  it('ORD-09: leaves the usual order unmarked, with the contact at any time after acceptance', () => {
    const world = assignedTo('A');
    stage(world, 'departed', 10 * MINUTE);
    stage(world, 'arrived', 20 * MINUTE);
    stage(world, 'handled', 40 * MINUTE, { proof: 'photo' });
    stage(world, 'contacted', 15 * MINUTE);
    stage(world, 'revisited', 50 * MINUTE);
    const marks = Object.values(orderOf(world).stages).filter((stamp) => stamp.outOfOrder === true);
    expect(marks).toEqual([expect.objectContaining({ at: T0 + 15 * MINUTE })]);
  });

  it('ORD-15: corrects only what is stamped, and only with a reason', () => {
    const world = assignedTo('A');
    const correct = (name: string, why: string) =>
      world.give('order', 'o1', 'correctStage', { stage: name, at: T0, why }).refused;
    expect(correct('arrived', 'typed wrong')).toBe('ORD0005');
    expect(correct('assigned', ' ')).toBe('ORD0006');
    expect(correct('assigned', 'typed wrong')).toBeUndefined();
  });
});

describe('closing', () => {
  const close = (world: World, outcome: string, role: 'dispatcher' | 'shiftLead', reason?: string) =>
    world.give('order', 'o1', 'closeOrder', { outcome, reason }, { role, name: 'Li' });

  it('ORD-16: done needs handled and proof, for the shift lead too', () => {
    const world = assignedTo('A');
    expect(close(world, 'done', 'shiftLead', 'I say so')).toMatchObject({
      refused: 'ORD0007',
      detail: { missing: 'handled' },
    });
    stage(world, 'handled', HOUR, { proof: ' ' });
    expect(close(world, 'done', 'dispatcher').detail).toEqual({ missing: 'proof' });
    const proven = assignedTo('A');
    stage(proven, 'handled', HOUR, { proof: 'photo 1' });
    expect(close(proven, 'done', 'dispatcher').refused).toBeUndefined();
    expect(orderOf(proven)).toMatchObject({ outcome: 'done' });
  });

  it('ORD-17: anything else needs the shift lead and a reason', () => {
    const world = assignedTo('A');
    expect(close(world, 'closedWithReason', 'dispatcher', 'nobody home').refused).toBe('ORD0008');
    expect(close(world, 'handedOn', 'shiftLead', '').refused).toBe('ORD0009');
    expect(close(world, 'handedOn', 'shiftLead', 'water company').refused).toBeUndefined();
    expect(orderOf(world)).toMatchObject({ outcome: 'handedOn', outcomeReason: 'water company' });
  });

  it('ORD-18: a closed order says how it was closed, and still records facts', () => {
    const world = assignedTo('A');
    close(world, 'closedWithReason', 'shiftLead', 'nobody home');
    for (const [command, payload] of [
      ['closeOrder', { outcome: 'done' }],
      ['acceptOrder', {}],
      ['assignCrew', { crewId: 'B', replaces: 'A' }],
    ] as const) {
      const outcome = world.give('order', 'o1', command, payload);
      expect(outcome).toMatchObject({ refused: 'ORD0004', detail: { outcome: 'closedWithReason', by: 'Li' } });
    }
    stage(world, 'departed', HOUR);
    expect(orderOf(world).stages.departed?.at).toBe(T0 + HOUR);
    expect(orderOf(world).notes).toMatchObject([{ mark: 'afterClose', text: 'departed' }]);
  });

  it('ORD-20: closes its complaints, except when it is handed on', () => {
    const world = createWorld();
    registerComplaint(world, 'k1');
    registerComplaint(world, 'k2');
    createOrder(world, 'o1', { complaintIds: ['k1'] });
    createOrder(world, 'o2', { complaintIds: ['k2'], place: PLACE });
    close(world, 'closedWithReason', 'shiftLead', 'answered');
    world.give('order', 'o2', 'closeOrder', { outcome: 'handedOn', reason: 'city' }, { role: 'shiftLead' });
    expect(world.at<Complaint>('complaint', 'k1').status).toBe('closed');
    expect(world.at<Complaint>('complaint', 'k2').status).toBe('ordered');
  });

  it('ORD-18: a note can be added to a closed order', () => {
    const world = assignedTo('A');
    close(world, 'closedWithReason', 'shiftLead', 'nobody home');
    world.give('order', 'o1', 'addNote', { text: 'called back' }, { name: 'Sun' });
    expect(orderOf(world).notes).toMatchObject([{ by: 'Sun', text: 'called back' }]);
  });
});
