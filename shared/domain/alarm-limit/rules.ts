import { assertNever } from '../../lib/assert-never.ts';
import { ok } from '../../lib/result.ts';
import { alarmIdOf } from '../alarm/transitions.ts';
import { eventsOf } from '../entity/event.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import { limitFault } from './limit-fault.ts';
import type { LimitCommands, LimitEvents, LimitSetting } from './types.ts';

const event = eventsOf<LimitEvents>('alarmLimit');

/** The rules of limits that people set (SPEC.md beside this file). */
export const alarmLimitModule: DomainModule<LimitSetting, LimitCommands, LimitEvents> = {
  type: 'alarmLimit',
  commands: {
    setLimit: { kind: 'intent', roles: ['shiftLead'] },
    retireLimit: { kind: 'intent', roles: ['shiftLead'] },
    restoreLimit: { kind: 'intent', roles: ['shiftLead'] },
  },
  decide(state, command) {
    const id = command.entity.id;
    if (command.payload.reason.trim() === '') return refuse('ALM0003');
    switch (command.type) {
      case 'setLimit': {
        const { reason: _reason, ...limit } = command.payload;
        const fault = alarmIdOf(limit) === id ? limitFault(limit) : 'signalId';
        if (fault !== undefined) return refuse('ALM0004', { field: fault });
        return ok([event(id, 'limitSet', command.payload)]);
      }
      case 'retireLimit':
        return ok(state?.standsFor === 'retired' ? [] : [event(id, 'limitRetired', command.payload)]);
      case 'restoreLimit':
        return ok((state?.standsFor ?? 'default') === 'default' ? [] : [event(id, 'limitRestored', command.payload)]);
      default:
        return assertNever(command);
    }
  },
  evolve(state, change, meta) {
    const { reason, ...payload } = change.payload;
    const told = { id: change.entity.id, reason, by: meta.actor.name, at: meta.issuedAt };
    const revision = (state?.revision ?? 0) + 1;
    const last = state?.limit ?? state?.last;
    switch (change.type) {
      case 'limitSet':
        return { ...told, revision, standsFor: 'set', limit: payload as LimitSetting['limit'] };
      case 'limitRetired':
        return { ...told, revision, standsFor: 'retired', limit: undefined, last };
      case 'limitRestored':
        return { ...told, revision, standsFor: 'default', limit: undefined, last };
      default:
        return assertNever(change);
    }
  },
};
