import type { Alarm, AlarmStatus } from './types.ts';

/** An alarm that stands longer than this is stale, ms [std EEMUA 191]. */
export const STALE_AFTER_MS = 86_400_000;

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
