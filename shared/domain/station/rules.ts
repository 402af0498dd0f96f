import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import type { StationCommands, StationEvents, StationNotes } from './types.ts';

const event = eventsOf<StationEvents>('station');

/** The rules of what people note about a station (SPEC.md beside this file). */
export const stationModule: DomainModule<StationNotes, StationCommands, StationEvents> = {
  type: 'station',
  commands: {
    noteStation: { kind: 'fact', roles: ['callCentre', 'dispatcher', 'shiftLead', 'crewLeader', 'system'] },
    setPlantState: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
  },
  decide(state, command) {
    if (command.type === 'noteStation') return ok([event(command.entity.id, 'stationNoted', command.payload)]);
    if (command.payload.reason.trim() === '') return refuse('ALM0003');
    const isSo = (state?.plantState?.state ?? 'inService') === command.payload.state;
    return ok(isSo ? [] : [event(command.entity.id, 'plantStateSet', command.payload)]);
  },
  evolve(state, change, meta) {
    const known = state ?? { id: change.entity.id, notes: [] };
    const told = { at: meta.issuedAt, by: meta.actor.name };
    if (change.type === 'plantStateSet') return { ...known, plantState: { ...change.payload, ...told } };
    return { ...known, notes: [...known.notes, { ...told, text: change.payload.text }] };
  },
};
