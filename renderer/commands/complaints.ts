import type { ComplaintCommands } from '#shared/domain/complaint/types.ts';
import { newEntityId, refOf, submit } from './submit.ts';
import type { Submission } from './submissions.ts';

/** A customer called. */
export function registerComplaint(complaint: ComplaintCommands['registerComplaint']): Promise<Submission> {
  return submit(refOf('complaint', newEntityId()), 'registerComplaint', complaint);
}

/** Answered, or a duplicate: closed without an order. */
export function closeComplaint(complaintId: string, reason: string): Promise<Submission> {
  return submit(refOf('complaint', complaintId), 'closeComplaint', { reason });
}
