import type { ConsoleStatus, DriverStatus } from '#shared/contract/feed.ts';
import { isActive } from '#shared/domain/alarm/lists.ts';
import { alarmIdOf } from '#shared/domain/alarm/transitions.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { ConsoleLog } from '../../log/console-log.ts';
import { watchStandstill } from './standstill.ts';

export interface OwnFaultsDependencies {
  readonly clock: Clock;
  readonly log: Pick<ConsoleLog, 'submit' | 'get' | 'list' | 'deviceId'>;
  readonly drivers: () => readonly DriverStatus[];
  /** Samples that the history had to leave out since the start, and what is wrong with it now. */
  readonly history: () => { readonly dropped: number; readonly faults: ConsoleStatus['faults'] };
  /** Workplaces that are connected. */
  readonly seats: () => ReadonlySet<string>;
}

export interface OwnFaults {
  /**
   * What a workplace says of a part of it; saying the same again changes nothing. `what` is part of the alarm's id. One that works does
   * not end the alarm of another that does not, as long as that is connected.
   */
  report(what: string, isFailing: boolean, seat: string): void;
  dispose(): void;
}

const SYSTEM: Actor = { id: 'console', name: 'Heatline', role: 'system' };
const LOOK_MS = 1_000;
/** [eng] A driver that has no connection for this long is an alarm: shorter breaks mend themselves. */
const DRIVER_DOWN_MS = 30_000;
/** [eng] As with a driver: a console that ran no more for this long has missed what a person has to know of. */
const STANDSTILL_MS = 30_000;
/** [eng] Server and console clocks further apart than this are an alarm; the latest table takes such samples as uncertain. */
const SKEW = { raiseMs: 5_000, returnMs: 4_000, forMs: 30_000 } as const;
/** [eng] The history counts as working again when it has kept everything for this long. */
const HISTORY_CALM_MS = 60_000;
/** What is told of a history that goes on recording: set aside and begun anew, a part unreadable, times that cannot be. */
const HISTORY_WORKS: ReadonlySet<string> = new Set(['HIS0004', 'HIS0008', 'HIS0009']);
const OF_DRIVER = /^(?:driver|clock)-(.+)$/;

/** Alarms of the console itself: it stood still, a driver without a connection, clocks that differ, a history that fails or loses samples, what its pages report. */
export function createOwnFaults(dependencies: OwnFaultsDependencies): OwnFaults {
  const { clock, log, drivers, history, seats } = dependencies;
  const prefix = `console.${log.deviceId}.`;
  /** Monotonic time since when a condition has held without a break. */
  const since = new Map<string, number>();
  const failingSeats = new Map<string, Set<string>>();
  let dropped = history().dropped;
  let failedAt = -Infinity;
  let knownDrivers: string | undefined;
  const stoodStillMs = watchStandstill(clock, STANDSTILL_MS);

  function tell(what: string, isFailing: boolean, value = 1): void {
    const limit = { signalId: `${prefix}${what}`, stationId: 'console', kind: 'fault' } as const;
    const id = alarmIdOf(limit);
    const alarm = log.get<Alarm>({ type: 'alarm', id });
    if (isFailing === (alarm !== undefined && isActive(alarm.status))) return;
    const sourceAt = Math.max(clock.now(), (alarm?.raisedAt ?? 0) + 1, (alarm?.returnedAt ?? 0) + 1);
    const told = isFailing ? { ...limit, priority: 'medium', limit: 0, value, sourceAt } : { value: 0, sourceAt };
    log.submit({
      entity: { type: 'alarm', id },
      type: isFailing ? 'raiseAlarm' : 'returnAlarm',
      payload: told,
      actor: SYSTEM,
    });
  }

  /** How long a condition has held, ms; 0 where it does not hold. */
  function heldMs(what: string, holds: boolean): number {
    if (!holds) {
      since.delete(what);
      return 0;
    }
    const from = since.get(what) ?? clock.monotonic();
    since.set(what, from);
    return clock.monotonic() - from;
  }

  function lookAtDrivers(): void {
    const present = drivers();
    forgetRemoved(present.map(({ id }) => id));
    for (const { id, state, serverSkewMs = 0 } of present) {
      const downMs = heldMs(`driver-${id}`, state !== 'live');
      if (downMs >= DRIVER_DOWN_MS || state === 'live') tell(`driver-${id}`, downMs >= DRIVER_DOWN_MS);
      const skewMs = Math.abs(serverSkewMs);
      if (heldMs(`clock-${id}`, skewMs > SKEW.raiseMs) >= SKEW.forMs) tell(`clock-${id}`, true, serverSkewMs);
      if (state === 'live' && skewMs < SKEW.returnMs) tell(`clock-${id}`, false);
    }
  }

  /** A driver that is not set up any more has no fault: nobody could end its alarm otherwise. */
  function forgetRemoved(present: readonly string[]): void {
    if (knownDrivers === present.join()) return;
    knownDrivers = present.join();
    for (const { signalId, status } of log.list<Alarm>('alarm')) {
      if (!isActive(status) || !signalId.startsWith(prefix)) continue;
      const what = signalId.slice(prefix.length);
      const id = OF_DRIVER.exec(what)?.[1];
      if (id === undefined || present.includes(id)) continue;
      since.delete(what);
      tell(what, false);
    }
  }

  function lookAtHistory(): void {
    const { dropped: now, faults } = history();
    if (now > dropped || faults.some(({ code }) => !HISTORY_WORKS.has(code))) {
      tell('history', true, now - dropped);
      dropped = now;
      failedAt = clock.monotonic();
    } else if (clock.monotonic() - failedAt > HISTORY_CALM_MS) {
      tell('history', false);
    }
  }

  /** It is over when it is noticed: told for a person to acknowledge, and returned with the next look. */
  function lookAtOurselves(): void {
    const forMs = stoodStillMs();
    tell('standstill', forMs > 0, forMs / 1_000);
    // Nobody looked meanwhile: what held before has not held all that time.
    if (forMs > 0) since.clear();
  }

  const stop = clock.every(LOOK_MS, () => {
    lookAtOurselves();
    lookAtDrivers();
    lookAtHistory();
  });
  return {
    report(what, isFailing, seat) {
      const failing = failingSeats.get(what) ?? new Set();
      failingSeats.set(what, failing);
      if (isFailing) failing.add(seat);
      else failing.delete(seat);
      const connected = seats();
      for (const other of failing) if (other !== seat && !connected.has(other)) failing.delete(other);
      tell(what, failing.size > 0);
    },
    dispose: stop,
  };
}
