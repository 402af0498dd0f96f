import type { ScenarioEvent } from '../types.ts';

export interface ScenarioRunner {
  /** Strikes everything that is due by `elapsedS` seconds of the run and was not struck yet, in order. */
  advance(elapsedS: number): void;
}

/** Plays `events` (sorted by time), each `delayS` seconds later than it says. */
export function createScenarioRunner(
  events: readonly ScenarioEvent[],
  delayS: number,
  strike: (event: ScenarioEvent) => void,
): ScenarioRunner {
  let next = 0;
  return {
    advance: (elapsedS) => {
      for (let event = events[next]; event && event.atS + delayS <= elapsedS; event = events[next]) {
        next += 1;
        strike(event);
      }
    },
  };
}
