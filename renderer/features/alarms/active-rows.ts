import type { Flood } from '#shared/domain/alarm/flood.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';

/** A line of the active list: an alarm, or the alarms of an area that a flood has folded into one. */
export type ActiveRow =
  | { readonly kind: 'alarm'; readonly key: string; readonly alarm: Alarm; readonly isInGroup: boolean }
  | {
      readonly kind: 'group';
      readonly key: string;
      /** Empty where the network knows none. */
      readonly area: string;
      readonly alarms: readonly Alarm[];
      readonly firstOut: Alarm;
      readonly isOpen: boolean;
    };

/**
 * What the active list shows, in order: high priority one by one, always; then, while a flood lasts, its areas, each folded until somebody
 * opens it; then what was there before it.
 * @param open alarms in the order of the list (high first, then the newest)
 * @param opened areas that were opened
 */
export function activeRows(
  open: readonly Alarm[],
  flood: Flood | undefined,
  areaOf: (stationId: string) => string | undefined,
  opened: ReadonlySet<string>,
): readonly ActiveRow[] {
  const single = (alarm: Alarm, isInGroup = false): ActiveRow => ({ kind: 'alarm', key: alarm.id, alarm, isInGroup });
  if (!flood) return open.map((alarm) => single(alarm));
  const rows: ActiveRow[] = [];
  const before: ActiveRow[] = [];
  const byArea = new Map<string, Alarm[]>();
  for (const alarm of open) {
    if (alarm.priority === 'high') rows.push(single(alarm));
    else if (alarm.raisedAt < flood.since) before.push(single(alarm));
    else {
      const area = areaOf(alarm.stationId) ?? '';
      const group = byArea.get(area);
      if (group) group.push(alarm);
      else byArea.set(area, [alarm]);
    }
  }
  for (const [area, alarms] of [...byArea].sort(([, a], [, b]) => b.length - a.length)) {
    const told = flood.groups.find((group) => (group.area ?? '') === area)?.firstOut;
    const firstOut = told ?? alarms.reduce((first, alarm) => (alarm.raisedAt < first.raisedAt ? alarm : first));
    const isOpen = opened.has(area);
    rows.push({ kind: 'group', key: `area:${area}`, area, alarms, firstOut, isOpen });
    if (isOpen) for (const alarm of alarms) rows.push(single(alarm, true));
  }
  return [...rows, ...before];
}
