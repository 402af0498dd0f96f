import { expect, it } from 'vitest';
import { notePick, pickedAt } from './picked-at.ts';

it('knows the place of the last click alone, for the thing that was clicked', () => {
  expect(pickedAt('P1')).toBeUndefined();
  notePick('P1', [126.6, 45.7]);
  expect(pickedAt('P1')).toEqual([126.6, 45.7]);
  expect(pickedAt('P2')).toBeUndefined();
  notePick('P2', [126.7, 45.7]);
  expect(pickedAt('P1')).toBeUndefined();
});
