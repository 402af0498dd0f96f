import { computed } from 'vue';
import { useConsole } from '../../stores/console.store.ts';

/** Why the numbers of the site cannot be changed at this window. */
export type SetLock = 'offline' | 'wall' | 'signOn' | 'role';

/** Who may set the numbers of the site: a dispatcher or shift lead at a connected seat. `lock` says what is in the way. */
export function useMaySet() {
  const consoleStore = useConsole();
  const lock = computed<SetLock | undefined>(() => {
    if (consoleStore.isReadOnly) return 'wall';
    if (!consoleStore.isConnected) return 'offline';
    const role = consoleStore.actor?.role;
    if (role === undefined) return 'signOn';
    return role === 'dispatcher' || role === 'shiftLead' ? undefined : 'role';
  });
  return { lock, maySet: computed(() => lock.value === undefined) };
}
