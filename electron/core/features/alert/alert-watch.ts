import { derivedId } from '#kit/derived-id.ts';
import { nextPage } from '#shared/domain/alert/escalation.ts';
import type { AlertContact, Page, RedAlert } from '#shared/domain/alert/types.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import type { SubmitInput } from '../../log/console-log.ts';

export interface AlertWatchDependencies {
  readonly clock: Clock;
  readonly alerts: () => readonly RedAlert[];
  readonly contacts: () => readonly AlertContact[];
  /** Contacts that have a page of this console in front of them now. */
  readonly present: () => ReadonlySet<string>;
  readonly submit: (input: SubmitInput) => void;
}

const SYSTEM: Actor = { id: 'console', name: 'Heatline', role: 'system' };

/**
 * Keeps the chain of every running alert moving without a person: marks a page delivered once its contact's screen has it, and
 * pages the next contact when a hop's deadline passes. Command ids are made from what happened, so that several consoles
 * that notice the same do it once.
 */
export function startAlertWatch(dependencies: AlertWatchDependencies): Cancel {
  const { clock, alerts, contacts, present, submit } = dependencies;

  function markDelivered(alert: RedAlert): void {
    const here = present();
    for (const hop of alert.hops) {
      for (const page of hop.pages.filter((candidate) => isOnItsWay(candidate) && here.has(candidate.contactId))) {
        submit({
          commandId: derivedId(alert.id, hop.level, page.contactId, 'delivered'),
          entity: { type: 'redAlert', id: alert.id },
          type: 'markPage',
          payload: { level: hop.level, contactId: page.contactId, mark: 'delivered', occurredAt: clock.now() },
          actor: SYSTEM,
        });
      }
    }
  }

  // One page a tick: the next is asked for when this one stands in the alert.
  function escalate(alert: RedAlert): void {
    const page = nextPage(alert, contacts(), clock.now());
    if (page === undefined) return;
    submit({
      commandId: derivedId(alert.id, page.level, page.contactId, 'paged'),
      entity: { type: 'redAlert', id: alert.id },
      type: 'pageContact',
      payload: page,
      actor: SYSTEM,
    });
  }

  return clock.every(1_000, () => {
    for (const alert of alerts().filter((candidate) => candidate.status === 'active')) {
      markDelivered(alert);
      escalate(alert);
    }
  });
}

/** Sent with the hub's receipt, and nothing heard from the other end yet. */
function isOnItsWay(page: Page): boolean {
  return page.sentAt !== undefined && page.deliveredAt === undefined && page.cancelledAt === undefined;
}
