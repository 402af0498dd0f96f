import { assertNever } from '../../lib/assert-never.ts';
import type { EventMeta } from '../entity/entity.ts';
import { present } from '../entity/missing.ts';
import type { EventsOf } from '../entity/module.ts';
import type { AlertEvents, AlertLevel, Hop, Page, RedAlert, Step } from './types.ts';

type AlertEvent = EventsOf<AlertEvents> & { entity: { id: string } };

/** Applies one event. Uses the event and its meta only, never a clock. @throws CodedError CMD0005 when the declaration is missing. */
export function evolveAlert(state: RedAlert | undefined, event: AlertEvent, meta: EventMeta): RedAlert {
  if (event.type === 'redAlertDeclared') return state ?? declared(event.entity.id, event.payload, meta);
  const alert = present(state, 'redAlert', event.entity.id);
  switch (event.type) {
    case 'contactPaged':
      return paged(alert, event.payload, meta);
    case 'pageMarked': {
      const { level, contactId, mark, occurredAt } = event.payload;
      return withHop(alert, level, (hop) => ({
        ...hop,
        pages: hop.pages.map((page) => (page.contactId === contactId ? pageMarked(page, mark, occurredAt) : page)),
      }));
    }
    case 'hopAccepted': {
      const { level, contactId, occurredAt } = event.payload;
      return withHop(alert, level, (hop) => accepted(hop, contactId, occurredAt, meta));
    }
    case 'stepRecorded':
      return { ...alert, steps: inOrder([...alert.steps, event.payload]) };
    case 'redAlertEnded': {
      const { endedAt, reason, signedHead } = event.payload;
      return { ...alert, status: 'ended', endedAt, endedBy: meta.actor.name, endReason: reason, signedHead };
    }
    default:
      return assertNever(event);
  }
}

function declared(id: string, payload: AlertEvents['redAlertDeclared'], meta: EventMeta): RedAlert {
  const { drill, reason, reasonText, place, pipeId, candidateId, declaredAt, contacts, hops } = payload;
  return {
    id,
    drill,
    status: 'active',
    reason,
    reasonText,
    place,
    pipeId,
    candidateId,
    declaredAt,
    declaredBy: meta.actor.name,
    declaredById: meta.actor.id,
    contacts,
    hops: hops.map((hop) => ({ ...hop, pages: hop.pages.map((page) => sent(page, meta)) })),
    steps: [],
  };
}

/** Sent is known only from the hub's receipt, never before (ALT-08). */
function sent(page: Page, meta: EventMeta): Page {
  return meta.hubAt === undefined ? page : { ...page, sentAt: meta.hubAt };
}

function paged(alert: RedAlert, payload: AlertEvents['contactPaged'], meta: EventMeta): RedAlert {
  const { level, contactId, contactName, pagedAt, escalation, dueAt } = payload;
  const page = sent({ contactId, contactName, pagedAt }, meta);
  const hop = alert.hops.find((other) => other.level === level);
  if (hop === undefined) {
    return { ...alert, hops: [...alert.hops, { level, dueAt, pages: [page], escalations: escalation ? 1 : 0 }] };
  }
  if (hop.acceptedAt !== undefined) {
    const late = { ...page, cancelledAt: pagedAt };
    return withHop(alert, level, (open) => ({ ...open, pages: [...open.pages, late] }));
  }
  const escalations = hop.escalations + (escalation ? 1 : 0);
  return withHop(alert, level, (open) => ({ ...open, dueAt, escalations, pages: [...open.pages, page] }));
}

function pageMarked(page: Page, mark: 'delivered' | 'read', occurredAt: number): Page {
  return mark === 'delivered'
    ? { ...page, deliveredAt: page.deliveredAt ?? occurredAt }
    : { ...page, readAt: page.readAt ?? occurredAt };
}

function accepted(hop: Hop, contactId: string, occurredAt: number, meta: EventMeta): Hop {
  const winner = hop.pages.find((page) => page.contactId === contactId);
  return {
    ...hop,
    acceptedAt: occurredAt,
    acceptedBy: winner?.contactName ?? meta.actor.name,
    pages: hop.pages.map((page) =>
      page === winner ? { ...page, acceptedAt: occurredAt } : { ...page, cancelledAt: occurredAt },
    ),
  };
}

function withHop(alert: RedAlert, level: AlertLevel, change: (hop: Hop) => Hop): RedAlert {
  return { ...alert, hops: alert.hops.map((hop) => (hop.level === level ? change(hop) : hop)) };
}

/** By time of happening; steps of the same moment stay in the order they came in. */
function inOrder(steps: readonly Step[]): readonly Step[] {
  return [...steps].sort((a, b) => a.occurredAt - b.occurredAt);
}
