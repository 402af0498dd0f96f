import { computed } from 'vue';
import { useConsole } from '../../stores/console.store.ts';
import { roleLockOf } from '../shell/role-lock.ts';

/** Who may set the numbers of the site: a dispatcher or shift lead at a connected seat. `lock` says what is in the way. */
export function useMaySet() {
  const consoleStore = useConsole();
  const lock = computed(() => roleLockOf(consoleStore, ['dispatcher', 'shiftLead']));
  return { lock, maySet: computed(() => lock.value === undefined) };
}
