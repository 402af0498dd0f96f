import type { DriverStatus } from '#shared/contract/feed.ts';
import { isActive } from '#shared/domain/alarm/lists.ts';
import { alarmIdOf } from '#shared/domain/alarm/transitions.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { ConsoleLog } from '../../log/console-log.ts';

export interface OwnFaultsDependencies {
  readonly clock: Clock;
  readonly log: Pick<ConsoleLog, 'submit' | 'get' | 'deviceId'>;
  readonly drivers: () => readonly DriverStatus[];
  /** Samples that the history had to leave out, since the start. */
  readonly historyDropped: () => number;
}

export interface OwnFaults {
  /** Raises or returns the alarm of a part of this console; saying the same again changes nothing. `what` is part of the alarm's id. */
  report(what: string, isFailing: boolean, value?: number): void;
  dispose(): void;
}

const SYSTEM: Actor = { id: 'console', name: 'Heatline', role: 'system' };
const LOOK_MS = 1_000;
/** [eng] A driver that has no connection for this long is an alarm: shorter breaks mend themselves. */
const DRIVER_DOWN_MS = 30_000;
/** [eng] Server and console clocks further apart than this are an alarm; the latest table takes such samples as uncertain. */
const SKEW = { raiseMs: 5_000, returnMs: 4_000, forMs: 30_000 } as const;
/** [eng] The history counts as working again when it has kept everything for this long. */
const HISTORY_CALM_MS = 60_000;

/** Alarms of the console itself: a driver without a connection, clocks that differ, a history that loses samples, and what its pages report. */
export function createOwnFaults(dependencies: OwnFaultsDependencies): OwnFaults {
  const { clock, log, drivers, historyDropped } = dependencies;
  /** Monotonic time since when a condition has held without a break. */
  const since = new Map<string, number>();
  let dropped = historyDropped();
  let droppedAt = -Infinity;

  function report(what: string, isFailing: boolean, value = 1): void {
    const limit = { signalId: `console.${log.deviceId}.${what}`, stationId: 'console', kind: 'fault' } as const;
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
    for (const { id, state, serverSkewMs = 0 } of drivers()) {
      const downMs = heldMs(`driver-${id}`, state !== 'live');
      if (downMs >= DRIVER_DOWN_MS || state === 'live') report(`driver-${id}`, downMs >= DRIVER_DOWN_MS);
      const skewMs = Math.abs(serverSkewMs);
      if (heldMs(`clock-${id}`, skewMs > SKEW.raiseMs) >= SKEW.forMs) report(`clock-${id}`, true, serverSkewMs);
      if (state === 'live' && skewMs < SKEW.returnMs) report(`clock-${id}`, false);
    }
  }

  function lookAtHistory(): void {
    if (historyDropped() > dropped) {
      report('history', true, historyDropped() - dropped);
      dropped = historyDropped();
      droppedAt = clock.monotonic();
    } else if (clock.monotonic() - droppedAt > HISTORY_CALM_MS) {
      report('history', false);
    }
  }

  const stop = clock.every(LOOK_MS, () => {
    lookAtDrivers();
    lookAtHistory();
  });
  return { report, dispose: stop };
}
