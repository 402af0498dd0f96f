import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Deadline, Order, OrderStage } from '#shared/domain/order/types.ts';
import { ORDER_STAGES } from '#shared/domain/order/types.ts';

/** What waits for the desk: a complaint without an order, or an open order. Times in UTC ms. */
export type QueueItem =
  | {
      readonly kind: 'complaint';
      readonly id: string;
      readonly urgent: boolean;
      readonly since: number;
      readonly complaint: Complaint;
    }
  | {
      readonly kind: 'order';
      readonly id: string;
      readonly urgent: boolean;
      readonly since: number;
      readonly order: Order;
      readonly deadline: Deadline | undefined;
    };

/** The clock that runs out first, of those not yet met. */
export function nextDeadline(order: Order): Deadline | undefined {
  return order.deadlines
    .filter((deadline) => deadline.metAt === undefined)
    .sort((a, b) => a.dueAt - b.dueAt)
    .at(0);
}

/** The last stage that was stamped. */
export function stageOf(order: Order): OrderStage {
  return ORDER_STAGES.filter((stage) => order.stages[stage] !== undefined).at(-1) ?? 'received';
}

/** Urgent before ordinary; then by the time left; what has no deadline counts from when it came in. Closed ones are not in it. */
export function queueOf(complaints: Iterable<Complaint>, orders: Iterable<Order>): readonly QueueItem[] {
  const items: QueueItem[] = [];
  for (const complaint of complaints) {
    if (complaint.status !== 'open') continue;
    const { id, urgent, reportedAt } = complaint;
    items.push({ kind: 'complaint', id, urgent, since: reportedAt, complaint });
  }
  for (const order of orders) {
    if (order.stages.closed !== undefined) continue;
    const since = order.stages.received?.at ?? 0;
    items.push({ kind: 'order', id: order.id, urgent: order.urgent, since, order, deadline: nextDeadline(order) });
  }
  return items.sort((a, b) => Number(b.urgent) - Number(a.urgent) || dueOf(a) - dueOf(b) || (a.id < b.id ? -1 : 1));
}

const dueOf = (item: QueueItem): number => (item.kind === 'order' && item.deadline ? item.deadline.dueAt : item.since);

/** Whether an item mentions the words of the filter (title, address, number, phone, text). */
export function matchesQueue(item: QueueItem, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return true;
  const text =
    item.kind === 'order'
      ? [item.order.number, item.order.title, item.order.place.address]
      : [item.complaint.text, item.complaint.place.address, item.complaint.phone];
  return text.join(' ').toLowerCase().includes(wanted);
}
