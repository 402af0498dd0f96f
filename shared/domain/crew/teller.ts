import type { Clock } from '../../lib/clock.ts';
import { Pace } from '../../lib/pace.ts';
import { Moves } from './moves.ts';
import { inParts } from './parts.ts';
import type { CrewUpdate } from './types.ts';

/** Between two parts, and before it is asked again whether the listener is ready: other messages go in between [eng]. */
const BETWEEN_PARTS_MS = 50;
/** Parts that wait at most: with more it is told all anew, which is never more than 26 parts [eng]. */
const MOST_PARTS = 60;

/** Who is told: a console by its hub, a page by its console. */
export interface CrewListener {
  /** It has taken what it was sent, or most of it. */
  isReady(): boolean;
  send(update: CrewUpdate): void;
}

export interface CrewTellerOptions {
  readonly clock: Clock;
  readonly listener: CrewListener;
  /** What is known of all crews now. */
  readonly all: () => CrewUpdate;
  /** Pause after a message with moves, ms. */
  readonly betweenMovesMs: number;
}

/**
 * Tells one listener where crews are (SPEC.md CRW-14, CRW-15): at its greeting all there is, in parts; then the news, those of a while in one message.
 * One who does not read is sent nothing meanwhile, costs bounded memory, and misses no crew's newest position.
 */
export class CrewTeller {
  readonly #listener: CrewListener;
  readonly #all: () => CrewUpdate;
  readonly #betweenMovesMs: number;
  readonly #pace: Pace;
  readonly #moves = new Moves();
  #isGreeted = false;
  #isAllDue = false;
  #parts: CrewUpdate[] = [];

  constructor({ clock, listener, all, betweenMovesMs }: CrewTellerOptions) {
    this.#listener = listener;
    this.#all = all;
    this.#betweenMovesMs = betweenMovesMs;
    this.#pace = new Pace(clock, () => this.#step());
  }

  /** From here on it is told; a second greeting begins anew. */
  greet(): void {
    this.#isGreeted = true;
    this.#isAllDue = true;
    this.#pace.wake();
  }

  /** Passes on what is new: positions, and tracks that have become known besides. Before the greeting there is nobody to tell. */
  tell({ positions, tracks = [] }: CrewUpdate): void {
    if (!this.#isGreeted || positions.length + tracks.length === 0) return;
    if (tracks.length === 0) this.#moves.add(positions);
    else {
      // What waits is older: told after these, it would be dropped.
      if (!this.#moves.isEmpty) this.#parts.push({ positions: this.#moves.take() });
      this.#parts.push(...inParts({ positions, tracks }));
    }
    if (this.#parts.length > MOST_PARTS) this.#isAllDue = true;
    this.#pace.wake();
  }

  dispose(): void {
    this.#isGreeted = false;
    this.#pace.dispose();
  }

  #step(): number | undefined {
    if (!this.#isAllDue && this.#parts.length === 0 && this.#moves.isEmpty) return undefined;
    if (!this.#listener.isReady()) {
      // Made anew from what is known by then, it holds these as well.
      if (this.#isAllDue) this.#parts = [];
      return BETWEEN_PARTS_MS;
    }
    if (this.#isAllDue) {
      this.#isAllDue = false;
      this.#moves.take();
      this.#parts = [...inParts(this.#all())];
    }
    const part = this.#parts.shift();
    if (part) {
      this.#listener.send(part);
      return BETWEEN_PARTS_MS;
    }
    if (this.#moves.isEmpty) return undefined;
    this.#listener.send({ positions: this.#moves.take() });
    return this.#betweenMovesMs;
  }
}
