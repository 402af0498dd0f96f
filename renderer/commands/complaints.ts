import type { ComplaintCategory, ComplaintCommands } from '#shared/domain/complaint/types.ts';
import { newEntityId, refOf, submit } from './submit.ts';
import type { Submission } from './submissions.ts';

/** A customer called. */
export function registerComplaint(complaint: ComplaintCommands['registerComplaint']): Promise<Submission> {
  return submit(refOf('complaint', newEntityId()), 'registerComplaint', complaint);
}

/** The words made it another category than it is; urgency and weight follow the new one. */
export function recategoriseComplaint(
  complaintId: string,
  category: ComplaintCategory,
  reason: string,
): Promise<Submission> {
  return submit(refOf('complaint', complaintId), 'recategoriseComplaint', { category, reason });
}

/** Answered, or a duplicate: closed without an order. */
export function closeComplaint(complaintId: string, reason: string): Promise<Submission> {
  return submit(refOf('complaint', complaintId), 'closeComplaint', { reason });
}
