import { ok, type Result } from '../../lib/result.ts';
import type { RedAlert } from '../alert/types.ts';
import { crewHopAccepted, crewHopPaged } from '../alert/crew-hop.ts';
import { eventsOf } from '../entity/event.ts';
import type { Command, DecideContext, DomainEvent, Refusal } from '../entity/entity.ts';
import { refuse } from '../entity/refusal.ts';
import type { Complaint, ComplaintEvents } from '../complaint/types.ts';
import type { Crew } from '../crew/types.ts';
import { speaksForAnotherCrew } from '../crew/speaks.ts';
import { WEATHER_REF, type Weather } from '../weather/types.ts';
import type { OrderConfig } from './config.ts';
import { contactDeadline, repairDeadline } from './deadlines.ts';
import { orderNumberOf } from './number.ts';
import { ORDER_STAGES, type FieldStage, type Order, type OrderCommands, type OrderEvents } from './types.ts';

type Decided = Result<readonly DomainEvent[], Refusal>;
type OrderCommand<Type extends keyof OrderCommands> = Command<Type, OrderCommands[Type]>;

const event = eventsOf<OrderEvents>('order');
const complaintEvent = eventsOf<ComplaintEvents>('complaint');

/** ORD-01, ORD-02, ORD-04, ORD-07, ORD-08: creates the order, links its complaints, and accepts a burst or leak at once. */
export function decideCreate(
  state: Order | undefined,
  command: OrderCommand<'createOrder'>,
  context: DecideContext,
  config: OrderConfig,
): Decided {
  const { payload } = command;
  if (state !== undefined) return refuse('ORD0001', { number: state.number });
  const complaints: Complaint[] = [];
  for (const complaintId of new Set(payload.complaintIds)) {
    const complaint = context.get<Complaint>({ type: 'complaint', id: complaintId });
    if (complaint === undefined) return refuse('CMD0003', { type: 'complaint', id: complaintId });
    if (complaint.status !== 'open') {
      const { status, orderId } = complaint;
      return refuse('ORD0002', { complaintId, status, orderId, number: numberOf(context, orderId) });
    }
    complaints.push(complaint);
  }
  if (payload.alertId !== undefined) {
    const alert = context.get<RedAlert>({ type: 'redAlert', id: payload.alertId });
    if (alert === undefined) return refuse('CMD0003', { type: 'redAlert', id: payload.alertId });
    if (alert.status === 'ended') return refuse('ALT0002', { endedBy: alert.endedBy });
  }
  const direct = payload.category === 'burst' || payload.category === 'leak';
  const urgent = payload.urgent || direct || complaints.some((complaint) => complaint.urgent);
  const id = command.entity.id;
  const number = orderNumberOf(id, payload.receivedAt, config.dayOffsetMs, (candidate) =>
    context.list<Order>('order').some((order) => order.number === candidate),
  );
  const deadlines = [repairDeadline(payload.receivedAt, config)];
  const events: DomainEvent[] = [
    event(id, 'orderCreated', {
      ...payload,
      complaintIds: complaints.map((complaint) => complaint.id),
      urgent,
      number,
      deadlines,
    }),
  ];
  if (direct) events.push(...accept(id, urgent, command.issuedAt, context, config));
  for (const complaint of complaints) events.push(complaintEvent(complaint.id, 'complaintOrdered', { orderId: id }));
  return ok(events);
}

/** ORD-05, ORD-06: dispatch takes the order; a second acceptance changes nothing. */
export function decideAccept(
  order: Order,
  command: OrderCommand<'acceptOrder'>,
  context: DecideContext,
  config: OrderConfig,
): Decided {
  if (order.stages.closed !== undefined) return closedRefusal(order);
  if (order.stages.accepted !== undefined) return ok([]);
  return ok(accept(order.id, order.urgent, command.issuedAt, context, config));
}

/** ORD-10, ORD-11, ORD-12: one crew at a time; taking an order from a crew has to name that crew. */
export function decideAssign(
  order: Order,
  command: OrderCommand<'assignCrew'>,
  context: DecideContext,
  config: OrderConfig,
): Decided {
  const { crewId, replaces } = command.payload;
  if (order.stages.closed !== undefined) return closedRefusal(order);
  const crew = context.get<Crew>({ type: 'crew', id: crewId });
  if (crew === undefined) return refuse('CRW0001', { crewId });
  if (order.crewId === crewId) return ok([]);
  if (order.crewId !== undefined && order.crewId !== replaces) {
    const winner = context.get<Crew>({ type: 'crew', id: order.crewId });
    return refuse('ORD0003', { crewId: order.crewId, crewName: winner?.name, by: order.stages.assigned?.by });
  }
  const events: DomainEvent[] = [];
  if (order.stages.accepted === undefined) {
    events.push(...accept(order.id, order.urgent, command.issuedAt, context, config));
  }
  events.push(event(order.id, 'crewAssigned', command.payload));
  const alert = alertOf(order, context);
  if (alert !== undefined) events.push(...crewHopPaged(alert, crew, command.issuedAt));
  return ok(events);
}

/** ORD-13, ORD-14: what a crew says is recorded; it counts only while the order is that crew's. */
export function decideCrewAnswer(
  order: Order,
  command: OrderCommand<'crewAccept'> | OrderCommand<'crewDecline'>,
  context: DecideContext,
): Decided {
  const { crewId, occurredAt } = command.payload;
  if (speaksForAnotherCrew(command.actor, crewId))
    return refuse('CRW0002', { crewId, ownCrewId: command.actor.crewId });
  if (command.type === 'crewDecline') return ok([event(order.id, 'crewDeclined', command.payload)]);
  const events: DomainEvent[] = [event(order.id, 'crewAccepted', command.payload)];
  const alert = alertOf(order, context);
  if (order.crewId === crewId && alert !== undefined) events.push(...crewHopAccepted(alert, crewId, occurredAt));
  return ok(events);
}

/** ORD-03, ORD-09: a stage reported from the field is never refused, only marked. */
export function decideStage(order: Order, command: OrderCommand<'recordStage'>): Decided {
  const { payload } = command;
  const outOfOrder = isOutOfOrder(order, payload.stage, payload.occurredAt);
  return ok([event(order.id, 'stageRecorded', { ...payload, outOfOrder })]);
}

/** ORD-15: a stamp is changed only by a correction that says why; clocks that start there run anew. */
export function decideCorrect(
  order: Order,
  command: OrderCommand<'correctStage'>,
  context: DecideContext,
  config: OrderConfig,
): Decided {
  const { stage, at, why } = command.payload;
  if (order.stages[stage] === undefined) return refuse('ORD0005', { stage });
  if (why.trim() === '') return refuse('ORD0006');
  const events: DomainEvent[] = [event(order.id, 'stageCorrected', command.payload)];
  if (stage === 'accepted') {
    const deadline = contactDeadline(at, order.urgent, context.get<Weather>(WEATHER_REF), config);
    events.push(event(order.id, 'deadlineRetimed', { deadline }));
  }
  if (stage === 'received') {
    events.push(event(order.id, 'deadlineRetimed', { deadline: repairDeadline(at, config) }));
  }
  return ok(events);
}

/** ORD-16, ORD-17, ORD-18: done needs handled with proof; anything else is for the shift lead, with a reason. */
export function decideClose(order: Order, command: OrderCommand<'closeOrder'>, context: DecideContext): Decided {
  const { outcome, reason } = command.payload;
  if (order.stages.closed !== undefined) return closedRefusal(order);
  if (outcome === 'done') {
    const proof = order.stages.handled?.proof?.trim() ?? '';
    if (proof === '') return refuse('ORD0007', { missing: order.stages.handled === undefined ? 'handled' : 'proof' });
  } else {
    if (command.actor.role !== 'shiftLead') return refuse('ORD0008', { outcome, role: command.actor.role });
    if ((reason ?? '').trim() === '') return refuse('ORD0009', { outcome });
  }
  const events: DomainEvent[] = [event(order.id, 'orderClosed', command.payload)];
  if (outcome === 'handedOn') return ok(events);
  for (const complaintId of order.complaintIds) {
    const complaint = context.get<Complaint>({ type: 'complaint', id: complaintId });
    if (complaint?.status !== 'ordered') continue;
    events.push(complaintEvent(complaintId, 'complaintClosed', { reason: `${order.number} ${outcome}` }));
  }
  return ok(events);
}

/** A note is taken as it is, also on a closed order. */
export function decideNote(order: Order, command: OrderCommand<'addNote'>): Decided {
  return ok([event(order.id, 'noteAdded', command.payload)]);
}

function accept(
  id: string,
  urgent: boolean,
  acceptedAt: number,
  context: DecideContext,
  config: OrderConfig,
): readonly DomainEvent[] {
  const deadline = contactDeadline(acceptedAt, urgent, context.get<Weather>(WEATHER_REF), config);
  return [event(id, 'orderAccepted', {}), event(id, 'deadlineRetimed', { deadline })];
}

/** The customer can be contacted at any time after acceptance, so a missing contact puts nothing out of order. */
function isOutOfOrder(order: Order, stage: FieldStage, occurredAt: number): boolean {
  const place = ORDER_STAGES.indexOf(stage);
  return ORDER_STAGES.some((other, index) => {
    const stamp = order.stages[other];
    if (index === place || other === 'closed') return false;
    if (index > place) return stamp !== undefined && stamp.at < occurredAt;
    if (stamp === undefined) return stage !== 'contacted' && other !== 'contacted';
    return stamp.at > occurredAt;
  });
}

function closedRefusal(order: Order): Decided {
  return refuse('ORD0004', { number: order.number, outcome: order.outcome, by: order.stages.closed?.by });
}

function numberOf(context: DecideContext, orderId: string | undefined): string | undefined {
  return orderId === undefined ? undefined : context.get<Order>({ type: 'order', id: orderId })?.number;
}

function alertOf(order: Order, context: DecideContext): RedAlert | undefined {
  if (order.alertId === undefined) return undefined;
  const alert = context.get<RedAlert>({ type: 'redAlert', id: order.alertId });
  return alert?.status === 'active' ? alert : undefined;
}
