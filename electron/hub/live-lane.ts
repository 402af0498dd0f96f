import type { CrewPosition } from '#shared/domain/crew/types.ts';
import { Whereabouts } from '#shared/domain/crew/whereabouts.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { HubSocket } from './socket/follower.ts';

/** Where crews are: passed on at once, and kept with the last half hour for who connects later; never in the log. */
export class LiveLane {
  readonly #clock: Clock;
  readonly #crews = new Whereabouts();
  #listener: ((positions: readonly CrewPosition[]) => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  onUpdate(listener: (positions: readonly CrewPosition[]) => void): void {
    this.#listener = listener;
  }

  /** Takes positions; what is no news of its crew is dropped. */
  update(positions: readonly CrewPosition[]): void {
    const news = this.#crews.take(positions, this.#clock.now());
    if (news.length > 0) this.#listener?.(news);
  }

  /** Tells a console that has just connected where everybody is and was. */
  greet(socket: HubSocket): void {
    const positions = this.#crews.positions();
    if (positions.length > 0) socket.emit('live', { positions, tracks: this.#crews.tracks(this.#clock.now()) });
  }
}
