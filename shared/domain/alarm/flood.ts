import { FLOOD, floodSpans } from './flood-spans.ts';
import { standingOf } from './standing.ts';
import { PRIORITIES, type Alarm, type Priority } from './types.ts';

/** The alarms of a flood in one area. Those of high priority are in none. */
export interface FloodGroup {
  /** Undefined where the network knows no area for the station. */
  readonly area: string | undefined;
  readonly count: number;
  readonly highest: Priority;
  /** The first of the group by source time. */
  readonly firstOut: Alarm;
}

/** Many alarms that are shown as one. */
export interface Flood {
  /** Source time of its first raise, UTC ms. */
  readonly since: number;
  /** Alarms raised since then, those of high priority too. */
  readonly raised: number;
  /** The first raise by source time: what likely caused the others. */
  readonly firstOut: Alarm;
  /** The largest first. High priority is never folded: those alarms are shown one by one beside this. */
  readonly groups: readonly FloodGroup[];
}

/**
 * The flood that lasts now, or undefined. Alarms that are shelved or out of service do not count; leave those that are suppressed by design out of
 * `alarms`. Of each alarm its last raise is looked at, so it is the same on every console with the same log.
 * @param nowMs UTC ms
 */
export function floodOf(
  alarms: readonly Alarm[],
  nowMs: number,
  areaOf: (stationId: string) => string | undefined,
): Flood | undefined {
  const raised = alarms.filter((alarm) => {
    const standing = standingOf(alarm, false, nowMs);
    return alarm.occurrence > 0 && standing !== 'shelved' && standing !== 'outOfService' && alarm.raisedAt <= nowMs;
  });
  if (raised.length <= FLOOD.beginsAbove) return undefined;
  const times = Float64Array.from(raised, ({ raisedAt }) => raisedAt).sort();
  const last = floodSpans(times, nowMs).at(-1);
  if (last === undefined || last.to !== undefined) return undefined;
  const inFlood = raised
    .filter(({ raisedAt }) => raisedAt >= last.from)
    .sort((a, b) => a.raisedAt - b.raisedAt || (a.id < b.id ? -1 : 1));
  const firstOut = inFlood[0];
  if (firstOut === undefined) return undefined;
  return { since: last.from, raised: inFlood.length, firstOut, groups: groupsOf(inFlood, areaOf) };
}

function groupsOf(inOrder: readonly Alarm[], areaOf: (stationId: string) => string | undefined): FloodGroup[] {
  const groups = new Map<string | undefined, FloodGroup>();
  for (const alarm of inOrder) {
    if (alarm.priority === 'high') continue;
    const area = areaOf(alarm.stationId);
    const group = groups.get(area);
    groups.set(area, {
      area,
      count: (group?.count ?? 0) + 1,
      highest: higher(group?.highest ?? 'low', alarm.priority),
      firstOut: group?.firstOut ?? alarm,
    });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

function higher(a: Priority, b: Priority): Priority {
  return PRIORITIES.indexOf(a) <= PRIORITIES.indexOf(b) ? a : b;
}
