import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { T0, createWorld, declareAlert, type Giving, type World } from '#tests/support/domain-world.ts';
import type { RedAlert } from '../alert/types.ts';
import type { ValveCondition, ValveState } from '../network/types.ts';
import type { ValveCommands, ValveRecord } from './types.ts';

const edit = (world: World, payload: Partial<ValveCommands['editValve']>, giving: Giving = {}) =>
  world.give('valve', 'V1', 'editValve', { reason: 'plan was wrong', ...payload }, giving);
const report = (world: World, payload: Partial<ValveCommands['reportValve']>, giving: Giving = {}) =>
  world.give('valve', 'V1', 'reportValve', { occurredAt: T0, note: '', ...payload }, { role: 'crewLeader', ...giving });
const valve = (world: World): ValveRecord => world.at<ValveRecord>('valve', 'V1');

describe('editing', () => {
  it('VAL-01: needs a dispatcher or shift lead and a reason', () => {
    const world = createWorld();
    expect(edit(world, { state: 'closed', reason: ' ' }).refused).toBe('VAL0001');
    expect(edit(world, { state: 'closed' }, { role: 'callCentre' }).refused).toBe('CMD0002');
    expect(edit(world, { state: 'closed' }, { name: 'Li', atMs: 5 }).refused).toBeUndefined();
    expect(valve(world)).toMatchObject({
      state: 'closed',
      basis: 'edited',
      by: 'Li',
      reason: 'plan was wrong',
      at: T0 + 5,
    });
    expect(valve(world).condition).toBeUndefined();
  });

  it('VAL-01: what says nothing new changes nothing', () => {
    const world = createWorld();
    expect(edit(world, {}).events).toEqual([]);
    edit(world, { state: 'closed' });
    expect(edit(world, { state: 'closed' }, { name: 'another' }).events).toEqual([]);
    expect(edit(world, {}).events).toEqual([]);
    expect(edit(world, { state: 'closed', condition: 'stuck' }).events).toHaveLength(1);
    expect(valve(world).changes).toHaveLength(2);
  });
});

describe('reports from the field', () => {
  it('VAL-02: are never refused, not even one that says nothing or comes late', () => {
    const world = createWorld();
    expect(report(world, { state: 'closed', occurredAt: T0 + 1_000 }, { name: 'Zhao' }).refused).toBeUndefined();
    for (const payload of [{}, { occurredAt: T0 - 86_400_000 }, { state: 'closed' as const }, { alertId: 'none' }]) {
      expect(report(world, payload).refused).toBeUndefined();
    }
    expect(valve(world)).toMatchObject({ state: 'closed', basis: 'field', by: 'Zhao', at: T0 + 1_000 });
  });

  it('VAL-03: the newest in the world stands, state and condition each for itself', () => {
    const world = createWorld();
    report(world, { state: 'closed', occurredAt: T0 + 3_000 });
    report(world, { state: 'open', condition: 'stuck', occurredAt: T0 + 1_000 });
    expect(valve(world)).toMatchObject({ state: 'closed', condition: 'stuck', at: T0 + 3_000 });
    edit(world, { condition: 'operable' }, { atMs: 2_000 });
    expect(valve(world)).toMatchObject({ state: 'closed', condition: 'operable', basis: 'field' });
    report(world, { state: 'open', occurredAt: T0 + 3_000 });
    expect(valve(world).state).toBe('open');
  });

  it('VAL-03: in whatever order reports of different moments come in, the same stands', () => {
    const told = fc.record({
      state: fc.constantFrom<ValveState | undefined>('open', 'closed', undefined),
      condition: fc.constantFrom<ValveCondition | undefined>('stuck', 'operable', undefined),
    });
    const story = fc.array(told, { minLength: 1, maxLength: 30 }).chain((all) => {
      const dated = all.map((one, k) => ({ ...one, occurredAt: T0 + k * 1_000 }));
      return fc.record({ dated: fc.constant(dated), mixed: fc.shuffledSubarray(dated, { minLength: dated.length }) });
    });
    fc.assert(
      fc.property(story, ({ dated, mixed }) => {
        const [inOrder, late] = [createWorld(), createWorld()];
        for (const one of dated) report(inOrder, one);
        for (const one of mixed) report(late, one);
        const standing = ({ state, condition, at }: ValveRecord): unknown => [state, condition, at];
        expect(standing(valve(late))).toEqual(standing(valve(inOrder)));
        expect(valve(inOrder).state).toBe(dated.findLast(({ state }) => state !== undefined)?.state);
        expect(valve(inOrder).condition).toBe(dated.findLast(({ condition }) => condition !== undefined)?.condition);
        expect(valve(late).changes.length).toBeLessThanOrEqual(22);
      }),
      { numRuns: 200 },
    );
  });

  it('VAL-04: "closed" in an alert is a step of it; in a drill nothing but a step', () => {
    const world = createWorld();
    declareAlert(world, 'r1');
    declareAlert(world, 'drill', { drill: true });
    report(world, { state: 'open', alertId: 'r1' });
    expect(world.at<RedAlert>('redAlert', 'r1').steps).toEqual([]);
    report(world, { state: 'closed', alertId: 'r1', note: '12 turns', occurredAt: T0 + 9_000 }, { name: 'Zhao' });
    expect(world.at<RedAlert>('redAlert', 'r1').steps).toMatchObject([
      { kind: 'valveClosed', valveId: 'V1', text: '12 turns', by: 'Zhao', occurredAt: T0 + 9_000, late: false },
    ]);
    expect(valve(world)).toMatchObject({ state: 'closed', by: 'Zhao' });
    world.give('valve', 'V2', 'reportValve', { state: 'closed', occurredAt: T0, note: '', alertId: 'drill' });
    expect(world.get({ type: 'valve', id: 'V2' })).toBeUndefined();
    expect(world.at<RedAlert>('redAlert', 'drill').steps).toMatchObject([{ valveId: 'V2' }]);
  });
});
