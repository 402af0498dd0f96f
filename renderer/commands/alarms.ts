import type { Alarm } from '#shared/domain/alarm/types.ts';
import { refOf, submit } from './submit.ts';
import type { Submission } from './submissions.ts';

/** Acknowledges the occurrence that the operator saw; a newer one stays unacknowledged. */
export function acknowledgeAlarm(alarm: Alarm): Promise<Submission> {
  return submit(refOf('alarm', alarm.id), 'acknowledgeAlarm', { occurrence: alarm.occurrence });
}

/** Acknowledges each alarm that was on screen, one entry of the log each. */
export function acknowledgeAlarms(alarms: readonly Alarm[]): Promise<readonly Submission[]> {
  return Promise.all(alarms.map(acknowledgeAlarm));
}

/** Takes a mistaken acknowledgement back. */
export function unacknowledgeAlarm(alarm: Alarm, reason: string): Promise<Submission> {
  return submit(refOf('alarm', alarm.id), 'unacknowledgeAlarm', { occurrence: alarm.occurrence, reason });
}
