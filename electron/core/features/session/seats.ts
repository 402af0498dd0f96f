import type { Actor } from '#shared/domain/entity/entity.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Clock } from '#shared/lib/clock.ts';

/** Keeps who is signed on over a restart of the core. `seat` is already hashed: the secret itself is not written down. */
export interface SeatStore {
  put(seat: string, actor: Actor, signedOnAt: number): void;
  delete(seat: string): void;
  all(): readonly { readonly seat: string; readonly actor: Actor }[];
}

/** The people who may sign on, and the check of their PIN. */
export interface People {
  list(): readonly Actor[];
  check(personId: string, pin: string): Actor | undefined;
}

export interface Seats {
  actorOf(seat: string): Actor | undefined;
  /** @throws CodedError `SES0001` unknown person or PIN, `SES0002` too many wrong tries at this seat within a minute. */
  signOn(seat: string, personId: string, pin: string): Actor;
  signOff(seat: string): void;
}

export interface SeatsDependencies {
  readonly clock: Clock;
  readonly people: People;
  readonly store: SeatStore;
  readonly hashSeat: (seat: string) => string;
  readonly onChange: (seat: string) => void;
}

const MAX_TRIES = 5;
const TRIES_WINDOW_MS = 60_000;

/** Who is signed on where. A seat is one host: all windows of a desk follow the same sign-on. */
export function createSeats({ clock, people, store, hashSeat, onChange }: SeatsDependencies): Seats {
  const actors = new Map(store.all().map(({ seat, actor }) => [seat, actor]));
  const wrongTries = new Map<string, number[]>();

  function countTry(seat: string): void {
    const since = clock.monotonic() - TRIES_WINDOW_MS;
    // Seats are named by whoever connects: those that have fallen quiet are forgotten.
    for (const [known, tries] of wrongTries) if ((tries.at(-1) ?? 0) <= since) wrongTries.delete(known);
    const recent = (wrongTries.get(seat) ?? []).filter((at) => at > since);
    if (recent.length >= MAX_TRIES) throw new CodedError('SES0002', { tries: recent.length });
    recent.push(clock.monotonic());
    wrongTries.set(seat, recent);
  }

  return {
    actorOf: (seat) => actors.get(hashSeat(seat)),
    signOn(seat, personId, pin) {
      const key = hashSeat(seat);
      countTry(key);
      const actor = people.check(personId, pin);
      if (actor === undefined) throw new CodedError('SES0001');
      wrongTries.delete(key);
      store.put(key, actor, clock.now());
      actors.set(key, actor);
      onChange(seat);
      return actor;
    },
    signOff(seat) {
      const key = hashSeat(seat);
      if (!actors.delete(key)) return;
      // Whatever the disk says: nobody acts from this seat any more, and its pages show it.
      onChange(seat);
      store.delete(key);
    },
  };
}
