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

/** A page counts as delivered when its screen has it, before anyone can have read it. */
const REVIEW_MS = 200;

const SYSTEM: Actor = { id: 'console', name: 'Heatline', role: 'system' };

/**
 * Keeps the chain of every running alert moving without a person: marks a page delivered once its contact's screen has it, and
 * pages the next contact when a hop's deadline passes. Command ids are made from what happened, so that several consoles
 * that notice the same do it once.
 */
export function startAlertWatch(dependencies: AlertWatchDependencies): Cancel {
  const { clock, alerts, contacts, present, submit } = dependencies;
  /** What to add to the monotonic clock for the time scale of each running alert. */
  const offsets = new Map<string, number>();

  /** The alert's own time: from the wall clock at first sight, then monotonic, so that a clock that is set moves no deadline; never before its last page. */
  function timeOf(alert: RedAlert): number {
    const monotonic = clock.monotonic();
    const pagedAt = alert.hops.flatMap((hop) => hop.pages.map((page) => page.pagedAt));
    const steady = monotonic + (offsets.get(alert.id) ?? clock.now() - monotonic);
    const now = Math.round(pagedAt.reduce((latest, at) => Math.max(latest, at), steady));
    offsets.set(alert.id, now - monotonic);
    return now;
  }

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
    const page = nextPage(alert, contacts(), timeOf(alert));
    if (page === undefined) return;
    submit({
      commandId: derivedId(alert.id, page.level, page.contactId, 'paged'),
      entity: { type: 'redAlert', id: alert.id },
      type: 'pageContact',
      payload: page,
      actor: SYSTEM,
    });
  }

  return clock.every(REVIEW_MS, () => {
    const active = alerts().filter((candidate) => candidate.status === 'active');
    for (const id of offsets.keys()) if (!active.some((alert) => alert.id === id)) offsets.delete(id);
    const failures: unknown[] = [];
    for (const alert of active) {
      // One alert that cannot be worked with must not hold up the chain of another.
      try {
        markDelivered(alert);
        escalate(alert);
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw failures[0];
  });
}

/** Sent with the hub's receipt, and nothing heard from the other end yet. */
function isOnItsWay(page: Page): boolean {
  return page.sentAt !== undefined && page.deliveredAt === undefined && page.cancelledAt === undefined;
}
