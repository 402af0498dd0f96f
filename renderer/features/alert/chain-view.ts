import { HOP_ROLES } from '#shared/domain/alert/config.ts';
import {
  ALERT_LEVELS,
  type AlertContact,
  type AlertLevel,
  type Hop,
  type Page,
  type RedAlert,
} from '#shared/domain/alert/types.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';

/** The four facts of a page, in the order they happen. */
export const PAGE_MARKS = ['sent', 'delivered', 'read', 'accepted'] as const;
export type PageMark = (typeof PAGE_MARKS)[number];

export interface PageView {
  readonly contactId: string;
  readonly contactName: string;
  readonly pagedAt: number;
  /** When each fact became known, UTC ms; undefined: not known to have happened. */
  readonly marks: Readonly<Record<PageMark, number | undefined>>;
  /** Another contact accepted first. */
  readonly isCancelled: boolean;
  /** It pages whoever is signed on here. */
  readonly isMine: boolean;
}

export interface HopView {
  readonly level: AlertLevel;
  /** `closed`: not opened yet. `late`: nobody accepted before the deadline. */
  readonly state: 'closed' | 'waiting' | 'late' | 'accepted';
  /** Time left, negative when over, ms; undefined unless it runs. */
  readonly leftMs?: number | undefined;
  readonly pages: readonly PageView[];
  readonly escalations: number;
  /** Who is paged after them, in order, while nobody has accepted. */
  readonly next: readonly AlertContact[];
  readonly acceptedBy?: string | undefined;
  readonly acceptedAt?: number | undefined;
  /** As whom the person signed on may accept; undefined: may not. */
  readonly acceptAs?: string | undefined;
}

/**
 * The chain as its three columns, always all three.
 * @param nowMs the core's clock carried on by the page's monotonic one, UTC ms
 */
export function chainView(alert: RedAlert, actor: Actor | null, nowMs: number): readonly HopView[] {
  return ALERT_LEVELS.map((level) => hopView(alert, level, actor, nowMs));
}

function hopView(alert: RedAlert, level: AlertLevel, actor: Actor | null, nowMs: number): HopView {
  const hop = alert.hops.find((other) => other.level === level);
  if (!hop) return { level, state: 'closed', pages: [], escalations: 0, next: [] };
  const isOpen = hop.acceptedAt === undefined && alert.status === 'active';
  const leftMs = isOpen ? hop.dueAt - nowMs : undefined;
  return {
    level,
    state: hop.acceptedAt !== undefined ? 'accepted' : (leftMs ?? 0) < 0 ? 'late' : 'waiting',
    leftMs,
    pages: hop.pages.map((page) => pageView(page, actor)),
    escalations: hop.escalations,
    next: isOpen ? nextOf(alert, hop) : [],
    acceptedBy: hop.acceptedBy,
    acceptedAt: hop.acceptedAt,
    acceptAs: isOpen ? acceptAs(hop, actor) : undefined,
  };
}

/** The rest of the roster of this level, then the shift lead who declared. */
function nextOf(alert: RedAlert, hop: Hop): readonly AlertContact[] {
  const paged = new Set(hop.pages.map(({ contactId }) => contactId));
  const rest = (alert.contacts ?? []).filter(({ level, contactId }) => level === hop.level && !paged.has(contactId));
  const leadId = alert.declaredById ?? alert.declaredBy;
  const lead = { level: hop.level, contactId: leadId, contactName: alert.declaredBy };
  return paged.has(leadId) ? rest : [...rest, lead];
}

function pageView(page: Page, actor: Actor | null): PageView {
  const { sentAt, deliveredAt, readAt, acceptedAt } = page;
  return {
    contactId: page.contactId,
    contactName: page.contactName,
    pagedAt: page.pagedAt,
    marks: { sent: sentAt, delivered: deliveredAt, read: readAt, accepted: acceptedAt },
    isCancelled: page.cancelledAt !== undefined,
    isMine: isMine(page, actor),
  };
}

const isMine = (page: Page, actor: Actor | null): boolean =>
  actor !== null && (page.contactId === actor.id || page.contactId === actor.crewId);

/** In the name of the crew that was paged last (its word by radio); elsewhere as oneself. */
function acceptAs(hop: Hop, actor: Actor | null): string | undefined {
  if (!actor || !HOP_ROLES[hop.level].includes(actor.role)) return undefined;
  if (hop.level !== 'crew') return actor.id;
  return actor.crewId ?? hop.pages.at(-1)?.contactId;
}

/** A deadline as `2:05`, or `-0:12` once it is over. @param ms time left */
export function countdown(ms: number): string {
  const seconds = ms >= 0 ? Math.ceil(ms / 1000) : Math.ceil(-ms / 1000);
  const text = `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
  return ms < 0 ? `-${text}` : text;
}

/** Pages that this window now shows to their contact, and that are not marked read yet. */
export function pagesToMarkRead(
  alert: RedAlert,
  actor: Actor | null,
): readonly { readonly level: AlertLevel; readonly contactId: string }[] {
  if (alert.status !== 'active') return [];
  return alert.hops.flatMap(({ level, pages }) =>
    pages
      .filter((page) => isMine(page, actor) && page.readAt === undefined && page.cancelledAt === undefined)
      .map(({ contactId }) => ({ level, contactId })),
  );
}
