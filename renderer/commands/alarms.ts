import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { LimitCommands } from '#shared/domain/alarm-limit/types.ts';
import { alarmIdOf } from '#shared/domain/alarm/transitions.ts';
import type { SuppressionCommands } from '#shared/domain/suppression/types.ts';
import { theLink } from '../link/link.ts';
import { newEntityId, refOf, submit } from './submit.ts';
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

/** Puts an alarm aside. @param until UTC ms on the core's clock */
export function shelveAlarm(alarmId: string, until: number, reason: string): Promise<Submission> {
  return submit(refOf('alarm', alarmId), 'shelveAlarm', { until: Math.round(until), reason });
}

/** Takes an alarm from the shelf before its time. */
export function unshelveAlarm(alarmId: string, reason: string): Promise<Submission> {
  return submit(refOf('alarm', alarmId), 'unshelveAlarm', { reason });
}

/** Maintenance takes an alarm out of service; shift lead. */
export function takeOutOfService(
  { id, signalId, stationId, kind, priority, limit }: Alarm,
  reason: string,
): Promise<Submission> {
  return submit(refOf('alarm', id), 'takeOutOfService', { signalId, stationId, kind, priority, limit, reason });
}

export function returnToService(alarmId: string, reason: string): Promise<Submission> {
  return submit(refOf('alarm', alarmId), 'returnToService', { reason });
}

/** Sets a limit in place of the default or beside the defaults; shift lead. */
export function setLimit(limit: LimitCommands['setLimit']): Promise<Submission> {
  return submit(refOf('alarmLimit', alarmIdOf(limit)), 'setLimit', limit);
}

/** Watches a limit no longer; shift lead. */
export function retireLimit(alarmId: string, reason: string): Promise<Submission> {
  return submit(refOf('alarmLimit', alarmId), 'retireLimit', { reason });
}

/** The default of the station counts again; shift lead. */
export function restoreLimit(alarmId: string, reason: string): Promise<Submission> {
  return submit(refOf('alarmLimit', alarmId), 'restoreLimit', { reason });
}

/** Writes a suppression by design down, or changes the one with this id; shift lead. */
export function defineSuppression(
  suppression: SuppressionCommands['defineSuppression'],
  id = newEntityId(),
): Promise<Submission> {
  return submit(refOf('suppression', id), 'defineSuppression', suppression);
}

export function switchSuppression(id: string, isOn: boolean, reason: string): Promise<Submission> {
  return submit(refOf('suppression', id), 'switchSuppression', { isOn, reason });
}

/**
 * Says that something of this workplace fails or works again; it becomes an alarm.
 * @returns whether the core has heard it; it is not tried again by itself
 */
export async function reportOwnFault(what: 'sound' | 'speech', isFailing: boolean, detail: string): Promise<boolean> {
  try {
    await theLink().api.alarms.reportOwnFault({ what, isFailing, detail });
    return true;
  } catch {
    return false;
  }
}
