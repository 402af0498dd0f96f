import { CREWS_KEPT, PART_PLACES } from './limits.ts';
import type { CrewPosition } from './types.ts';

/** Positions of one crew in one message at most [eng]. */
const MOST_OF_CREW = PART_PLACES / CREWS_KEPT;

/**
 * Positions that wait to be told together (SPEC.md CRW-15): of each crew the newest and, before it and in order, those since the last message. Times
 * stay those at which crews were there. Bounded whatever is added.
 */
export class Moves {
  readonly #byCrew = new Map<string, CrewPosition[]>();

  get isEmpty(): boolean {
    return this.#byCrew.size === 0;
  }

  add(news: readonly CrewPosition[]): void {
    for (const position of news) {
      const { crewId } = position;
      const known = [...(this.#byCrew.get(crewId) ?? []), position];
      // The one heard last comes last, so that the crew that is silent longest is dropped first.
      this.#byCrew.delete(crewId);
      this.#byCrew.set(crewId, known.length > MOST_OF_CREW ? everySecond(known) : known);
      if (this.#byCrew.size > CREWS_KEPT) this.#byCrew.delete(this.#byCrew.keys().next().value ?? '');
    }
  }

  /** What waits; nothing does from then on. */
  take(): readonly CrewPosition[] {
    const taken = [...this.#byCrew.values()].flat();
    this.#byCrew.clear();
    return taken;
  }
}

/** Counted from the newest, which always stays. */
const everySecond = <T>(list: readonly T[]): T[] => list.filter((_, index) => (list.length - 1 - index) % 2 === 0);
