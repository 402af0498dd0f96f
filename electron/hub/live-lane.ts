import type { CrewPosition } from '#shared/domain/crew/types.ts';
import type { HubSocket } from './socket/follower.ts';

/** Crews whose position is kept; one more drops the one that has been silent longest [eng]. */
const MAX_CREWS = 2_000;

/** The newest position of each crew: passed on at once, kept for who connects later, never in the log. */
export class LiveLane {
  readonly #positions = new Map<string, CrewPosition>();
  #listener: ((positions: readonly CrewPosition[]) => void) | undefined;

  onUpdate(listener: (positions: readonly CrewPosition[]) => void): void {
    this.#listener = listener;
  }

  /** Takes positions; one older than what is known of its crew is dropped. */
  update(positions: readonly CrewPosition[]): void {
    const newer = positions.filter(({ crewId, positionAt }) => {
      const known = this.#positions.get(crewId);
      return known === undefined || known.positionAt <= positionAt;
    });
    for (const position of newer) {
      this.#positions.delete(position.crewId);
      this.#positions.set(position.crewId, position);
    }
    for (const crewId of this.#positions.keys()) {
      if (this.#positions.size <= MAX_CREWS) break;
      this.#positions.delete(crewId);
    }
    if (newer.length > 0) this.#listener?.(newer);
  }

  /** Tells a console that has just connected where everybody is. */
  greet(socket: HubSocket): void {
    if (this.#positions.size > 0) socket.emit('live', { positions: [...this.#positions.values()] });
  }
}
