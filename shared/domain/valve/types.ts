import type { ValveCondition, ValveState } from '../network/types.ts';

/** What people did to, or found at, a valve; its place and bore are part of the imported network. Id: the valve's. */
export interface ValveRecord {
  readonly id: string;
  /** Missing: as imported. */
  readonly state?: ValveState | undefined;
  readonly condition?: ValveCondition | undefined;
  /** `field`: seen on the spot; `edited`: said at a desk. */
  readonly basis: 'field' | 'edited';
  readonly by: string;
  readonly reason: string;
  /** When it was so, UTC ms. */
  readonly at: number;
  /** Newest first, the standing one first: the last 20, and the last that said a state and a condition. */
  readonly changes: readonly {
    readonly at: number;
    readonly by: string;
    readonly basis: 'field' | 'edited';
    readonly state?: ValveState | undefined;
    readonly condition?: ValveCondition | undefined;
    readonly reason: string;
  }[];
}

export type ValveCommands = {
  /** Intent of a dispatcher or shift lead: the plan was wrong, or it is known from elsewhere. Needs a reason. VAL0001 without one. */
  editValve: {
    readonly state?: ValveState | undefined;
    readonly condition?: ValveCondition | undefined;
    readonly reason: string;
  };
  /** Fact from the field: never refused; one that happened before what is known is kept, but does not stand. */
  reportValve: {
    readonly state?: ValveState | undefined;
    readonly condition?: ValveCondition | undefined;
    readonly occurredAt: number;
    readonly note: string;
    readonly alertId?: string | undefined;
  };
};

export type ValveEvents = {
  valveEdited: ValveCommands['editValve'];
  valveReported: ValveCommands['reportValve'];
};
