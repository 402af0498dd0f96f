import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import type { DomainModule } from '../entity/module.ts';
import type { StationCommands, StationEvents, StationNotes } from './types.ts';

const event = eventsOf<StationEvents>('station');

/** The rules of what people note about a station (SPEC.md beside this file). */
export const stationModule: DomainModule<StationNotes, StationCommands, StationEvents> = {
  type: 'station',
  commands: {
    noteStation: { kind: 'fact', roles: ['callCentre', 'dispatcher', 'shiftLead', 'crewLeader', 'system'] },
  },
  decide(_state, command) {
    return ok([event(command.entity.id, 'stationNoted', command.payload)]);
  },
  evolve(state, change, meta) {
    const note = { at: meta.issuedAt, by: meta.actor.name, text: change.payload.text };
    return { id: change.entity.id, notes: [...(state?.notes ?? []), note] };
  },
};
