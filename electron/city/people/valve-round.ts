import type { LonLat } from '#shared/lib/geo.ts';
import type { Random } from '../generate/random.ts';

/** A valve that the control room has ordered shut. `at` stays the same object as long as the order stands. */
export interface ValveJob {
  readonly alertId: string;
  readonly valveId: string;
  /** UTC ms. Ordered anew, it is tried anew. */
  readonly orderedAt: number;
  /** It goes there and turns nothing. */
  readonly drill: boolean;
  readonly at: LonLat;
}

/** Finding the lid, opening it and turning a gate valve by hand [eng]. */
const TURN_MS = [120_000, 240_000] as const;

/**
 * The valves one crew has been told to shut, in the order they were ordered. One at a time: go there, turn it, report. What was turned
 * for one order is not turned again, whatever the hub still lists; what is no longer listed is dropped on the way.
 */
export class ValveRound {
  readonly #random: Random;
  /** Factor by which the crew works faster than real ones. */
  readonly #pace: number;
  readonly #turned = new Set<string>();
  #jobs: readonly ValveJob[] = [];
  #current: { readonly job: ValveJob; doneAtMs: number | undefined } | undefined;

  constructor(random: Random, pace: number) {
    this.#random = random;
    this.#pace = pace;
  }

  /** Takes over the valves as the hub lists them now. */
  see(jobs: readonly ValveJob[]): void {
    this.#jobs = jobs.filter((job) => !this.#turned.has(keyOf(job)));
    const current = this.#current && keyOf(this.#current.job);
    if (!this.#jobs.some((job) => keyOf(job) === current)) this.#current = undefined;
  }

  /** Whether anything is left to turn for an alert. */
  isOpenFor(alertId: string | undefined): boolean {
    return this.#jobs.some((job) => job.alertId === alertId);
  }

  /** Where the crew has to be now: at the first valve of an alert it is on; undefined: nowhere for a valve. */
  goal(isOn: (alertId: string) => boolean): LonLat | undefined {
    if (this.#current === undefined) {
      const job = this.#jobs.find(({ alertId }) => isOn(alertId));
      this.#current = job && { job, doneAtMs: undefined };
    }
    return this.#current?.job.at;
  }

  /** Works at the valve where the crew stands; the job that was finished by `nowMs`. */
  work(nowMs: number): ValveJob | undefined {
    const current = this.#current;
    if (current === undefined) return undefined;
    current.doneAtMs ??= nowMs + this.#random.between(...TURN_MS) / this.#pace;
    if (nowMs < current.doneAtMs) return undefined;
    this.#turned.add(keyOf(current.job));
    this.#jobs = this.#jobs.filter((job) => keyOf(job) !== keyOf(current.job));
    this.#current = undefined;
    return current.job;
  }
}

const keyOf = ({ alertId, valveId, orderedAt }: ValveJob): string => `${alertId}/${valveId}/${String(orderedAt)}`;
