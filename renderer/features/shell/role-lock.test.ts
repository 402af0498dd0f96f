import { expect, it } from 'vitest';
import type { Actor } from '#shared/domain/entity/entity.ts';
import { roleLockOf, seatLockOf } from './role-lock.ts';

const seat = (role: Actor['role'] | undefined) => ({
  isReadOnly: false,
  isConnected: true,
  actor: role === undefined ? null : { id: 'x', name: '刘敏', role },
});

it('tells somebody who is signed on that his role may not, and only nobody to sign on', () => {
  expect(roleLockOf(seat('dispatcher'), ['shiftLead'])).toBe('role');
  expect(roleLockOf(seat(undefined), ['shiftLead'])).toBe('signOn');
  expect(roleLockOf(seat('shiftLead'), ['shiftLead'])).toBeUndefined();
  expect(roleLockOf(seat('dispatcher'), ['dispatcher', 'shiftLead'])).toBeUndefined();
});

it('asks of an act for everybody only that somebody is signed on', () => {
  expect(seatLockOf(seat('dispatcher'))).toBeUndefined();
  expect(seatLockOf(seat(undefined))).toBe('signOn');
});

it('says first what signing on would not mend: a wall that only shows, a core that is away', () => {
  expect(roleLockOf({ ...seat(undefined), isReadOnly: true, isConnected: false }, ['shiftLead'])).toBe('wall');
  expect(roleLockOf({ ...seat('shiftLead'), isConnected: false }, ['shiftLead'])).toBe('offline');
});
