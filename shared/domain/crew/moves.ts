import { CREWS_KEPT, PART_PLACES, TRACK_MAX_POINTS } from './limits.ts';
import type { CrewPosition } from './types.ts';

/**
 * Positions that wait to be told together (SPEC.md CRW-15): of each crew the newest and, before it and in order, those since the last message. Times
 * stay those at which crews were there. Bounded whatever is added.
 */
export class Moves {
  readonly #byCrew = new Map<string, CrewPosition[]>();
  #places = 0;

  get isEmpty(): boolean {
    return this.#byCrew.size === 0;
  }

  add(news: readonly CrewPosition[]): void {
    for (const position of news) {
      const { crewId } = position;
      const list = this.#byCrew.get(crewId) ?? [];
      // The one heard last comes last, so that the crew that is silent longest is dropped first.
      this.#byCrew.delete(crewId);
      this.#byCrew.set(crewId, list);
      list.push(position);
      this.#places += 1;
      if (list.length > TRACK_MAX_POINTS) this.#thin(crewId, list);
      const [silent] = this.#byCrew.keys();
      if (this.#byCrew.size > CREWS_KEPT && silent !== undefined) {
        this.#places -= this.#byCrew.get(silent)?.length ?? 0;
        this.#byCrew.delete(silent);
      }
      if (this.#places > PART_PLACES) for (const [id, each] of this.#byCrew) this.#thin(id, each);
    }
  }

  /** What waits; nothing does from then on. */
  take(): readonly CrewPosition[] {
    const taken = [...this.#byCrew.values()].flat();
    this.#byCrew.clear();
    this.#places = 0;
    return taken;
  }

  /** Leaves every second one out, counted from the newest, which always stays. */
  #thin(crewId: string, list: readonly CrewPosition[]): void {
    const kept = list.filter((_, index) => (list.length - 1 - index) % 2 === 0);
    this.#places -= list.length - kept.length;
    this.#byCrew.set(crewId, kept);
  }
}
