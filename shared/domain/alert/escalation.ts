import type { AlertCommands, AlertContact, Hop, RedAlert } from './types.ts';

type PageCommand = AlertCommands['pageContact'];

/**
 * The page that is due now, or undefined when everybody still has time or nobody is left (ALT-10). Pure: apply the page, then ask again.
 * After a hop's deadline comes the next contact of that duty in the order of `contacts`, last the shift lead who declared.
 * @param nowMs UTC ms of the alert's own time scale; the caller keeps it running on the monotonic clock.
 */
export function nextPage(alert: RedAlert, contacts: readonly AlertContact[], nowMs: number): PageCommand | undefined {
  if (alert.status === 'ended') return undefined;
  for (const hop of alert.hops) {
    const isDue = hop.acceptedAt === undefined && (hop.pages.length === 0 || nowMs >= hop.dueAt);
    const contact = isDue ? nextContact(alert, hop, contacts) : undefined;
    if (contact !== undefined) return { ...contact, pagedAt: nowMs, escalation: hop.pages.length > 0 };
  }
  return undefined;
}

function nextContact(alert: RedAlert, hop: Hop, contacts: readonly AlertContact[]): AlertContact | undefined {
  const shiftLead: AlertContact = {
    level: hop.level,
    contactId: alert.declaredById ?? alert.declaredBy,
    contactName: alert.declaredBy,
  };
  const inOrder = [...contacts.filter((contact) => contact.level === hop.level), shiftLead];
  return inOrder.find((contact) => !hop.pages.some((page) => page.contactId === contact.contactId));
}
