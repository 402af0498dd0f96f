import type { FieldStage, Order, OrderCommands } from '#shared/domain/order/types.ts';
import { useClock } from '../stores/clock.store.ts';
import { newEntityId, refOf, submit } from './submit.ts';
import type { Submission } from './submissions.ts';

/** Makes an order of one or more complaints. The new order's id is in the submission's `entity`. */
export function createOrder(order: Omit<OrderCommands['createOrder'], 'receivedAt'>): Promise<Submission> {
  const receivedAt = Math.round(useClock().coreNow());
  return submit(refOf('order', newEntityId()), 'createOrder', { ...order, receivedAt });
}

/** Dispatch takes the order. */
export function acceptOrder(orderId: string): Promise<Submission> {
  return submit(refOf('order', orderId), 'acceptOrder', {});
}

/** Gives the order to a crew; names the crew it is taken from, so that of two dispatchers one is told. */
export function assignCrew(order: Order, crewId: string, reason?: string): Promise<Submission> {
  return submit(refOf('order', order.id), 'assignCrew', {
    crewId,
    ...(order.crewId !== undefined && order.crewId !== crewId && { replaces: order.crewId }),
    ...(reason && { reason }),
  });
}

/** The crew said yes by radio or phone, and the dispatcher says so. */
export function crewAccept(orderId: string, crewId: string): Promise<Submission> {
  return submit(refOf('order', orderId), 'crewAccept', { crewId, occurredAt: Math.round(useClock().coreNow()) });
}

/** The crew said no. */
export function crewDecline(orderId: string, crewId: string, reason: string): Promise<Submission> {
  const occurredAt = Math.round(useClock().coreNow());
  return submit(refOf('order', orderId), 'crewDecline', { crewId, occurredAt, reason });
}

/** A stage reported from the field, now. `proof` is a reading or what was seen. */
export function recordStage(orderId: string, stage: FieldStage, proof?: string): Promise<Submission> {
  const occurredAt = Math.round(useClock().coreNow());
  return submit(refOf('order', orderId), 'recordStage', { stage, occurredAt, ...(proof && { proof }) });
}

/** Adds words to the order; nothing else changes. */
export function addNote(orderId: string, text: string): Promise<Submission> {
  return submit(refOf('order', orderId), 'addNote', { text });
}

/** `done` needs the stages up to handled with proof; otherwise only a shift lead, with a reason. */
export function closeOrder(orderId: string, closing: OrderCommands['closeOrder']): Promise<Submission> {
  return submit(refOf('order', orderId), 'closeOrder', closing);
}
