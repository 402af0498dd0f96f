import { assertNever } from '../../lib/assert-never.ts';
import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import { present } from '../entity/missing.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import { speaksForAnotherCrew } from './speaks.ts';
import type { Crew, CrewCommands, CrewEvents } from './types.ts';

const event = eventsOf<CrewEvents>('crew');

/** The rules of crews (SPEC.md beside this file). Positions are not here: they live on the live lane. */
export const crewModule: DomainModule<Crew, CrewCommands, CrewEvents> = {
  type: 'crew',
  commands: {
    registerCrew: { kind: 'intent', roles: ['system', 'dispatcher', 'shiftLead'] },
    startShift: { kind: 'fact', roles: ['crewLeader', 'dispatcher', 'shiftLead', 'system'] },
    endShift: { kind: 'fact', roles: ['crewLeader', 'dispatcher', 'shiftLead', 'system'] },
  },
  decide(state, command) {
    const id = command.entity.id;
    if (command.type === 'registerCrew') return ok([event(id, 'crewRegistered', command.payload)]);
    if (state === undefined) return refuse('CRW0001', { crewId: id });
    if (speaksForAnotherCrew(command.actor, id)) {
      return refuse('CRW0002', { crewId: id, ownCrewId: command.actor.crewId });
    }
    const onShift = command.type === 'startShift';
    if (state.onShift === onShift) return ok([]);
    return ok([event(id, onShift ? 'shiftStarted' : 'shiftEnded', {})]);
  },
  evolve(state, change) {
    switch (change.type) {
      case 'crewRegistered':
        return { ...change.payload, id: change.entity.id, onShift: state?.onShift ?? false };
      case 'shiftStarted':
        return { ...present(state, 'crew', change.entity.id), onShift: true };
      case 'shiftEnded':
        return { ...present(state, 'crew', change.entity.id), onShift: false };
      default:
        return assertNever(change);
    }
  },
};
