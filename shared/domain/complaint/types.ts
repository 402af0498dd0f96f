import type { Place } from '../entity/entity.ts';

export type ComplaintCategory = 'burst' | 'leak' | 'suddenCold' | 'notHot' | 'belowStandard' | 'other';
export type ComplaintChannel = 'phone' | 'wechat' | 'app' | 'counter';
export type ComplaintStatus = 'open' | 'ordered' | 'closed';

export interface Complaint {
  readonly id: string;
  readonly category: ComplaintCategory;
  readonly channel: ComplaintChannel;
  readonly text: string;
  readonly place: Place;
  readonly buildingId?: string | undefined;
  readonly phone?: string | undefined;
  /** When the customer called, UTC ms. */
  readonly reportedAt: number;
  readonly roomTempC?: number | undefined;
  readonly urgent: boolean;
  /** Words of the text that made it urgent (DOMAIN.md, triage: safety words first). */
  readonly safetyWords: readonly string[];
  /** Weight in the burst cluster, 0 to 1 (DOMAIN.md, complaint cluster). */
  readonly leakWeight: number;
  readonly status: ComplaintStatus;
  readonly orderId?: string | undefined;
  readonly closedReason?: string | undefined;
}

export type ComplaintCommands = {
  /** Fact: a customer called. */
  registerComplaint: {
    readonly category: ComplaintCategory;
    readonly channel: ComplaintChannel;
    readonly text: string;
    readonly place: Place;
    readonly buildingId?: string | undefined;
    readonly phone?: string | undefined;
    readonly reportedAt: number;
    readonly roomTempC?: number | undefined;
  };
  /** Intent: the agent corrects the category. */
  recategoriseComplaint: { readonly category: ComplaintCategory; readonly reason: string };
  /** Intent: closed without an order (answered, duplicate). */
  closeComplaint: { readonly reason: string };
};

/** What triage made of a complaint (shared/domain/triage); kept in the event, so a later word list does not rewrite history. */
export interface TriageResult {
  readonly category: ComplaintCategory;
  readonly urgent: boolean;
  readonly safetyWords: readonly string[];
  readonly leakWeight: number;
}

export type ComplaintEvents = {
  /** `category` is the one after triage, `reportedCategory` what the caller or agent said. */
  complaintRegistered: ComplaintCommands['registerComplaint'] &
    TriageResult & { readonly reportedCategory: ComplaintCategory };
  complaintRecategorised: ComplaintCommands['recategoriseComplaint'] & TriageResult;
  /** Emitted by `createOrder` for each complaint it takes up. */
  complaintOrdered: { readonly orderId: string };
  complaintClosed: ComplaintCommands['closeComplaint'];
};
