import type { Weather } from '../weather/types.ts';
import type { OrderConfig } from './config.ts';
import type { Deadline, Order, OrderClock, OrderStage } from './types.ts';

/** The stage that stops a clock. */
const MET_BY: Readonly<Partial<Record<OrderStage, OrderClock>>> = {
  contacted: 'contact',
  handled: 'repair',
  revisited: 'revisit',
};

/** The contact deadline of an order accepted at `acceptedAt` (ORD-05, ORD-06). No weather known counts as not cold. */
export function contactDeadline(
  acceptedAt: number,
  urgent: boolean,
  weather: Pick<Weather, 'cold' | 'outdoorTempC'> | undefined,
  config: OrderConfig,
): Deadline {
  if (!urgent) return { clock: 'contact', dueAt: acceptedAt + config.contactMs, rule: 'ORD-05' };
  const limitMs = weather?.cold === true ? config.urgentContactColdMs : config.urgentContactMs;
  return { clock: 'contact', dueAt: acceptedAt + limitMs, rule: 'ORD-06', outdoorTempC: weather?.outdoorTempC };
}

/** The repair deadline of an order received at `receivedAt` (ORD-07). */
export function repairDeadline(receivedAt: number, config: OrderConfig): Deadline {
  return { clock: 'repair', dueAt: receivedAt + config.repairMs, rule: 'ORD-07' };
}

/** The contact deadline of an order under another regime; undefined where the regime does not touch it (WEA-04). */
export function retimedContact(
  order: Order,
  weather: Pick<Weather, 'cold' | 'outdoorTempC'>,
  config: OrderConfig,
): Deadline | undefined {
  const accepted = order.stages.accepted;
  if (!order.urgent || accepted === undefined || order.stages.closed !== undefined) return undefined;
  const running = order.deadlines.find((deadline) => deadline.clock === 'contact');
  if (running?.metAt !== undefined) return undefined;
  const deadline = contactDeadline(accepted.at, true, weather, config);
  return deadline.dueAt === running?.dueAt ? undefined : deadline;
}

/** Puts a deadline in the place of the one of the same clock; a clock that was met stays met. */
export function withDeadline(deadlines: readonly Deadline[], deadline: Deadline): readonly Deadline[] {
  const before = deadlines.find((other) => other.clock === deadline.clock);
  const next = before?.metAt === undefined ? deadline : { ...deadline, metAt: before.metAt };
  return [...deadlines.filter((other) => other.clock !== deadline.clock), next];
}

/** Stops the clock that `stage` ends, at `at`. */
export function withClockMet(deadlines: readonly Deadline[], stage: OrderStage, at: number): readonly Deadline[] {
  const clock = MET_BY[stage];
  return deadlines.map((deadline) => (deadline.clock === clock ? { ...deadline, metAt: at } : deadline));
}
