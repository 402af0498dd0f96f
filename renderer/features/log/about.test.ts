import { expect, it } from 'vitest';
import { aboutOf } from './about.ts';

it('reads stage, crew and words of a command, and nothing that is not one', () => {
  expect(aboutOf({ payload: { stage: 'arrived', occurredAt: 1, proof: 'photo 1' } })).toEqual({
    stage: 'arrived',
    crewId: undefined,
    text: 'photo 1',
  });
  expect(aboutOf({ payload: { crewId: 'C05', reason: ' ' } })).toEqual({
    stage: undefined,
    crewId: 'C05',
    text: undefined,
  });
  expect(aboutOf({ payload: { stage: 'unheard of', text: 7 } })).toEqual({
    stage: undefined,
    crewId: undefined,
    text: undefined,
  });
  expect(aboutOf({ payload: undefined }).stage).toBeUndefined();
});
