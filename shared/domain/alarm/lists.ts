import type { AlarmHappening } from './kpis.ts';
import type { Alarm, AlarmStatus } from './types.ts';

/** An alarm that stands longer than this is stale, ms [std EEMUA 191]. */
export const STALE_AFTER_MS = 86_400_000;
/** An alarm raised this often within this time chatters [std ISA-18.2]. */
const CHATTERING = { raises: 3, withinMs: 60_000 } as const;

export function isActive(status: AlarmStatus): boolean {
  return status === 'activeUnacked' || status === 'activeAcked';
}

/** Active alarms, the one that has stood longest first. */
export function standingAlarms(alarms: readonly Alarm[]): readonly Alarm[] {
  return alarms.filter(({ status }) => isActive(status)).sort((a, b) => a.raisedAt - b.raisedAt);
}

/** Active alarms that have stood for more than a day, the oldest first. */
export function staleAlarms(alarms: readonly Alarm[], nowMs: number): readonly Alarm[] {
  return standingAlarms(alarms).filter(({ raisedAt }) => nowMs - raisedAt > STALE_AFTER_MS);
}

/** Ids of the alarms that were raised three times or more within a minute, in any order of the happenings; the most frequent first. */
export function chatteringAlarms(happenings: readonly AlarmHappening[]): readonly string[] {
  const raises = new Map<string, number[]>();
  for (const { event, alarmId, at } of happenings) {
    if (event !== 'alarmRaised') continue;
    const times = raises.get(alarmId);
    if (times === undefined) raises.set(alarmId, [at]);
    else times.push(at);
  }
  return [...raises]
    .filter(([, times]) => isChattering(times))
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([alarmId]) => alarmId);
}

function isChattering(times: number[]): boolean {
  times.sort((a, b) => a - b);
  return times.some((at, index) => {
    const before = times[index - CHATTERING.raises + 1];
    return before !== undefined && at - before <= CHATTERING.withinMs;
  });
}
