import { CodedError } from '../../lib/coded-error.ts';
import type { EntityType } from './entity.ts';

/** The state an event builds on. @throws CodedError CMD0005 when it is missing: the log behind this replica has a hole. */
export function present<State>(state: State | undefined, type: EntityType, id: string): State {
  if (state === undefined) throw new CodedError('CMD0005', { type, id });
  return state;
}
