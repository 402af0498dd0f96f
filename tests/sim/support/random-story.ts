import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import type { ConsoleLog, SubmitInput } from '#core/log/console-log.ts';
import {
  acceptOrder,
  addNote,
  assignCrew,
  createOrder,
  declareRedAlert,
  dispatcher,
  raiseAlarm,
  recordStage,
  recordStep,
  registerComplaint,
  registerCrew,
  type Story,
} from './story.ts';

const CREWS = ['c1', 'c2', 'c3'];
const STAGES = ['contacted', 'departed', 'arrived', 'handled'];

/**
 * One random thing that somebody at this console could do now. Names are shared between consoles so that they get in each
 * other's way: the same orders, the same alarms (under the same command id), the same alert.
 */
export function randomStep(log: ConsoleLog, random: () => number): SubmitInput {
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const orders = log.list<Order>('order').filter((order) => order.stages.closed === undefined);
  const order = pick(orders.slice(-12));
  const alarm = pick(log.list<Alarm>('alarm'));
  const alert = pick(log.list<RedAlert>('redAlert'));
  const newOrder = createOrder(`o${Math.floor(random() * 400)}`);
  const steps: readonly (() => Story)[] = [
    () => newOrder,
    () => registerCrew(pick(CREWS) ?? 'c1'),
    () => registerComplaint(`k${Math.floor(random() * 1e9)}`),
    () => raiseAlarm(`S${Math.floor(random() * 20)}`, 1_790_000_000_000 + Math.floor(random() * 50) * 1_000),
    () => (alert === undefined ? declareRedAlert('a1') : recordStep(alert.id, `step ${random()}`)),
    () => (order === undefined ? newOrder : acceptOrder(order.id)),
    () => (order === undefined ? newOrder : assignCrew(order.id, pick(CREWS) ?? 'c1', order.crewId)),
    () => (order === undefined ? newOrder : addNote(order.id, `note ${random()}`)),
    () => (order === undefined ? newOrder : recordStage(order.id, pick(STAGES) ?? 'arrived')),
    () => (alarm === undefined ? newOrder : acknowledge(alarm)),
  ];
  return (pick(steps) ?? steps[0])?.() as SubmitInput;
}

const acknowledge = (alarm: Alarm): Story => ({
  entity: { type: 'alarm', id: alarm.id },
  type: 'acknowledgeAlarm',
  payload: { occurrence: alarm.occurrence },
  actor: dispatcher,
});
