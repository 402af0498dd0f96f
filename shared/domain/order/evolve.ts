import { assertNever } from '../../lib/assert-never.ts';
import type { EventMeta } from '../entity/entity.ts';
import type { EventsOf } from '../entity/module.ts';
import { present } from '../entity/missing.ts';
import { withClockMet, withDeadline } from './deadlines.ts';
import type { NoteMark, Order, OrderEvents, OrderStage, StageStamp } from './types.ts';

type OrderEvent = EventsOf<OrderEvents> & { entity: { id: string } };

/** Applies one event. Uses the event and its meta only, never a clock. @throws CodedError CMD0005 when the order's creation is missing. */
export function evolveOrder(state: Order | undefined, event: OrderEvent, meta: EventMeta): Order {
  if (event.type === 'orderCreated') return state ?? created(event.entity.id, event.payload, meta);
  const order = present(state, 'order', event.entity.id);
  switch (event.type) {
    case 'orderAccepted':
      return stamped(order, 'accepted', { at: meta.issuedAt }, meta);
    case 'crewAssigned':
      return {
        ...stamped(order, 'assigned', { at: meta.issuedAt }, meta),
        crewId: event.payload.crewId,
        crewAcceptedAt: undefined,
      };
    case 'crewAccepted':
      if (order.crewId !== event.payload.crewId) return marked(order, 'crewNotAssigned', event.payload.crewId, meta);
      return { ...order, crewAcceptedAt: order.crewAcceptedAt ?? event.payload.occurredAt };
    case 'crewDeclined': {
      const { crewId, reason } = event.payload;
      if (order.crewId !== crewId) return marked(order, 'crewNotAssigned', crewId, meta);
      return { ...marked(order, 'crewDeclined', reason, meta), crewId: undefined, crewAcceptedAt: undefined };
    }
    case 'stageRecorded':
      return recorded(order, event.payload, meta);
    case 'stageCorrected':
      return corrected(order, event.payload, meta);
    case 'noteAdded':
      return {
        ...order,
        notes: [...order.notes, { at: meta.issuedAt, by: meta.actor.name, text: event.payload.text }],
      };
    case 'deadlineRetimed':
      return { ...order, deadlines: withDeadline(order.deadlines, event.payload.deadline) };
    case 'orderClosed':
      return {
        ...stamped(order, 'closed', { at: meta.issuedAt }, meta),
        outcome: event.payload.outcome,
        outcomeReason: event.payload.reason,
      };
    default:
      return assertNever(event);
  }
}

function created(id: string, payload: OrderEvents['orderCreated'], meta: EventMeta): Order {
  const { number, category, urgent, title, place, complaintIds, alertId, deadlines, receivedAt } = payload;
  const received = { at: receivedAt, by: meta.actor.name, commandId: meta.commandId };
  return {
    id,
    number,
    category,
    urgent,
    title,
    place,
    complaintIds,
    alertId,
    stages: { received },
    deadlines,
    notes: [],
  };
}

/** Stamps a stage once: a stamp that is there stays (ORD-03). */
function stamped(
  order: Order,
  stage: OrderStage,
  stamp: Pick<StageStamp, 'at' | 'outOfOrder' | 'proof'>,
  meta: EventMeta,
): Order {
  if (order.stages[stage] !== undefined) return order;
  const full: StageStamp = { ...stamp, by: meta.actor.name, commandId: meta.commandId };
  return {
    ...order,
    stages: { ...order.stages, [stage]: full },
    deadlines: withClockMet(order.deadlines, stage, stamp.at),
  };
}

function recorded(order: Order, payload: OrderEvents['stageRecorded'], meta: EventMeta): Order {
  const { stage, occurredAt, outOfOrder, proof } = payload;
  if (order.stages[stage] !== undefined) return marked(order, 'stageRepeated', stage, meta);
  const next = stamped(order, stage, { at: occurredAt, outOfOrder: outOfOrder ? true : undefined, proof }, meta);
  const { actor } = meta;
  const wrongCrew = actor.role === 'crewLeader' && actor.crewId !== undefined && actor.crewId !== order.crewId;
  const said = wrongCrew ? marked(next, 'crewNotAssigned', `${stage} ${actor.crewId ?? ''}`, meta) : next;
  return order.stages.closed === undefined ? said : marked(said, 'afterClose', stage, meta);
}

function corrected(order: Order, payload: OrderEvents['stageCorrected'], meta: EventMeta): Order {
  const { stage, at, why } = payload;
  const before = order.stages[stage];
  const stamp: StageStamp = {
    ...before,
    at,
    by: meta.actor.name,
    commandId: meta.commandId,
    correctedWhy: why,
    outOfOrder: undefined,
  };
  return {
    ...order,
    stages: { ...order.stages, [stage]: stamp },
    deadlines: withClockMet(order.deadlines, stage, at),
  };
}

function marked(order: Order, mark: NoteMark, text: string, meta: EventMeta): Order {
  return { ...order, notes: [...order.notes, { at: meta.issuedAt, by: meta.actor.name, text, mark }] };
}
