import { describe, expect, it } from 'vitest';
import { MINUTE, PLACE, T0, createOrder, createWorld, registerCrew } from '#tests/support/domain-world.ts';
import { fromLocalM } from '../../lib/geo.ts';
import type { Order } from '../order/types.ts';
import { rankCrews, type RankingInput } from './ranking.ts';
import type { Crew } from './types.ts';

describe('crews in the log', () => {
  it('CRW-01: registering again updates a crew and leaves its shift', () => {
    const world = createWorld();
    registerCrew(world, 'A');
    const renamed = { name: 'north', leader: 'Zhao', phone: '1', members: 3, skills: [], base: PLACE.at };
    world.give('crew', 'A', 'registerCrew', renamed);
    world.give('crew', 'B', 'registerCrew', renamed);
    expect(world.at<Crew>('crew', 'A')).toEqual({ ...renamed, id: 'A', onShift: true });
    expect(world.at<Crew>('crew', 'B').onShift).toBe(false);
  });

  it('CRW-02: a shift starts and ends once, of a registered crew', () => {
    const world = createWorld();
    registerCrew(world, 'A');
    expect(world.give('crew', 'A', 'startShift').events).toEqual([]);
    world.give('crew', 'A', 'endShift');
    expect(world.at<Crew>('crew', 'A').onShift).toBe(false);
    expect(world.give('crew', 'A', 'endShift').events).toEqual([]);
    expect(world.give('crew', 'Z', 'startShift').refused).toBe('CRW0001');
  });

  it('CRW-03: a crew leader speaks for his own crew, a dispatcher for any', () => {
    const world = createWorld();
    registerCrew(world, 'A');
    createOrder(world, 'o1');
    const leaderOfB = { role: 'crewLeader', crewId: 'B' } as const;
    expect(world.give('crew', 'A', 'endShift', {}, leaderOfB)).toMatchObject({
      refused: 'CRW0002',
      detail: { crewId: 'A', ownCrewId: 'B' },
    });
    const yes = { crewId: 'A', occurredAt: T0 };
    expect(world.give('order', 'o1', 'crewAccept', yes, leaderOfB).refused).toBe('CRW0002');
    for (const giving of [{}, { crewId: 'B' }, { role: 'crewLeader' }, { role: 'crewLeader', crewId: 'A' }] as const) {
      expect(world.give('order', 'o1', 'crewAccept', yes, giving).refused).toBeUndefined();
    }
  });
});

const HERE = PLACE.at;
const crew = (id: string, changes: Partial<Crew> = {}): Crew => ({
  id,
  name: id,
  leader: id,
  phone: '',
  members: 4,
  skills: ['pipe', 'welding', 'valve'],
  base: fromLocalM(HERE, 1000, 0),
  onShift: true,
  ...changes,
});
const positionOf = (crewId: string, eastM: number, ageMs = 0) => ({
  crewId,
  at: fromLocalM(HERE, eastM, 0),
  positionAt: T0 - ageMs,
});

function rank(changes: Partial<RankingInput>) {
  const crews = changes.crews ?? [crew('A')];
  const positions = changes.positions ?? crews.map(({ id }) => positionOf(id, 1000));
  return rankCrews({ at: HERE, category: 'burst', orders: [], nowMs: T0, ...changes, crews, positions });
}
const reason = (ranked: ReturnType<typeof rank>, kind: string) =>
  ranked[0]?.reasons.find((other) => other.kind === kind);

describe('ranking', () => {
  it('CRW-04: drives 1.4 times the straight line at 30 km/h from its position, else from its base', () => {
    expect(reason(rank({ positions: [positionOf('A', 5000)] }), 'travel')).toMatchObject({
      minutes: expect.closeTo(14, 1) as number,
      distanceM: expect.closeTo(7000, -1) as number,
      from: 'position',
    });
    expect(reason(rank({ positions: [] }), 'travel')).toMatchObject({
      minutes: expect.closeTo(2.8, 1) as number,
      from: 'base',
    });
  });

  it('CRW-05: a missing skill costs 20 min', () => {
    const ranked = rank({ crews: [crew('far'), crew('near', { skills: ['pipe'] })], category: 'burst' });
    expect(ranked.map((one) => one.crewId)).toEqual(['far', 'near']);
    expect(ranked[1]?.reasons).toContainEqual({
      kind: 'skills',
      minutes: 40,
      has: ['pipe'],
      lacks: ['welding', 'valve'],
    });
    const doctor = crew('doctor', { skills: ['heatDoctor'] });
    expect(rank({ crews: [crew('pipes'), doctor], category: 'notHot' })[0]?.crewId).toBe('doctor');
  });

  it('CRW-06: an open order costs 30 min, a closed one nothing', () => {
    const world = createWorld();
    registerCrew(world, 'A');
    for (const id of ['o1', 'o2', 'o3']) {
      createOrder(world, id);
      world.give('order', id, 'assignCrew', { crewId: 'A' });
    }
    world.give('order', 'o3', 'closeOrder', { outcome: 'handedOn', reason: 'x' }, { role: 'shiftLead' });
    expect(reason(rank({ orders: world.list<Order>('order') }), 'load')).toEqual({
      kind: 'load',
      minutes: 60,
      openOrders: 2,
    });
  });

  it('CRW-07: a position older than 10 min, or none, is marked and costs 10 min', () => {
    const aged = (ageMs: number) => reason(rank({ positions: [positionOf('A', 1000, ageMs)] }), 'oldPosition');
    expect(aged(10 * MINUTE)).toBeUndefined();
    expect(aged(10 * MINUTE + 1)).toEqual({ kind: 'oldPosition', minutes: 10, ageMs: 10 * MINUTE + 1 });
    expect(reason(rank({ positions: [] }), 'oldPosition')).toMatchObject({ minutes: 10, ageMs: undefined });
  });

  it('CRW-08: a crew off shift comes last, however near', () => {
    const crews = [crew('near', { onShift: false }), crew('far')];
    const ranked = rank({ crews, positions: [positionOf('near', 10), positionOf('far', 40_000)] });
    expect(ranked.map((one) => one.crewId)).toEqual(['far', 'near']);
    expect(ranked[1]?.reasons).toContainEqual({ kind: 'offShift' });
  });

  it('CRW-09: the minutes of the reasons add up, equal crews stand by id', () => {
    const ranked = rank({ crews: [crew('b', { skills: [] }), crew('a', { skills: [] })] });
    expect(ranked.map((one) => one.crewId)).toEqual(['a', 'b']);
    for (const { scoreMin, reasons } of ranked) {
      expect(reasons.reduce((sum, one) => sum + ('minutes' in one ? one.minutes : 0), 0)).toBeCloseTo(scoreMin);
    }
  });
});
