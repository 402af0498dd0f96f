import { onScopeDispose, watch } from 'vue';
import { reportOwnFault } from '../../commands/alarms.ts';

/** A fault that is over within this time is none: a browser that waits for its first click gets one [eng]. */
const TELL_AFTER_MS = 10_000;

export interface OwnFault {
  readonly isFailing: boolean;
  readonly detail: string;
}

/**
 * Tells the core that something of this workplace fails, and when it works again; it becomes an alarm there. Lives with the calling
 * component. `read` says undefined while nothing is known, `mayTell` whether this window is the one that tells, and connected.
 */
export function tellOwnFault(what: 'sound' | 'speech', read: () => OwnFault | undefined, mayTell: () => boolean): void {
  let told: boolean | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  async function tell({ isFailing, detail }: OwnFault): Promise<void> {
    if (!mayTell() || told === isFailing) return;
    told = isFailing;
    // Not said: once more with the next connection.
    if (!(await reportOwnFault(what, isFailing, detail))) told = undefined;
  }

  watch(
    [() => read()?.isFailing, mayTell],
    () => {
      clearTimeout(waiting);
      // Whoever answers next may be another core: it is told anew.
      if (!mayTell()) told = undefined;
      const fault = read();
      if (!fault) return;
      if (fault.isFailing) waiting = setTimeout(() => void tell(fault), TELL_AFTER_MS);
      else void tell(fault);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(waiting);
  });
}
