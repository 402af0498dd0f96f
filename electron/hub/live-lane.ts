import type { CrewPosition } from '#shared/domain/crew/types.ts';
import { CrewTeller, type CrewListener } from '#shared/domain/crew/teller.ts';
import { Whereabouts } from '#shared/domain/crew/whereabouts.ts';
import type { Clock } from '#shared/lib/clock.ts';

/** Between two messages with moves to a console: five a second are more than a van on a map shows [eng]. */
const BETWEEN_MOVES_MS = 200;

/** Where crews are: passed on a few times a second, and kept with the last half hour for who connects later; never in the log. */
export class LiveLane {
  readonly #clock: Clock;
  readonly #crews = new Whereabouts();
  readonly #tellers = new Set<CrewTeller>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes positions; what is no news of its crew is dropped. */
  update(positions: readonly CrewPosition[]): void {
    const news = this.#crews.take(positions, this.#clock.now());
    if (news.length === 0) return;
    for (const teller of this.#tellers) teller.tell({ positions: news });
  }

  /** Tells a console from now on: once it is greeted where everybody is and was, then the news. Disposing of the teller ends it. */
  tell(listener: CrewListener): Pick<CrewTeller, 'greet' | 'dispose'> {
    const all = () => ({ positions: this.#crews.positions(), tracks: this.#crews.tracks(this.#clock.now()) });
    const teller = new CrewTeller({ clock: this.#clock, listener, all, betweenMovesMs: BETWEEN_MOVES_MS });
    this.#tellers.add(teller);
    return {
      greet: () => teller.greet(),
      dispose: () => {
        this.#tellers.delete(teller);
        teller.dispose();
      },
    };
  }
}
