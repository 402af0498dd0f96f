import { describe, expect, it } from 'vitest';
import {
  MINUTE,
  T0,
  createOrder,
  createWorld,
  declareAlert,
  registerCrew,
  type Giving,
  type World,
} from '#tests/support/domain-world.ts';
import type { Role } from '../entity/entity.ts';
import { nextPage } from './escalation.ts';
import type { ValveRecord } from '../valve/types.ts';
import type { AlertCommands, AlertLevel, RedAlert } from './types.ts';
import { openValveOrders } from './valve-orders.ts';

const alertOf = (world: World) => world.at<RedAlert>('redAlert', 'r1');
const hopOf = (world: World, level: AlertLevel) => alertOf(world).hops.find((hop) => hop.level === level);
const pageOf = (world: World, level: AlertLevel, contactId: string) =>
  hopOf(world, level)?.pages.find((page) => page.contactId === contactId);
const give = (world: World, command: string, payload: unknown, giving: Giving = {}) =>
  world.give('redAlert', 'r1', command, payload, giving);
const page = (world: World, contactId: string, atMs: number, level: AlertLevel = 'callCentre') =>
  give(world, 'pageContact', { level, contactId, contactName: contactId, pagedAt: T0 + atMs, escalation: true });
const accept = (world: World, contactId: string, role: Role, level: AlertLevel = 'callCentre') =>
  give(world, 'acceptHop', { level, contactId, occurredAt: T0 + MINUTE }, { role, name: contactId });
const step = (world: World, text: string, atMs: number) =>
  give(world, 'recordStep', { kind: 'note', text, occurredAt: T0 + atMs }, { name: 'Sun' });
const end = (world: World, changes: Partial<AlertCommands['endRedAlert']> = {}, role: Role = 'shiftLead') =>
  give(
    world,
    'endRedAlert',
    { reason: 'repaired', endedAt: T0 + 60 * MINUTE, signedHead: 'ab'.repeat(32), ...changes },
    { role, name: 'Lead' },
  );

function declared(isPending = false): World {
  const world = createWorld(isPending);
  declareAlert(world, 'r1');
  return world;
}

function withCrewAssigned(): World {
  const world = declared();
  registerCrew(world, 'A');
  registerCrew(world, 'B');
  createOrder(world, 'o1', { category: 'burst', alertId: 'r1' });
  world.give('order', 'o1', 'assignCrew', { crewId: 'A' }, { atMs: 2 * MINUTE });
  return world;
}

describe('declaration', () => {
  it('ALT-17: names the candidate it was declared for, and none where it was declared otherwise', () => {
    const world = createWorld();
    declareAlert(world, 'r1', { candidateId: 'c1' });
    expect(alertOf(world).candidateId).toBe('c1');
    expect(alertOf(declared()).candidateId).toBeUndefined();
  });

  it('ALT-01: only a shift lead declares, several may run, the same id is refused', () => {
    const world = declared();
    expect(give(world, 'declareRedAlert', {}, { role: 'dispatcher' })).toMatchObject({
      refused: 'CMD0002',
      detail: { may: 'shiftLead' },
    });
    expect(declareAlert(world, 'r1')).toMatchObject({ refused: 'ALT0001', detail: { declaredBy: 'Lead' } });
    expect(declareAlert(world, 'r2').refused).toBeUndefined();
    expect(world.list<RedAlert>('redAlert').map((alert) => alert.status)).toEqual(['active', 'active']);
  });

  it('ALT-02, ALT-03: opens call centre and dispatch with 60 s each and pages their first contacts', () => {
    const world = declared();
    expect(alertOf(world).hops.map(({ level, dueAt, pages }) => [level, dueAt, pages.map((p) => p.contactId)])).toEqual(
      [
        ['callCentre', T0 + MINUTE, ['cc1']],
        ['dispatch', T0 + MINUTE, ['d1']],
      ],
    );
  });
});

describe('pages', () => {
  it('ALT-07: a contact is paged once, and each page starts the deadline anew', () => {
    const world = declared();
    page(world, 'cc2', 70_000);
    expect(page(world, 'cc2', 90_000).events).toEqual([]);
    expect(hopOf(world, 'callCentre')).toMatchObject({ dueAt: T0 + 130_000, escalations: 1 });
    expect(hopOf(world, 'callCentre')?.pages).toHaveLength(2);
  });

  it('ALT-07: a page after the acceptance is cancelled at once and moves no deadline', () => {
    const world = declared();
    accept(world, 'cc1', 'callCentre');
    page(world, 'cc2', 70_000);
    expect(pageOf(world, 'callCentre', 'cc2')?.cancelledAt).toBe(T0 + 70_000);
    expect(hopOf(world, 'callCentre')?.dueAt).toBe(T0 + MINUTE);
  });

  it('ALT-08: sent exists only with the receipt of the hub', () => {
    const pending = declared(true);
    page(pending, 'cc2', 70_000);
    expect(hopOf(pending, 'callCentre')?.pages.map((p) => p.sentAt)).toEqual([undefined, undefined]);
    const confirmed = declared();
    page(confirmed, 'cc2', 70_000);
    expect(hopOf(confirmed, 'callCentre')?.pages.map((p) => p.sentAt)).toEqual([T0 + 5, T0 + 5]);
  });

  it('ALT-08: delivered and read are marked each for itself, the first stands, a stranger changes nothing', () => {
    const world = declared();
    const mark = (contactId: string, name: string, atMs: number) =>
      give(world, 'markPage', { level: 'callCentre', contactId, mark: name, occurredAt: T0 + atMs });
    mark('cc1', 'read', 3000);
    mark('cc1', 'read', 9000);
    expect(pageOf(world, 'callCentre', 'cc1')).toMatchObject({ readAt: T0 + 3000 });
    expect(pageOf(world, 'callCentre', 'cc1')?.deliveredAt).toBeUndefined();
    mark('cc1', 'delivered', 4000);
    mark('cc1', 'delivered', 9000);
    expect(pageOf(world, 'callCentre', 'cc1')).toMatchObject({ readAt: T0 + 3000, deliveredAt: T0 + 4000 });
    const before = alertOf(world);
    expect(mark('nobody', 'delivered', 3000).refused).toBeUndefined();
    expect(alertOf(world)).toEqual(before);
  });
});

describe('acceptance', () => {
  it('ALT-09: the first wins and cancels the others, the second is told who was first', () => {
    const world = declared();
    page(world, 'cc2', 30_000);
    accept(world, 'cc2', 'callCentre');
    expect(hopOf(world, 'callCentre')).toMatchObject({ acceptedBy: 'cc2', acceptedAt: T0 + MINUTE });
    expect(pageOf(world, 'callCentre', 'cc1')?.cancelledAt).toBe(T0 + MINUTE);
    expect(pageOf(world, 'callCentre', 'cc2')).toMatchObject({ acceptedAt: T0 + MINUTE });
    expect(pageOf(world, 'callCentre', 'cc2')?.cancelledAt).toBeUndefined();
    expect(accept(world, 'cc1', 'callCentre')).toMatchObject({ refused: 'ALT0005', detail: { acceptedBy: 'cc2' } });
    expect(accept(world, 'cc2', 'callCentre').events).toEqual([]);
    expect(accept(world, 'A', 'crewLeader', 'crew').refused).toBe('ALT0004');
  });

  it('ALT-06: each hop has its duties, the shift lead may accept all', () => {
    const may: readonly [AlertLevel, Role, boolean][] = [
      ['callCentre', 'callCentre', true],
      ['callCentre', 'shiftLead', true],
      ['callCentre', 'dispatcher', false],
      ['dispatch', 'dispatcher', true],
      ['dispatch', 'callCentre', false],
      ['dispatch', 'crewLeader', false],
      ['crew', 'crewLeader', true],
      ['crew', 'dispatcher', true],
      ['crew', 'shiftLead', true],
      ['crew', 'callCentre', false],
    ];
    for (const [level, role, isAllowed] of may) {
      const refused = accept(withCrewAssigned(), 'x', role, level).refused;
      expect([level, role, refused]).toEqual([level, role, isAllowed ? undefined : 'ALT0003']);
    }
  });
});

describe('crew hop', () => {
  it('ALT-02, ALT-04: the assigned crew is paged and has 180 s', () => {
    const world = withCrewAssigned();
    expect(hopOf(world, 'crew')).toMatchObject({ dueAt: T0 + 5 * MINUTE, escalations: 0, pages: [{ contactId: 'A' }] });
    world.give('order', 'o1', 'assignCrew', { crewId: 'B', replaces: 'A' }, { atMs: 3 * MINUTE });
    world.give('order', 'o1', 'assignCrew', { crewId: 'A', replaces: 'B' }, { atMs: 4 * MINUTE });
    expect(hopOf(world, 'crew')?.pages.map((p) => p.contactId)).toEqual(['A', 'B']);
  });

  it('ALT-05: the yes of the crew that has the order accepts the hop', () => {
    const world = withCrewAssigned();
    const yes = (crewId: string) => world.give('order', 'o1', 'crewAccept', { crewId, occurredAt: T0 + 3 * MINUTE });
    yes('B');
    expect(hopOf(world, 'crew')?.acceptedAt).toBeUndefined();
    yes('A');
    expect(hopOf(world, 'crew')).toMatchObject({ acceptedAt: T0 + 3 * MINUTE, acceptedBy: 'leader A' });
    world.give('order', 'o1', 'assignCrew', { crewId: 'B', replaces: 'A' });
    yes('B');
    expect(hopOf(world, 'crew')).toMatchObject({ acceptedBy: 'leader A', pages: [{ contactId: 'A' }] });
  });
});

describe('escalation', () => {
  const next = (world: World, atMs: number) => nextPage(alertOf(world), alertOf(world).contacts ?? [], T0 + atMs);
  const apply = (world: World, atMs: number): readonly string[] => {
    const paged: string[] = [];
    for (let due = next(world, atMs); due !== undefined; due = next(world, atMs)) {
      give(world, 'pageContact', due, { role: 'system' });
      paged.push(`${due.level}:${due.contactName}`);
    }
    return paged;
  };

  it('ALT-10: pages the next contact at the deadline, then the shift lead, then nobody', () => {
    const world = declared();
    expect(apply(world, 59_999)).toEqual([]);
    expect(apply(world, 60_000)).toEqual(['callCentre:Agent 2', 'dispatch:Lead']);
    expect(apply(world, 119_999)).toEqual([]);
    expect(apply(world, 120_000)).toEqual(['callCentre:Lead']);
    expect(apply(world, 999_000)).toEqual([]);
    expect(hopOf(world, 'callCentre')).toMatchObject({ escalations: 2 });
  });

  it('ALT-10: leaves accepted hops and ended alerts alone', () => {
    const world = declared();
    accept(world, 'cc1', 'callCentre');
    expect(apply(world, 60_000)).toEqual(['dispatch:Lead']);
    end(world);
    expect(next(world, 999_000)).toBeUndefined();
  });

  it('ALT-10: a hop without contacts goes to the shift lead at once', () => {
    const world = createWorld();
    declareAlert(world, 'r1', { contacts: [] });
    expect(next(world, 0)).toMatchObject({ contactId: 'p-Lead', contactName: 'Lead', escalation: false });
    expect(apply(world, 0)).toEqual(['callCentre:Lead', 'dispatch:Lead']);
  });
});

describe('steps and end', () => {
  it('ALT-11: steps stand in the order they happened, and what comes late is marked', () => {
    const world = declared();
    step(world, 'second', 2000);
    step(world, 'first', 1000);
    step(world, 'third', 3000);
    end(world);
    step(world, 'after', 4000);
    expect(alertOf(world).steps.map(({ text, late, by }) => [text, late, by])).toEqual([
      ['first', true, 'Sun'],
      ['second', false, 'Sun'],
      ['third', false, 'Sun'],
      ['after', true, 'Sun'],
    ]);
    expect(new Set(alertOf(world).steps.map((one) => one.id)).size).toBe(4);
  });

  const valveStep = (world: World, kind: string, valveId: string | undefined, atMs: number, id = 'r1') => {
    const payload = { kind, valveId, text: '12 turns', occurredAt: T0 + atMs };
    return world.give('redAlert', id, 'recordStep', payload, { name: 'Sun' });
  };
  const known = (world: World) => (id: string) => world.get<ValveRecord>({ type: 'valve', id });

  it('ALT-15: a closed valve is reported to the valve, an ordered one is not, and a drill touches none', () => {
    const world = declared();
    declareAlert(world, 'drill', { drill: true });
    valveStep(world, 'valveOrdered', 'V1', 1000);
    valveStep(world, 'valveClosed', 'V2', 1000, 'drill');
    valveStep(world, 'valveClosed', undefined, 1000);
    expect(world.list('valve')).toEqual([]);
    expect(valveStep(world, 'valveClosed', 'V1', 3000).events.map(({ entity }) => entity.type)).toEqual([
      'redAlert',
      'valve',
    ]);
    expect(known(world)('V1')).toMatchObject({
      state: 'closed',
      basis: 'field',
      by: 'Sun',
      at: T0 + 3000,
      reason: '12 turns',
    });
    world.give('valve', 'V1', 'reportValve', { state: 'open', occurredAt: T0 + 4000, note: '' });
    valveStep(world, 'valveClosed', 'V1', 3500);
    expect(known(world)('V1')?.state).toBe('open');
  });

  it('ALT-16: an ordered valve is open until it is reported closed after the order', () => {
    const world = declared();
    const open = () =>
      openValveOrders(alertOf(world), known(world)).map(({ valveId, order }) => `${valveId} ${String(order)}`);
    world.give('valve', 'V1', 'reportValve', { state: 'closed', occurredAt: T0, note: 'before the order' });
    for (const [k, id] of ['V1', 'V2', 'V3'].entries()) valveStep(world, 'valveOrdered', id, 1000 + k);
    expect(open()).toEqual(['V1 1', 'V2 2', 'V3 3']);
    valveStep(world, 'valveClosed', 'V2', 2000);
    expect(open()).toEqual(['V1 1', 'V3 3']);
    world.give('valve', 'V1', 'reportValve', { state: 'closed', occurredAt: T0 + 2000, note: '' });
    world.give('valve', 'V3', 'reportValve', { condition: 'stuck', occurredAt: T0 + 2000, note: '' });
    expect(open()).toEqual(['V3 3']);
    valveStep(world, 'valveOrdered', 'V2', 5000);
    expect(openValveOrders(alertOf(world), known(world))).toMatchObject([
      { valveId: 'V2', order: 2, orderedAt: T0 + 5000, alertId: 'r1', text: '12 turns' },
      { valveId: 'V3', order: 3 },
    ]);
  });

  it('ALT-12: ends only by a shift lead and with every order closed or handed on', () => {
    const world = withCrewAssigned();
    expect(end(world, {}, 'dispatcher').refused).toBe('CMD0002');
    const number = world.at<{ number: string }>('order', 'o1').number;
    expect(end(world)).toMatchObject({ refused: 'ALT0006', detail: { count: 1, numbers: number } });
    world.give('order', 'o1', 'closeOrder', { outcome: 'handedOn', reason: 'day shift' }, { role: 'shiftLead' });
    expect(end(world).refused).toBeUndefined();
    expect(alertOf(world)).toMatchObject({ status: 'ended', endedBy: 'Lead', signedHead: 'ab'.repeat(32) });
  });

  it('ALT-13: needs a reason and a signature', () => {
    const world = declared();
    expect(end(world, { reason: ' ' }).refused).toBe('ALT0007');
    for (const signedHead of ['', 'ab', 'zz'.repeat(32)]) expect(end(world, { signedHead }).refused).toBe('ALT0008');
  });

  it('ALT-14: once ended it refuses intents and names who ended it', () => {
    const world = declared();
    end(world);
    expect(end(world)).toMatchObject({ refused: 'ALT0002', detail: { endedBy: 'Lead' } });
    expect(accept(world, 'cc1', 'callCentre').refused).toBe('ALT0002');
  });
});
