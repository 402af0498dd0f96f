import { assertNever } from '../../lib/assert-never.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { Command, DecideContext, DomainEvent, Refusal } from '../entity/entity.ts';
import { eventsOf } from '../entity/event.ts';
import { present } from '../entity/missing.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import { ORDER_DEFAULTS } from '../order/config.ts';
import { repairDeadline } from '../order/deadlines.ts';
import { orderNumberOf } from '../order/number.ts';
import type { Order, OrderEvents } from '../order/types.ts';
import type { Insight, InsightCommands, InsightEvents } from './types.ts';

const event = eventsOf<InsightEvents>('insight');
const orderEvent = eventsOf<OrderEvents>('order');

/** The rules of what readings say before anybody feels it (SPEC.md beside this file). */
export const insightModule: DomainModule<Insight, InsightCommands, InsightEvents> = {
  type: 'insight',
  commands: {
    findInsight: { kind: 'fact', roles: ['system'] },
    clearInsight: { kind: 'fact', roles: ['system'] },
    orderFromInsight: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
    dismissInsight: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
  },
  decide(state, command, context) {
    const id = command.entity.id;
    if (command.type === 'findInsight') {
      const { sourceAt } = command.payload;
      const isKnown = state !== undefined && state.status !== 'cleared';
      const isOld = state !== undefined && sourceAt <= (state.clearedAt ?? state.foundAt);
      const isUnwanted = sourceAt < (state?.dismissed?.until ?? 0);
      return ok(isKnown || isOld || isUnwanted ? [] : [event(id, 'insightFound', command.payload)]);
    }
    if (state === undefined) return refuse('CMD0003', { type: 'insight', id });
    switch (command.type) {
      case 'clearInsight':
        return ok(
          state.status === 'cleared' || command.payload.sourceAt < state.foundAt
            ? []
            : [event(id, 'insightCleared', command.payload)],
        );
      case 'dismissInsight':
        if (command.payload.occurrence !== state.occurrence) return refuse('INS0001', { current: state.occurrence });
        if (command.payload.reason.trim() === '') return refuse('ALM0003');
        return ok(state.status === 'open' ? [event(id, 'insightDismissed', command.payload)] : []);
      case 'orderFromInsight':
        return decideOrder(state, command, context);
      default:
        return assertNever(command);
    }
  },
  evolve(state, change, meta) {
    if (change.type === 'insightFound') {
      const { sourceAt, ...found } = change.payload;
      const occurrence = (state?.occurrence ?? 0) + 1;
      return { id: change.entity.id, ...found, status: 'open', occurrence, foundAt: sourceAt };
    }
    const insight = present(state, 'insight', change.entity.id);
    switch (change.type) {
      case 'insightCleared':
        return { ...insight, status: 'cleared', clearedAt: change.payload.sourceAt };
      case 'insightOrdered':
        return { ...insight, status: 'ordered', orderId: change.payload.orderId };
      case 'insightDismissed': {
        const { reason, until } = change.payload;
        return {
          ...insight,
          status: 'dismissed',
          dismissed: { by: meta.actor.name, at: meta.issuedAt, reason, until },
        };
      }
      default:
        return assertNever(change);
    }
  },
};

/** INS-02: a preventive order, not urgent, with the insight it comes from. */
function decideOrder(
  state: Insight,
  command: Command<'orderFromInsight', InsightCommands['orderFromInsight']>,
  context: DecideContext,
): Result<readonly DomainEvent[], Refusal> {
  const { occurrence, title, place } = command.payload;
  if (occurrence !== state.occurrence) return refuse('INS0001', { current: state.occurrence });
  if (state.status !== 'open') return refuse('INS0002', { orderId: state.orderId });
  const orderId = context.derivedId('order');
  const receivedAt = command.issuedAt;
  const number = orderNumberOf(orderId, receivedAt, ORDER_DEFAULTS.dayOffsetMs, (candidate) =>
    context.list<Order>('order').some((order) => order.number === candidate),
  );
  const deadlines = [repairDeadline(receivedAt, ORDER_DEFAULTS)];
  return ok([
    orderEvent(orderId, 'orderCreated', {
      ...{ category: 'preventive', urgent: false, title, place, complaintIds: [], receivedAt },
      ...{ number, deadlines },
    }),
    event(state.id, 'insightOrdered', { orderId }),
  ]);
}
