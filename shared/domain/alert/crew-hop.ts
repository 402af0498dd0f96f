import type { Crew } from '../crew/types.ts';
import type { DomainEvent } from '../entity/entity.ts';
import { eventsOf } from '../entity/event.ts';
import { HOP_DEADLINE_MS } from './config.ts';
import type { AlertEvents, RedAlert } from './types.ts';

const event = eventsOf<AlertEvents>('redAlert');

/** ALT-04: the crew that is assigned an order of the alert is paged; the first one opens the crew hop. */
export function crewHopPaged(alert: RedAlert, crew: Crew, pagedAt: number): readonly DomainEvent[] {
  const hop = alert.hops.find((other) => other.level === 'crew');
  if (hop?.acceptedAt !== undefined || hop?.pages.some((page) => page.contactId === crew.id) === true) return [];
  const contact = { level: 'crew', contactId: crew.id, contactName: crew.leader } as const;
  const dueAt = pagedAt + HOP_DEADLINE_MS.crew;
  return [event(alert.id, 'contactPaged', { ...contact, pagedAt, escalation: false, dueAt })];
}

/** ALT-05: the crew's yes to its order is its acceptance of the crew hop. */
export function crewHopAccepted(alert: RedAlert, crewId: string, occurredAt: number): readonly DomainEvent[] {
  const hop = alert.hops.find((other) => other.level === 'crew');
  if (hop === undefined || hop.acceptedAt !== undefined) return [];
  return [event(alert.id, 'hopAccepted', { level: 'crew', contactId: crewId, occurredAt })];
}
