import { computed } from 'vue';
import type { Role } from '#shared/domain/entity/entity.ts';
import { useConsole } from '../../stores/console.store.ts';

/** What is in the way of an act at this window: a wall that only shows, no core, nobody signed on, or somebody whose role may not. */
export type RoleLock = 'wall' | 'offline' | 'signOn' | 'role';

type Seat = Pick<ReturnType<typeof useConsole>, 'isReadOnly' | 'isConnected' | 'actor'>;

/** What is in the way of an act that is for anybody signed on; undefined where nothing is. */
export function seatLockOf(seat: Seat): Exclude<RoleLock, 'role'> | undefined {
  if (seat.isReadOnly) return 'wall';
  if (!seat.isConnected) return 'offline';
  return seat.actor === null ? 'signOn' : undefined;
}

/** What whoever is signed on is told of an act that is for `roles`; undefined where nothing is in the way. */
export function roleLockOf(seat: Seat, roles: readonly Role[]): RoleLock | undefined {
  return seatLockOf(seat) ?? (seat.actor && roles.includes(seat.actor.role) ? undefined : 'role');
}

/** Whether a shift lead is at this window, and what is in the way where none is. */
export function useLead() {
  const consoleStore = useConsole();
  const lock = computed(() => roleLockOf(consoleStore, ['shiftLead']));
  return { lock, isLead: computed(() => lock.value === undefined) };
}
