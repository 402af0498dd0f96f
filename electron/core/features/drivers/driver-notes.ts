import type { DriverEvent } from '#shared/contract/drivers-api.ts';
import type { DriverStatus } from '#shared/contract/feed.ts';
import type { Clock } from '#shared/lib/clock.ts';

const KEPT_EVENTS = 50;
/** Span of the rate. */
const RATE_MS = 10_000;

interface Notes {
  readonly events: DriverEvent[];
  /** Samples ever counted, at moments of the monotonic clock, oldest first. */
  readonly counts: { readonly at: number; readonly samples: number }[];
  last: DriverStatus;
}

/** What happened to each driver since the start, and how much it brings. Fed with every state that the ingest tells. */
export class DriverNotes {
  readonly #clock: Clock;
  readonly #notes = new Map<string, Notes>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(status: DriverStatus): void {
    const at = this.#clock.monotonic();
    const notes = this.#notes.get(status.id);
    if (notes === undefined) {
      this.#notes.set(status.id, {
        events: [this.#eventOf(status, undefined)],
        counts: [{ at, samples: status.samples }],
        last: status,
      });
      return;
    }
    const { last, events, counts } = notes;
    const isNews = last.state !== status.state || last.code !== status.code || last.detail !== status.detail;
    if (isNews || status.dropped > last.dropped) {
      events.unshift(this.#eventOf(status, status.dropped > last.dropped ? status.dropped - last.dropped : undefined));
      events.length = Math.min(events.length, KEPT_EVENTS);
    }
    // A driver that was started anew counts from 0.
    if (status.samples < last.samples) counts.length = 0;
    counts.push({ at, samples: status.samples });
    while (counts.length > 2 && at - (counts[0]?.at ?? at) > RATE_MS) counts.shift();
    notes.last = status;
  }

  /** Newest first. */
  events(id: string): readonly DriverEvent[] {
    return [...(this.#notes.get(id)?.events ?? [])];
  }

  /** Samples a second over the last ten. */
  samplesPerS(id: string): number {
    const counts = this.#notes.get(id)?.counts ?? [];
    const [first, last] = [counts[0], counts.at(-1)];
    if (first === undefined || last === undefined || last.at === first.at) return 0;
    return Math.round(((last.samples - first.samples) * 10_000) / (last.at - first.at)) / 10;
  }

  #eventOf({ state, code, detail }: DriverStatus, dropped: number | undefined): DriverEvent {
    return { at: this.#clock.now(), state, code, detail, dropped };
  }
}
