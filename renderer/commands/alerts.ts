import type { AlertCommands, AlertContact, AlertLevel } from '#shared/domain/alert/types.ts';
import { useClock } from '../stores/clock.store.ts';
import { newEntityId, refOf, submit } from './submit.ts';
import type { Submission } from './submissions.ts';

const now = (): number => Math.round(useClock().coreNow());

/** Declares a red alert (or a drill); shift lead. Its id is in the submission's `entity`. */
export function declareRedAlert(alert: Omit<AlertCommands['declareRedAlert'], 'declaredAt'>): Promise<Submission> {
  return submit(refOf('redAlert', newEntityId()), 'declareRedAlert', { ...alert, declaredAt: now() });
}

/** Pages a contact: the first of a hop, or (`escalation`) the next after one who did not answer. */
export function pageContact(alertId: string, contact: AlertContact, escalation: boolean): Promise<Submission> {
  return submit(refOf('redAlert', alertId), 'pageContact', { ...contact, pagedAt: now(), escalation });
}

/** A page reached its contact's screen, or was opened there. */
export function markPage(
  alertId: string,
  page: { readonly level: AlertLevel; readonly contactId: string; readonly mark: 'delivered' | 'read' },
): Promise<Submission> {
  return submit(refOf('redAlert', alertId), 'markPage', { ...page, occurredAt: now() });
}

/** The first acceptance of a hop wins. */
export function acceptHop(alertId: string, level: AlertLevel, contactId: string): Promise<Submission> {
  return submit(refOf('redAlert', alertId), 'acceptHop', { level, contactId, occurredAt: now() });
}

/** Something done, said or found while the alert runs; `occurredAt` when it was not just now. */
export function recordStep(
  alertId: string,
  step: Omit<AlertCommands['recordStep'], 'occurredAt'> & { readonly occurredAt?: number },
): Promise<Submission> {
  return submit(refOf('redAlert', alertId), 'recordStep', { ...step, occurredAt: step.occurredAt ?? now() });
}

/** Ends the alert; shift lead. `signedHead` is the hub's head that the signature covers. */
export function endRedAlert(alertId: string, reason: string, signedHead: string): Promise<Submission> {
  return submit(refOf('redAlert', alertId), 'endRedAlert', { reason, endedAt: now(), signedHead });
}
