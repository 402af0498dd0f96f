import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import type { ValveCommands, ValveEvents, ValveRecord } from './types.ts';

const event = eventsOf<ValveEvents>('valve');
const KEPT_CHANGES = 20;

/** The rules of what is known of a valve (SPEC.md beside this file). */
export const valveModule: DomainModule<ValveRecord, ValveCommands, ValveEvents> = {
  type: 'valve',
  commands: {
    editValve: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
    reportValve: { kind: 'fact', roles: ['crewLeader', 'dispatcher', 'shiftLead', 'system'] },
  },
  decide(state, command) {
    const { id } = command.entity;
    if (command.type === 'reportValve') return ok([event(id, 'valveReported', command.payload)]);
    const { state: next, condition, reason } = command.payload;
    if (reason.trim() === '') return refuse('VAL0001');
    const isSo =
      (next ?? state?.state) === state?.state && (condition ?? state?.condition) === state?.condition && state !== undefined;
    return ok(isSo ? [] : [event(id, 'valveEdited', command.payload)]);
  },
  evolve(state, change, meta) {
    const isField = change.type === 'valveReported';
    const told = {
      at: isField ? change.payload.occurredAt : meta.issuedAt,
      by: meta.actor.name,
      basis: isField ? ('field' as const) : ('edited' as const),
      state: change.payload.state,
      condition: change.payload.condition,
      reason: isField ? change.payload.note : change.payload.reason,
    };
    // VAL-03: newest in the world first, whenever it was told; each of state and condition stands as last said.
    const changes = [...(state?.changes ?? []), told].sort((a, b) => b.at - a.at).slice(0, KEPT_CHANGES);
    const standing = changes[0] ?? told;
    return {
      id: change.entity.id,
      state: changes.find((one) => one.state !== undefined)?.state,
      condition: changes.find((one) => one.condition !== undefined)?.condition,
      basis: standing.basis,
      by: standing.by,
      reason: standing.reason,
      at: standing.at,
      changes,
    };
  },
};
