import { assertNever } from '../../lib/assert-never.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { Command, DecideContext, DomainEvent, Refusal } from '../entity/entity.ts';
import { eventsOf } from '../entity/event.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import type { Order } from '../order/types.ts';
import type { ValveEvents } from '../valve/types.ts';
import { HOP_DEADLINE_MS, HOP_ROLES } from './config.ts';
import { evolveAlert } from './evolve.ts';
import type { AlertCommands, AlertContact, AlertEvents, AlertLevel, Hop, RedAlert } from './types.ts';

type Decided = Result<readonly DomainEvent[], Refusal>;
type AlertCommand<Type extends keyof AlertCommands> = Command<Type, AlertCommands[Type]>;

const event = eventsOf<AlertEvents>('redAlert');
const valveEvent = eventsOf<ValveEvents>('valve');

/** The rules of the red alert and its three-level chain (SPEC.md beside this file). */
export const redAlertModule: DomainModule<RedAlert, AlertCommands, AlertEvents> = {
  type: 'redAlert',
  commands: {
    declareRedAlert: { kind: 'intent', roles: ['shiftLead'] },
    pageContact: { kind: 'fact', roles: ['system', 'callCentre', 'dispatcher', 'shiftLead'] },
    markPage: { kind: 'fact', roles: ['system', 'callCentre', 'dispatcher', 'shiftLead', 'crewLeader'] },
    acceptHop: { kind: 'intent', roles: ['callCentre', 'dispatcher', 'shiftLead', 'crewLeader'] },
    recordStep: { kind: 'fact', roles: ['callCentre', 'dispatcher', 'shiftLead', 'crewLeader', 'system'] },
    endRedAlert: { kind: 'intent', roles: ['shiftLead'] },
  },
  decide(state, command, context) {
    const id = command.entity.id;
    if (command.type === 'declareRedAlert') {
      if (state !== undefined) return refuse('ALT0001', { declaredBy: state.declaredBy });
      return ok([event(id, 'redAlertDeclared', { ...command.payload, hops: openingHops(command.payload) })]);
    }
    if (state === undefined) return refuse('CMD0003', { type: 'redAlert', id });
    switch (command.type) {
      case 'pageContact':
        return decidePage(state, command);
      case 'markPage':
        return ok([event(id, 'pageMarked', command.payload)]);
      case 'acceptHop':
        return decideAcceptHop(state, command);
      case 'recordStep':
        return decideStep(state, command, context);
      case 'endRedAlert':
        return decideEnd(state, command, context);
      default:
        return assertNever(command);
    }
  },
  evolve: evolveAlert,
};

/** ALT-03: the hops of call centre and dispatch open with the declaration, each paging its first contact. */
function openingHops(payload: AlertCommands['declareRedAlert']): readonly Hop[] {
  const hopOf = (level: AlertLevel): Hop => {
    const first = payload.contacts.find((contact) => contact.level === level);
    const pages = first === undefined ? [] : [pageOf(first, payload.declaredAt)];
    return { level, dueAt: payload.declaredAt + HOP_DEADLINE_MS[level], pages, escalations: 0 };
  };
  return [hopOf('callCentre'), hopOf('dispatch')];
}

function pageOf({ contactId, contactName }: AlertContact, pagedAt: number): Hop['pages'][number] {
  return { contactId, contactName, pagedAt };
}

/** ALT-07: a page is a fact; the same contact is paged once a hop. */
function decidePage(alert: RedAlert, command: AlertCommand<'pageContact'>): Decided {
  const { level, contactId, pagedAt } = command.payload;
  const hop = alert.hops.find((other) => other.level === level);
  if (hop?.pages.some((page) => page.contactId === contactId) === true) return ok([]);
  const dueAt = pagedAt + HOP_DEADLINE_MS[level];
  return ok([event(alert.id, 'contactPaged', { ...command.payload, dueAt })]);
}

/** ALT-06, ALT-09: the first acceptance of a hop wins; the second is told who was first. */
function decideAcceptHop(alert: RedAlert, command: AlertCommand<'acceptHop'>): Decided {
  const { level, contactId } = command.payload;
  const { role } = command.actor;
  if (!HOP_ROLES[level].includes(role))
    return refuse('ALT0003', { level, role, mayAccept: HOP_ROLES[level].join(', ') });
  if (alert.status === 'ended') return refuse('ALT0002', { endedBy: alert.endedBy });
  const hop = alert.hops.find((other) => other.level === level);
  if (hop === undefined) return refuse('ALT0004', { level });
  if (hop.acceptedAt !== undefined) {
    const isSame = hop.pages.some((page) => page.contactId === contactId && page.acceptedAt !== undefined);
    return isSame ? ok([]) : refuse('ALT0005', { level, acceptedBy: hop.acceptedBy });
  }
  return ok([event(alert.id, 'hopAccepted', command.payload)]);
}

/**
 * ALT-11: a step is never refused; one that comes after the end, or happened before a step already known, is marked late.
 * ALT-15: a valve that was closed is reported to the valve as well, but not in a drill.
 */
function decideStep(alert: RedAlert, command: AlertCommand<'recordStep'>, context: DecideContext): Decided {
  const { kind, valveId, occurredAt, text } = command.payload;
  const late = alert.status === 'ended' || alert.steps.some((step) => step.occurredAt > occurredAt);
  const step = { ...command.payload, id: context.derivedId('step'), by: command.actor.name, late };
  const recorded = event(alert.id, 'stepRecorded', step);
  if (kind !== 'valveClosed' || valveId === undefined || valveId === '' || alert.drill) return ok([recorded]);
  const report = { state: 'closed', occurredAt, note: text, alertId: alert.id } as const;
  return ok([recorded, valveEvent(valveId, 'valveReported', report)]);
}

/** ALT-12, ALT-13: ends when no order of the alert is open, with a reason and a signature over the log's head. */
function decideEnd(alert: RedAlert, command: AlertCommand<'endRedAlert'>, context: DecideContext): Decided {
  if (alert.status === 'ended') return refuse('ALT0002', { endedBy: alert.endedBy });
  const open = context
    .list<Order>('order')
    .filter((order) => order.alertId === alert.id && order.stages.closed === undefined)
    .map((order) => order.number)
    .sort();
  if (open.length > 0) return refuse('ALT0006', { count: open.length, numbers: open.join(', ') });
  if (command.payload.reason.trim() === '') return refuse('ALT0007');
  if (!/^[0-9a-f]{64}$/.test(command.payload.signedHead)) return refuse('ALT0008');
  return ok([event(alert.id, 'redAlertEnded', command.payload)]);
}
