import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCommands } from '#tests/support/domain-commands.ts';
import {
  T0,
  createOrder,
  createWorld,
  declareAlert,
  registerComplaint,
  registerCrew,
  type World,
} from '#tests/support/domain-world.ts';
import { ENTITY_TYPES, ROLES, type Command } from './entity.ts';
import { applyEvent, commandRule, decideCommand, moduleOf } from './registry.ts';

const life = anyCommands('g');

/** A world in which the entities of these groups are there, so that a command has something to refer to. */
function peopled(...groups: readonly string[]): World {
  const world = createWorld();
  for (const g of groups) {
    for (const n of ['1', '2']) {
      registerComplaint(world, `${g}-complaint-${n}`);
      registerCrew(world, `${g}-crew-${n}`);
      declareAlert(world, `${g}-redAlert-${n}`);
      createOrder(world, `${g}-order-${n}`, n === '1' ? { alertId: `${g}-redAlert-1` } : {});
      const limit = { signalId: 'S1.x', stationId: 'S1', kind: 'low', priority: 'low', limit: 1 };
      const raised = { ...limit, value: 0, sourceAt: T0 };
      world.give('alarm', `${g}-alarm-${n}`, 'raiseAlarm', raised, { role: 'system' });
      const found = { kind: 'makeupRise', subjectId: 'S1', evidence: [], sourceAt: T0 - 7_200_000 };
      world.give('insight', `${g}-insight-${n}`, 'findInsight', found, { role: 'system' });
    }
  }
  return world;
}

const submitAll = (world: World, commands: readonly Command[]) => commands.map((command) => world.submit(command));

describe('what is checked before the rules', () => {
  it('ENT-01: a command its entity does not know is refused', () => {
    const world = createWorld();
    for (const name of ['paintOrder', 'raiseAlarm', 'toString', 'constructor', '']) {
      expect(world.give('order', 'o1', name)).toMatchObject({ refused: 'CMD0001', detail: { command: name } });
    }
    expect(commandRule('order', 'createOrder')?.kind).toBe('intent');
    expect(commandRule('order', 'recordStage')?.kind).toBe('fact');
    expect(commandRule('order', 'raiseAlarm')).toBeUndefined();
  });

  it('ENT-02: a duty that may not is told who may, and the wall may nothing', () => {
    const world = createWorld();
    expect(createOrder(world, 'o1', {}, { role: 'crewLeader' })).toMatchObject({
      refused: 'CMD0002',
      detail: { role: 'crewLeader', may: 'callCentre, dispatcher, shiftLead, system' },
    });
    for (const type of ENTITY_TYPES) {
      for (const [name, { roles }] of Object.entries(moduleOf(type).commands)) {
        expect([name, roles.includes('wall')]).toEqual([name, false]);
        expect(roles.every((role) => ROLES.includes(role))).toBe(true);
      }
    }
  });

  it('ENT-04: an impossible shape is refused, with the field', () => {
    const world = createWorld();
    const faults: readonly [object, string][] = [
      [{ receivedAt: NaN }, 'receivedAt'],
      [{ receivedAt: '2026-01-12' }, 'receivedAt'],
      [{ receivedAt: null }, 'receivedAt'],
      [{ place: { at: [181, 36] } }, 'place.at'],
      [{ place: { at: [120] } }, 'place.at'],
      [{ place: {} }, 'place.at'],
    ];
    for (const [overrides, field] of faults) {
      expect(createOrder(world, 'o1', overrides)).toMatchObject({ refused: 'CMD0004', detail: { field } });
    }
    for (const payload of [null, undefined, 3, 'x', []]) {
      expect(world.give('order', 'o1', 'acceptOrder', payload === undefined ? 0 : payload).refused).toBe('CMD0004');
    }
    expect(createOrder(world, '').detail).toMatchObject({ field: 'entity.id' });
  });

  it('ENT-03: a fact about what is not in the log cannot be used', () => {
    const world = createWorld();
    const stage = { stage: 'arrived', occurredAt: T0 };
    expect(world.give('order', 'never', 'recordStage', stage)).toMatchObject({
      refused: 'CMD0003',
      detail: { type: 'order', id: 'never' },
    });
  });
});

describe('for all sequences of commands', () => {
  it('ENT-09: nothing throws', () => {
    fc.assert(
      fc.property(life, (commands) => {
        submitAll(createWorld(), commands);
        submitAll(peopled('g'), commands);
      }),
      { numRuns: 150 },
    );
  });

  it('ENT-03: no fact from the right duty about something in the log is refused', () => {
    fc.assert(
      fc.property(life, (commands) => {
        const world = peopled('g');
        for (const command of commands) {
          const rule = commandRule(command.entity.type, command.type);
          const { refused } = world.submit(command);
          if (rule?.kind !== 'fact' || !rule.roles.includes(command.actor.role)) continue;
          if (refused !== undefined) expect([command.type, refused]).toEqual([command.type, 'CRW0002']);
          if (refused === 'CRW0002') expect(command.actor.role).toBe('crewLeader');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('ENT-07: replaying the events gives the same state', () => {
    fc.assert(
      fc.property(life, (commands) => {
        const world = peopled('g');
        submitAll(world, commands);
        const replayed = new Map<string, unknown>();
        for (const { event, meta } of world.applied) {
          const key = `${event.entity.type}/${event.entity.id}`;
          // As it comes back from the log: through JSON.
          const stored = JSON.parse(JSON.stringify(event)) as typeof event;
          replayed.set(key, applyEvent(replayed.get(key), stored, meta));
        }
        expect(JSON.parse(JSON.stringify(Object.fromEntries(replayed)))).toEqual(
          JSON.parse(JSON.stringify(world.snapshot())),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('ENT-05: deciding twice gives the same events and changes nothing by itself', () => {
    fc.assert(
      fc.property(life, (commands) => {
        const world = peopled('g');
        for (const command of commands) {
          const before = JSON.stringify(world.snapshot());
          const first = decideCommand(world, command);
          expect(decideCommand(world, command)).toEqual(first);
          expect(JSON.stringify(world.snapshot())).toBe(before);
          world.submit(command);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('ENT-08: commands on unrelated entities give the same state in either order', () => {
    fc.assert(
      fc.property(anyCommands('x', ['weather']), anyCommands('y', ['weather']), (x, y) => {
        const xFirst = peopled('x', 'y');
        const yFirst = peopled('x', 'y');
        const mixed = peopled('x', 'y');
        submitAll(xFirst, [...x, ...y]);
        submitAll(yFirst, [...y, ...x]);
        submitAll(
          mixed,
          [...x, ...y].sort((a, b) => a.deviceSeq - b.deviceSeq),
        );
        expect(yFirst.snapshot()).toEqual(xFirst.snapshot());
        expect(mixed.snapshot()).toEqual(xFirst.snapshot());
      }),
      { numRuns: 100 },
    );
  });
});

describe('events', () => {
  it('ENT-05: what is named on the way is named by the command', () => {
    const world = createWorld();
    declareAlert(world, 'r1');
    const step = { kind: 'note', text: 'valve 7', occurredAt: T0 };
    const { events } = world.give('redAlert', 'r1', 'recordStep', step, { commandId: 'abc' });
    expect(events[0]?.payload).toMatchObject({ id: 'abc.step' });
  });

  it('ENT-06: what is so already is accepted without events', () => {
    const world = createWorld();
    createOrder(world, 'o1');
    world.give('order', 'o1', 'acceptOrder');
    expect(world.give('order', 'o1', 'acceptOrder')).toEqual({ refused: undefined, detail: {}, events: [] });
  });

  it('ENT-07: an event of an entity that was never made shows a hole in the log', () => {
    const meta = {
      commandId: 'c',
      actor: { id: 'p', name: 'p', role: 'dispatcher' },
      device: 'd',
      issuedAt: T0,
    } as const;
    for (const [type, name] of [
      ['order', 'orderAccepted'],
      ['redAlert', 'stepRecorded'],
      ['alarm', 'alarmAcknowledged'],
      ['complaint', 'complaintClosed'],
      ['crew', 'shiftEnded'],
    ] as const) {
      const event = { entity: { type, id: 'x' }, type: name, payload: {} };
      expect(() => applyEvent(undefined, event, meta)).toThrow('CMD0005');
    }
  });
});
