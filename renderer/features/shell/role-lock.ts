import { computed } from 'vue';
import type { Role } from '#shared/domain/entity/entity.ts';
import { useConsole } from '../../stores/console.store.ts';

/** What is in the way of an act at this window: a wall that only shows, no core, nobody signed on, or somebody whose role may not. */
export type RoleLock = 'wall' | 'offline' | 'signOn' | 'role';

/** What whoever is signed on is told of an act that is for `roles`; undefined where nothing is in the way. */
export function roleLockOf(
  seat: Pick<ReturnType<typeof useConsole>, 'isReadOnly' | 'isConnected' | 'actor'>,
  roles: readonly Role[],
): RoleLock | undefined {
  if (seat.isReadOnly) return 'wall';
  if (!seat.isConnected) return 'offline';
  if (seat.actor === null) return 'signOn';
  return roles.includes(seat.actor.role) ? undefined : 'role';
}

/** Whether a shift lead is at this window, and what is in the way where none is. */
export function useLead() {
  const consoleStore = useConsole();
  const lock = computed(() => roleLockOf(consoleStore, ['shiftLead']));
  return { lock, isLead: computed(() => lock.value === undefined) };
}
