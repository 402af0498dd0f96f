import type { Actor, Place } from '../entity/entity.ts';

/** The three-level chain (三级联动): call centre -> dispatch -> crew. */
export const ALERT_LEVELS = ['callCentre', 'dispatch', 'crew'] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];

/** One page to one contact. Sent, delivered, read and accepted are four facts; sent exists only with the hub's receipt. */
export interface Page {
  readonly contactId: string;
  readonly contactName: string;
  readonly pagedAt: number;
  readonly sentAt?: number | undefined;
  readonly deliveredAt?: number | undefined;
  readonly readAt?: number | undefined;
  readonly acceptedAt?: number | undefined;
  /** Another contact of the same hop accepted first. */
  readonly cancelledAt?: number | undefined;
}

export interface Hop {
  readonly level: AlertLevel;
  /** UTC ms; shown running on the monotonic clock. */
  readonly dueAt: number;
  readonly pages: readonly Page[];
  readonly acceptedBy?: string | undefined;
  readonly acceptedAt?: number | undefined;
  readonly escalations: number;
}

/** What was done, said or found while the alert ran: the timeline of the handling log. */
export type StepKind =
  | 'note'
  | 'valveOrdered'
  | 'valveClosed'
  | 'noticeSent'
  | 'crewArrived'
  | 'isolated'
  | 'repaired'
  | 'refilled'
  | 'restored';

export interface Step {
  readonly id: string;
  readonly kind: StepKind;
  readonly text: string;
  readonly valveId?: string | undefined;
  /** When it happened, UTC ms. */
  readonly occurredAt: number;
  readonly by: string;
  readonly late: boolean;
}

export interface RedAlert {
  readonly id: string;
  readonly drill: boolean;
  readonly status: 'active' | 'ended';
  readonly reason: string;
  readonly reasonText: string;
  readonly place: Place;
  readonly pipeId?: string | undefined;
  /** The burst candidate that it was declared for (ALT-17). */
  readonly candidateId?: string | undefined;
  readonly declaredAt: number;
  readonly declaredBy: string;
  /** The shift lead's person id: the last contact of every hop. */
  readonly declaredById?: string | undefined;
  /** The roster given when it was declared, in paging order. */
  readonly contacts?: readonly AlertContact[] | undefined;
  readonly hops: readonly Hop[];
  readonly steps: readonly Step[];
  readonly endedAt?: number | undefined;
  readonly endedBy?: string | undefined;
  readonly endReason?: string | undefined;
  /** SHA-256 (hex) of the log entry that the signature covers: the hub's head when the shift lead signed. */
  readonly signedHead?: string | undefined;
}

/** Who can be paged on a level, in order; given by the console's roster when the alert is declared. */
export interface AlertContact {
  readonly level: AlertLevel;
  readonly contactId: string;
  readonly contactName: string;
}

export type AlertCommands = {
  /** Intent, shift lead. Opens the hops for call centre and dispatch; the crew hop opens with the first assigned order. */
  declareRedAlert: {
    readonly drill: boolean;
    readonly reason: string;
    readonly reasonText: string;
    readonly place: Place;
    readonly pipeId?: string | undefined;
    readonly candidateId?: string | undefined;
    readonly declaredAt: number;
    readonly contacts: readonly AlertContact[];
  };
  /** Fact: pages one contact (first page of the crew hop, or an escalation to the next contact). */
  pageContact: AlertContact & { readonly pagedAt: number; readonly escalation: boolean };
  /** Fact: a page reached its contact's screen, or was opened there. */
  markPage: {
    readonly level: AlertLevel;
    readonly contactId: string;
    readonly mark: 'delivered' | 'read';
    readonly occurredAt: number;
  };
  /** Intent: the first acceptance of a hop wins and cancels its other pages. */
  acceptHop: { readonly level: AlertLevel; readonly contactId: string; readonly occurredAt: number };
  /** Fact. */
  recordStep: Omit<Step, 'id' | 'by' | 'late'>;
  /** Intent, shift lead: every order of the alert must be closed or handed on. */
  endRedAlert: { readonly reason: string; readonly endedAt: number; readonly signedHead: string };
};

export type AlertEvents = {
  redAlertDeclared: AlertCommands['declareRedAlert'] & { readonly hops: readonly Hop[] };
  contactPaged: AlertCommands['pageContact'] & { readonly dueAt: number };
  pageMarked: AlertCommands['markPage'];
  hopAccepted: AlertCommands['acceptHop'];
  stepRecorded: Step;
  redAlertEnded: AlertCommands['endRedAlert'];
};

/** Reasons offered when declaring; words come from the locale. */
export const ALERT_REASONS = ['mainBurst', 'branchBurst', 'sourceTrip', 'massColdComplaints', 'other'] as const;

/** Contacts and levels as seen by one who is signed on: which hops may this person accept. */
export type HopRoles = Readonly<Record<AlertLevel, readonly Actor['role'][]>>;
