import type { ValveRecord } from '../valve/types.ts';
import type { RedAlert } from './types.ts';

/** A valve that was ordered shut and that nobody has reported closed since. */
export interface ValveOrder {
  readonly valveId: string;
  readonly alertId: string;
  /** Place among the valves of the alert in the order they were given, from 1; it stays when others are done. */
  readonly order: number;
  readonly text: string;
  readonly orderedAt: number;
  /** In a drill nobody turns it. */
  readonly drill: boolean;
}

/** ALT-16: what is still to be shut in an alert, in the order it was given; of one valve ordered again the last word counts. */
export function openValveOrders(
  { id, steps, drill }: RedAlert,
  valveOf: (valveId: string) => ValveRecord | undefined,
): readonly ValveOrder[] {
  const orders = new Map<string, ValveOrder>();
  const closedAt = new Map<string, number>();
  for (const { kind, valveId, text, occurredAt } of steps) {
    if (valveId === undefined) continue;
    if (kind === 'valveClosed') closedAt.set(valveId, occurredAt);
    if (kind !== 'valveOrdered') continue;
    const order = orders.get(valveId)?.order ?? orders.size + 1;
    orders.set(valveId, { valveId, alertId: id, order, text, orderedAt: occurredAt, drill });
  }
  const isDone = ({ valveId, orderedAt }: ValveOrder): boolean => {
    if ((closedAt.get(valveId) ?? -Infinity) >= orderedAt) return true;
    const said = drill ? undefined : valveOf(valveId)?.changes.find(({ state }) => state !== undefined);
    return said?.state === 'closed' && said.at >= orderedAt;
  };
  return [...orders.values()].filter((order) => !isDone(order));
}
