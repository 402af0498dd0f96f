import type { Place } from '../entity/entity.ts';
import type { ComplaintCategory } from '../complaint/types.ts';

/** Stages of a work order, in their usual order (DOMAIN.md, Work orders). Each is stamped once; only a correction changes a stamp. */
export const ORDER_STAGES = [
  'received',
  'accepted',
  'assigned',
  'contacted',
  'departed',
  'arrived',
  'handled',
  'revisited',
  'closed',
] as const;
export type OrderStage = (typeof ORDER_STAGES)[number];

/** Stages that a crew or agent reports from the world: facts, never refused, only marked. */
export type FieldStage = 'contacted' | 'departed' | 'arrived' | 'handled' | 'revisited';

export interface StageStamp {
  /** When it happened in the world, UTC ms. */
  readonly at: number;
  readonly by: string;
  readonly commandId: string;
  /** An earlier stage was stamped later than this one, or was missing when this came in. */
  readonly outOfOrder?: boolean | undefined;
  readonly correctedWhy?: string | undefined;
  /** Photo, reading or words that show it was done. */
  readonly proof?: string | undefined;
}

export type OrderClock = 'contact' | 'repair' | 'plan' | 'revisit';

export interface Deadline {
  readonly clock: OrderClock;
  /** UTC ms. */
  readonly dueAt: number;
  /** The rule that set it (`ORD-05`), and the outdoor temperature it was set by, in C. */
  readonly rule: string;
  readonly outdoorTempC?: number | undefined;
  readonly metAt?: number | undefined;
}

/** Why the rules themselves wrote a note: a fact that came in too late or from the wrong crew, kept but without effect. */
export type NoteMark = 'stageRepeated' | 'afterClose' | 'crewNotAssigned' | 'crewDeclined';

export interface OrderNote {
  readonly at: number;
  readonly by: string;
  readonly text: string;
  /** Set where the note was written by a rule; `text` then holds the stage, crew or reason. */
  readonly mark?: NoteMark | undefined;
}

/** What an order is about: what customers complained of, or work before anybody complains (shared/domain/insight). */
export type OrderCategory = ComplaintCategory | 'preventive';

export interface Order {
  readonly id: string;
  /** Short number for people to say on the phone, from the creation: `1122-0437` (ORD-02). */
  readonly number: string;
  readonly category: OrderCategory;
  readonly urgent: boolean;
  readonly title: string;
  readonly place: Place;
  readonly complaintIds: readonly string[];
  readonly alertId?: string | undefined;
  readonly stages: Readonly<Partial<Record<OrderStage, StageStamp>>>;
  readonly crewId?: string | undefined;
  /** When the crew itself said yes, UTC ms; an assignment alone is not an acceptance. */
  readonly crewAcceptedAt?: number | undefined;
  readonly deadlines: readonly Deadline[];
  readonly notes: readonly OrderNote[];
  readonly outcome?: 'done' | 'closedWithReason' | 'handedOn' | undefined;
  readonly outcomeReason?: string | undefined;
}

export type OrderCommands = {
  /** Intent. A burst or leak is urgent whatever is said here. Stamps received; links the complaints. */
  createOrder: {
    readonly category: ComplaintCategory;
    readonly urgent: boolean;
    readonly title: string;
    readonly place: Place;
    readonly complaintIds: readonly string[];
    readonly alertId?: string | undefined;
    readonly receivedAt: number;
  };
  /** Intent: dispatch takes the order. */
  acceptOrder: Record<string, never>;
  /** Intent. `replaces` must name the crew it takes the order from, when there is one: two dispatchers cannot both win. */
  assignCrew: { readonly crewId: string; readonly replaces?: string | undefined; readonly reason?: string | undefined };
  /** Fact: the crew said yes (by its app through the hub, or by radio to a dispatcher). */
  crewAccept: { readonly crewId: string; readonly occurredAt: number };
  /** Fact: the crew said no. */
  crewDecline: { readonly crewId: string; readonly occurredAt: number; readonly reason: string };
  /** Fact from the field. */
  recordStage: {
    readonly stage: FieldStage;
    readonly occurredAt: number;
    readonly proof?: string | undefined;
  };
  /** Intent: corrects a stamp, with why. */
  correctStage: { readonly stage: OrderStage; readonly at: number; readonly why: string };
  /** Fact: something said about the order. */
  addNote: { readonly text: string };
  /** Intent. `done` needs the stages up to handled with proof; otherwise only a shift lead, with a reason. */
  closeOrder: { readonly outcome: 'done' | 'closedWithReason' | 'handedOn'; readonly reason?: string | undefined };
};

export type OrderEvents = {
  orderCreated: Omit<OrderCommands['createOrder'], 'category'> & {
    readonly category: OrderCategory;
    readonly number: string;
    readonly deadlines: readonly Deadline[];
  };
  orderAccepted: Record<string, never>;
  crewAssigned: OrderCommands['assignCrew'];
  crewAccepted: OrderCommands['crewAccept'];
  crewDeclined: OrderCommands['crewDecline'];
  stageRecorded: OrderCommands['recordStage'] & { readonly outOfOrder: boolean };
  stageCorrected: OrderCommands['correctStage'];
  noteAdded: OrderCommands['addNote'];
  /** Sets the deadline of one clock: at acceptance, after a correction, and by `observeWeather` when the regime changes (2 h <-> 1 h). */
  deadlineRetimed: { readonly deadline: Deadline };
  orderClosed: OrderCommands['closeOrder'];
};
