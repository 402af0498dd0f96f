import { expect, it } from 'vitest';
import { T0, createWorld } from '#tests/support/domain-world.ts';
import type { StationNotes } from './types.ts';

it('STA-01: notes are added one after the other, with writer and time', () => {
  const world = createWorld();
  world.give('station', 'S1', 'noteStation', { text: 'pump is loud' }, { name: 'Wang', atMs: 1 });
  world.give('station', 'S1', 'noteStation', { text: 'bearing changed' }, { name: 'Li', atMs: 2 });
  expect(world.at<StationNotes>('station', 'S1')).toEqual({
    id: 'S1',
    notes: [
      { at: T0 + 1, by: 'Wang', text: 'pump is loud' },
      { at: T0 + 2, by: 'Li', text: 'bearing changed' },
    ],
  });
});

it('STA-02: somebody says with a reason what a station is doing, once', () => {
  const world = createWorld();
  const say = (state: string, reason = 'pump change') =>
    world.give('station', 'S1', 'setPlantState', { state, reason }, { name: 'Wang', atMs: 5 });
  expect(say('inService').events).toEqual([]);
  expect(say('maintenance', ' ').refused).toBe('ALM0003');
  expect(world.give('station', 'S1', 'setPlantState', {}, { role: 'callCentre' }).refused).toBe('CMD0002');
  say('maintenance');
  expect(say('maintenance').events).toEqual([]);
  expect(world.at<StationNotes>('station', 'S1').plantState).toEqual({
    state: 'maintenance',
    reason: 'pump change',
    by: 'Wang',
    at: T0 + 5,
  });
  world.give('station', 'S1', 'noteStation', { text: 'done by noon' });
  expect(world.at<StationNotes>('station', 'S1').plantState?.state).toBe('maintenance');
});
