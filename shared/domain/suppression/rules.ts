import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import { present } from '../entity/missing.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import type { Suppression, SuppressionCommands, SuppressionEvents } from './types.ts';

const event = eventsOf<SuppressionEvents>('suppression');

/** The rules of suppression by design (SPEC.md beside this file). */
export const suppressionModule: DomainModule<Suppression, SuppressionCommands, SuppressionEvents> = {
  type: 'suppression',
  commands: {
    defineSuppression: { kind: 'intent', roles: ['shiftLead'] },
    switchSuppression: { kind: 'intent', roles: ['shiftLead'] },
  },
  decide(state, command) {
    const id = command.entity.id;
    if (command.payload.reason.trim() === '') return refuse('ALM0003');
    if (command.type === 'switchSuppression') {
      if (state === undefined) return refuse('CMD0003', { type: 'suppression', id });
      return ok(state.isOn === command.payload.isOn ? [] : [event(id, 'suppressionSwitched', command.payload)]);
    }
    const { areas, stationIds, measures, kinds, plantStates } = command.payload;
    if ([areas, stationIds, measures, kinds, plantStates].every((scope) => scope.length === 0)) {
      return refuse('ALM0005');
    }
    return ok([event(id, 'suppressionDefined', command.payload)]);
  },
  evolve(state, change, meta) {
    const told = { by: meta.actor.name, at: meta.issuedAt };
    if (change.type === 'suppressionDefined') return { id: change.entity.id, ...change.payload, ...told };
    return { ...present(state, 'suppression', change.entity.id), ...change.payload, ...told };
  },
};
