import type { Alarm, AlarmStanding } from './types.ts';

/**
 * What an alarm counts as for the operator (ISA-18.2): out of service before suppressed by design before shelved before its own status. A shelf whose time is
 * up no longer hides, whether or not the log has said so.
 * @param nowMs UTC ms
 */
export function standingOf(alarm: Alarm, isSuppressed: boolean, nowMs: number): AlarmStanding {
  if (alarm.outOfService !== undefined) return 'outOfService';
  if (isSuppressed) return 'suppressed';
  if (alarm.shelved !== undefined && nowMs < alarm.shelved.until) return 'shelved';
  return alarm.status;
}

/** Whether it asks for a response: sounds, blinks and stands in the alarm bar. */
export function asksForResponse(standing: AlarmStanding): boolean {
  return standing === 'activeUnacked' || standing === 'returnedUnacked';
}
