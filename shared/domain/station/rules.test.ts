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
