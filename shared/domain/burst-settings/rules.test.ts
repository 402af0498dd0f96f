import { expect, it } from 'vitest';
import { createWorld, type World } from '#tests/support/domain-world.ts';
import type { Role } from '../entity/entity.ts';
import { BURST_PARAMS, BURST_PARAM_KEYS, burstNumbers } from './catalogue.ts';
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
  for (const key of BURST_PARAM_KEYS) {
    const { min, max } = BURST_PARAMS[key];
    const world = createWorld();
    expect(set(world, { [key]: min - 0.001 }).refused).toBe('BUR0002');
    expect(set(world, { 'leak.cd': 0.7, [key]: max + 0.001 }).refused).toBe('BUR0002');
    expect(set(world, { [key]: Number.NaN }).refused).toBeDefined();
    expect(set(world, { [key]: min }).refused).toBeUndefined();
    expect(set(world, { [key]: max }).refused).toBeUndefined();
    expect(known(world).values).toEqual({ [key]: max });
  }
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
