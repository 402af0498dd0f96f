import type { ValveRecord } from '../valve/types.ts';
import type { NetworkGraph } from './graph-types.ts';
import type { TraceRequest, ValveGuess } from './trace-types.ts';
import { VALVE_CONDITIONS, VALVE_STATES } from './types.ts';

/** What the log knows of valves beside the import, for {@link valvesNow}: what was never said is left out. */
export function valveStatuses(records: Iterable<ValveRecord>): Record<string, ValveGuess> {
  const statuses: Record<string, ValveGuess> = {};
  for (const { id, state, condition } of records) {
    statuses[id] = { ...(state !== undefined && { state }), ...(condition !== undefined && { condition }) };
  }
  return statuses;
}

const CLOSED = VALVE_STATES.indexOf('closed');
const STUCK = VALVE_CONDITIONS.indexOf('stuck');
const UNKNOWN_STATE = VALVE_STATES.indexOf('unknown');
const UNKNOWN_CONDITION = VALVE_CONDITIONS.indexOf('unknown');

/** How each valve of a graph is taken in one trace, by its index. */
export interface ValvesNow {
  /** 1: known as closed. Unknown ones are taken as open. */
  readonly isClosed: Uint8Array;
  /** 1: would not close. */
  readonly isStuck: Uint8Array;
  /** 1: nobody knows whether it is open, or whether it turns. */
  readonly isUncertain: Uint8Array;
  /** Valves the request names that this network does not have. */
  readonly unknownIds: readonly string[];
}

/** NET-06: as imported, then as known, then as the request wants it; later words go over earlier ones, state and condition each for itself. */
export function valvesNow(
  { valves }: NetworkGraph,
  known: Readonly<Record<string, ValveGuess>>,
  { valves: guesses = {}, unknownCondition = 'operable' }: TraceRequest,
): ValvesNow {
  const states = valves.states.slice();
  const conditions = valves.conditions.slice();
  const unknownIds: string[] = [];
  const overlay = (said: Readonly<Record<string, ValveGuess>>, missing: string[]): void => {
    for (const [id, { state, condition }] of Object.entries(said)) {
      const index = valves.indexOf.get(id);
      if (index === undefined) missing.push(id);
      else {
        if (state !== undefined) states[index] = VALVE_STATES.indexOf(state);
        if (condition !== undefined) conditions[index] = VALVE_CONDITIONS.indexOf(condition);
      }
    }
  };
  // What is known of a valve that a new import no longer has is no concern of anybody's.
  overlay(known, []);
  overlay(guesses, unknownIds);
  const worst = unknownCondition === 'stuck' ? UNKNOWN_CONDITION : STUCK;
  return {
    isClosed: states.map((state) => (state === CLOSED ? 1 : 0)),
    isStuck: conditions.map((condition) => (condition === STUCK || condition === worst ? 1 : 0)),
    isUncertain: states.map((state, index) =>
      state === UNKNOWN_STATE || conditions[index] === UNKNOWN_CONDITION ? 1 : 0,
    ),
    unknownIds,
  };
}
