import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWorld, type World } from '#tests/support/domain-world.ts';
import type { Role } from '../entity/entity.ts';
import { BURST_PARAMS, BURST_PARAM_KEYS, burstNumbers } from './catalogue.ts';
import { isPlanKey, planFaults } from './plan.ts';
import type { BurstSettings } from './types.ts';

const set = (world: World, values: object, reason = 'our plan', role: Role = 'dispatcher') =>
  world.give('burstSettings', 'current', 'setBurstParams', { values, reason }, { role, name: 'Wang' });
const known = (world: World) => world.at<BurstSettings>('burstSettings', 'current');

it('BST-01: an unknown key refuses the whole change', () => {
  const world = createWorld();
  expect(set(world, { 'leak.cd': 0.7, 'leak.colour': 1 })).toMatchObject({
    refused: 'BUR0001',
    detail: { key: 'leak.colour' },
  });
  expect(set(world, { toString: 1 }).refused).toBe('BUR0001');
  expect(world.get({ type: 'burstSettings', id: 'current' })).toBeUndefined();
});

it('BST-02: every number keeps to its range', () => {
  for (const key of BURST_PARAM_KEYS.filter((one) => !isPlanKey(one))) {
    const { min, max } = BURST_PARAMS[key];
    const world = createWorld();
    expect(set(world, { [key]: min - 0.001 }).refused).toBe('BUR0002');
    expect(set(world, { 'leak.cd': 0.7, [key]: max + 0.001 }).refused).toBe('BUR0002');
    expect(set(world, { [key]: Number.NaN }).refused).toBeDefined();
    expect(set(world, { [key]: min }).refused).toBeUndefined();
    expect(set(world, { [key]: max }).refused).toBeUndefined();
    expect(known(world).values).toEqual({ [key]: max });
  }
  // The numbers of the plan also keep their order (BST-08): all are set to the limit at once.
  const plan = BURST_PARAM_KEYS.filter(isPlanKey);
  expect(plan).toHaveLength(8);
  for (const key of plan) {
    const { min, max } = BURST_PARAMS[key];
    expect(set(createWorld(), { [key]: min - 0.001 }).refused).toBe('BUR0002');
    expect(set(createWorld(), { [key]: max + 0.001 }).refused).toBe('BUR0002');
  }
  const least = { 'plan.level1Households': 1, 'plan.level1Hours': 0.5 };
  const most = { 'plan.level4Households': 1e6, 'plan.level4Hours': 1000 };
  expect(set(createWorld(), { ...least, ...most }).refused).toBeUndefined();
});

it('BST-03: without a reason nothing is set', () => {
  const world = createWorld();
  expect(set(world, { 'leak.cd': 0.7 }, '  ').refused).toBe('BUR0003');
  set(world, { 'leak.cd': 0.7 }, 'measured at the test rig');
  expect(known(world)).toMatchObject({ by: 'Wang', reason: 'measured at the test rig' });
});

it('BST-04: others stay, null goes back to the default', () => {
  const world = createWorld();
  set(world, { 'leak.cd': 0.7, 'cold.roomC': 22 });
  set(world, { 'leak.cd': null, 'cluster.radiusM': 200 });
  expect(known(world).values).toEqual({ 'cold.roomC': 22, 'cluster.radiusM': 200 });
  expect(burstNumbers(known(world).values)['leak.cd']).toBe(0.6);
});

it('BST-05: the question goes before the site, the site before the default', () => {
  const site = { 'leak.cd': 0.7, 'spread.depthM': 0.1 };
  const numbers = burstNumbers(site, { 'leak.cd': 0.8 });
  expect([numbers['leak.cd'], numbers['spread.depthM'], numbers['cold.roomC']]).toEqual([0.8, 0.1, 20]);
  expect(burstNumbers(undefined)).toEqual(burstNumbers());
});

it('BST-06: every default lies within its range and names its source', () => {
  for (const key of BURST_PARAM_KEYS) {
    const { value, min, max, source, of } = BURST_PARAMS[key];
    expect(value, key).toBeGreaterThanOrEqual(min);
    expect(value, key).toBeLessThanOrEqual(max);
    expect(['seed', 'std', 'eng'], key).toContain(source);
    expect(of, key).not.toBe('');
  }
});

it('BST-07: neither the call centre nor a crew sets them', () => {
  const world = createWorld();
  for (const role of ['callCentre', 'crewLeader', 'system'] as const)
    expect(set(world, { 'leak.cd': 0.7 }, 'x', role).refused).toBe('CMD0002');
  expect(set(world, { 'leak.cd': 0.7 }, 'x', 'shiftLead').refused).toBeUndefined();
});

it('BST-08: a plan whose levels do not rise is refused, also against what stands already', () => {
  const refusal = (...changes: readonly object[]) => {
    const world = createWorld();
    return changes.map((values) => set(world, values)).at(-1);
  };
  expect(refusal({ 'plan.level2Households': 499 })).toMatchObject({
    refused: 'BUR0004',
    detail: { level: 2, below: 1, key: 'plan.level2Households' },
  });
  expect(refusal({ 'plan.level2Hours': 11 })).toMatchObject({
    refused: 'BUR0004',
    detail: { key: 'plan.level2Hours' },
  });
  // Levels 2 and 3 last as long by default: then the households must differ.
  expect(refusal({ 'plan.level3Households': 3000 })).toMatchObject({
    refused: 'BUR0004',
    detail: { level: 3, below: 2, key: 'plan.level3Households' },
  });
  expect(refusal({ 'plan.level3Households': 3000, 'plan.level3Hours': 25 })?.refused).toBeUndefined();
  expect(refusal({ 'plan.level3Hours': 36 }, { 'plan.level2Hours': 36 })?.refused).toBeUndefined();
  expect(refusal({ 'plan.level2Hours': 36 })?.refused).toBe('BUR0004');
  // Back to the default counts as what the default is.
  expect(
    refusal({ 'plan.level1Households': 20, 'plan.level2Households': 40 }, { 'plan.level1Households': null })?.refused,
  ).toBe('BUR0004');
  // Other numbers are not held up.
  expect(refusal({ 'leak.cd': 0.7 })?.refused).toBeUndefined();
});

it('BST-08: the shipped plan rises, and any plan that passes is reached level by level', () => {
  expect(planFaults(burstNumbers())).toEqual([]);
  const level = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }));
  fc.assert(
    fc.property(fc.tuple(level, level, level, level), (plan) => {
      const numbers = burstNumbers(
        Object.fromEntries(
          plan.flatMap(([households, hours], index) => [
            [`plan.level${String(index + 1)}Households`, households],
            [`plan.level${String(index + 1)}Hours`, hours],
          ]),
        ),
      );
      const rises = plan.every(([households, hours], index) => {
        const [fewer, shorter] = plan[index - 1] ?? [0, 0];
        return households >= fewer && hours >= shorter && households + hours > fewer + shorter;
      });
      expect(planFaults(numbers).length === 0).toBe(rises);
    }),
  );
});
