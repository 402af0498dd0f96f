import type { Role } from '#shared/domain/entity/entity.ts';
import type { Pipe, Valve, ValveCondition, ValveState } from '#shared/domain/network/types.ts';
import type { ValveNow } from './valve-now.ts';

/** Who may say at the desk how a valve stands. */
export const mayEdit = (role: Role | undefined): boolean => role === 'dispatcher' || role === 'shiftLead';

/** What is to be said: only what differs from what is known; undefined where nothing does. */
export function changeOf(
  now: Pick<ValveNow, 'state' | 'condition'>,
  state: ValveState,
  condition: ValveCondition,
): { readonly state?: ValveState; readonly condition?: ValveCondition } | undefined {
  const change = { ...(state !== now.state && { state }), ...(condition !== now.condition && { condition }) };
  return Object.keys(change).length > 0 ? change : undefined;
}

/** The pipe next to a valve that a trace from it starts with: behind it as it was drawn, else before it. */
export function pipeBeside(valve: Valve, pipes: readonly Pipe[]): Pipe | undefined {
  const touches = (pipe: Pipe, node: string): boolean => pipe.from === node || pipe.to === node;
  return pipes.find((pipe) => touches(pipe, valve.to)) ?? pipes.find((pipe) => touches(pipe, valve.from));
}
