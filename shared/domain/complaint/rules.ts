import { assertNever } from '../../lib/assert-never.ts';
import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import { present } from '../entity/missing.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import { triage, triageChosen } from '../triage/triage.ts';
import type { Complaint, ComplaintCommands, ComplaintEvents } from './types.ts';

const event = eventsOf<ComplaintEvents>('complaint');

/** The rules of complaints (SPEC.md beside this file). */
export const complaintModule: DomainModule<Complaint, ComplaintCommands, ComplaintEvents> = {
  type: 'complaint',
  commands: {
    registerComplaint: { kind: 'fact', roles: ['callCentre', 'dispatcher', 'shiftLead', 'crewLeader', 'system'] },
    recategoriseComplaint: { kind: 'intent', roles: ['callCentre', 'dispatcher', 'shiftLead'] },
    closeComplaint: { kind: 'intent', roles: ['callCentre', 'dispatcher', 'shiftLead'] },
  },
  decide(state, command) {
    const id = command.entity.id;
    if (command.type === 'registerComplaint') {
      if (state !== undefined) return ok([]);
      const { payload } = command;
      const triaged = triage(payload.category, payload.text, payload.roomTempC);
      return ok([event(id, 'complaintRegistered', { ...payload, reportedCategory: payload.category, ...triaged })]);
    }
    if (state === undefined) return refuse('CMD0003', { type: 'complaint', id });
    if (state.status === 'closed') return refuse('CMP0001', { closedReason: state.closedReason });
    if (command.payload.reason.trim() === '') return refuse('CMP0002');
    switch (command.type) {
      case 'recategoriseComplaint': {
        const { category, reason } = command.payload;
        if (category === state.category) return ok([]);
        const triaged = triageChosen(category, state.text, state.roomTempC);
        return ok([event(id, 'complaintRecategorised', { reason, ...triaged })]);
      }
      case 'closeComplaint':
        if (state.status === 'ordered') return refuse('CMP0003', { orderId: state.orderId });
        return ok([event(id, 'complaintClosed', command.payload)]);
      default:
        return assertNever(command);
    }
  },
  evolve(state, change) {
    if (change.type === 'complaintRegistered') {
      const { reportedCategory: _reported, ...rest } = change.payload;
      return state ?? { ...rest, id: change.entity.id, status: 'open' };
    }
    const complaint = present(state, 'complaint', change.entity.id);
    switch (change.type) {
      case 'complaintRecategorised': {
        const { reason: _reason, ...triaged } = change.payload;
        return { ...complaint, ...triaged };
      }
      case 'complaintOrdered':
        return { ...complaint, status: 'ordered', orderId: change.payload.orderId };
      case 'complaintClosed':
        return { ...complaint, status: 'closed', closedReason: change.payload.reason };
      default:
        return assertNever(change);
    }
  },
};
