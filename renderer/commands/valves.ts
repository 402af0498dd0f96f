import type { ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { ValveCommands } from '#shared/domain/valve/types.ts';
import { useClock } from '../stores/clock.store.ts';
import { refOf, submit } from './submit.ts';
import type { Submission } from './submissions.ts';

/** Tells what was found or done at a valve just now; a fact, never refused. */
export function reportValve(
  valveId: string,
  found: ValveGuess & { readonly note: string; readonly alertId?: string | undefined },
): Promise<Submission> {
  return submit(refOf('valve', valveId), 'reportValve', {
    ...found,
    occurredAt: Math.round(useClock().coreNow()),
  });
}

/** Says at the desk that a valve is otherwise than it was known; dispatcher and shift lead, with a reason. */
export function editValve(valveId: string, edited: ValveCommands['editValve']): Promise<Submission> {
  return submit(refOf('valve', valveId), 'editValve', edited);
}
