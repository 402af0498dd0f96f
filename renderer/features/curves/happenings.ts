import type { JournalRow } from '#shared/contract/alarm-api.ts';
import type { LogRow } from '#shared/contract/console-api.ts';
import type { Priority } from '#shared/domain/alarm/types.ts';
import type { Order } from '#shared/domain/order/types.ts';

/** Something that happened at the station, as a shape on the time axis. */
export interface Happening {
  readonly key: string;
  readonly at: number;
  readonly kind: 'raised' | 'returned' | 'acknowledged' | 'order' | 'plantState';
  /** Of an alarm. */
  readonly alarmId?: string | undefined;
  readonly priority?: Priority | undefined;
  /** What is said of it: number of an order, name of a plant state, who acknowledged. */
  readonly text: string;
}

const ALARM_KINDS: Readonly<Record<string, Happening['kind'] | undefined>> = {
  alarmRaised: 'raised',
  alarmReturned: 'returned',
  alarmAcknowledged: 'acknowledged',
};

/** Raises, returns and acknowledgements of the journal. @param priorityOf of an alarm; undefined where it is not known any more */
export function alarmHappenings(
  rows: readonly JournalRow[],
  priorityOf: (alarmId: string) => Priority | undefined,
): readonly Happening[] {
  return rows.flatMap(({ key, at, alarmId, event, by }) => {
    const kind = ALARM_KINDS[event];
    if (kind === undefined) return [];
    return [{ key, at, kind, alarmId, priority: priorityOf(alarmId), text: kind === 'acknowledged' ? by : '' }];
  });
}

/** When the orders of the station came in. */
export function orderHappenings(orders: readonly Order[]): readonly Happening[] {
  return orders.flatMap(({ id, number, title, stages }) =>
    stages.received === undefined
      ? []
      : [{ key: `order-${id}`, at: stages.received.at, kind: 'order' as const, text: `${number} ${title}` }],
  );
}

/** When people said that the station does something else. */
export function plantStateHappenings(rows: readonly LogRow[]): readonly Happening[] {
  return rows.flatMap(({ kind, command, events }) => {
    const change = events.find(({ type }) => type === 'plantStateSet');
    if (kind === 'refused' || change === undefined) return [];
    const { state } = change.payload as { readonly state: string };
    return [{ key: command.commandId, at: command.issuedAt, kind: 'plantState' as const, text: state }];
  });
}

/** What lies in sight, oldest first, at most `limit` of it: high priorities are kept before others, raises before the rest. */
export function happeningsIn(all: readonly Happening[], from: number, to: number, limit: number): readonly Happening[] {
  const inSight = all.filter(({ at }) => at >= from && at <= to);
  const rank = ({ kind, priority }: Happening): number =>
    (kind === 'raised' ? 0 : 4) +
    (priority === 'high' ? 0 : priority === undefined ? 1 : priority === 'medium' ? 2 : 3);
  return inSight
    .sort((a, b) => rank(a) - rank(b) || b.at - a.at)
    .slice(0, limit)
    .sort((a, b) => a.at - b.at);
}
