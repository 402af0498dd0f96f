import type { AlarmReport } from '#shared/domain/alarm/transitions.ts';
import type { Priority } from '#shared/domain/alarm/types.ts';
import type { Actor, EntityRef, Refusal } from '#shared/domain/entity/entity.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import type { ConsoleLog, SubmitInput } from '../../log/console-log.ts';

export interface AlarmReportsDependencies {
  readonly clock: Clock;
  readonly submitMany: ConsoleLog['submitMany'];
  /** Told of a report that will never be kept. */
  readonly onRefused: (entity: EntityRef, refusal: Refusal) => void;
}

/** Raises and returns on their way into the log. */
export interface AlarmReports {
  add(report: AlarmReport, priority: Priority): void;
  /** Writes what waits, alarms of high priority first, as far as that takes no longer than the core may be held up; goes on by itself with the rest. */
  flush(): void;
  dispose(): void;
}

export const SYSTEM: Actor = { id: 'console', name: 'Heatline', role: 'system' };
/** Reports in one transaction: a flood costs one sync of the disk for all of them. */
const CHUNK = 250;
/** [eng] The core is held up no longer than this at a time, ms, and then left alone for as long. */
const SLICE_MS = 10;
/** Reports that wait for room on the disk; the oldest of those not of high priority go beyond it [eng]. */
const MAX_WAITING = 50_000;

export function createAlarmReports(dependencies: AlarmReportsDependencies): AlarmReports {
  const { clock, submitMany, onRefused } = dependencies;
  const urgent: SubmitInput[] = [];
  const others: SubmitInput[] = [];
  let next: Cancel | undefined;

  /** Writes a chunk; false where the disk did not take it. */
  function write(queue: SubmitInput[]): boolean {
    const chunk = queue.slice(0, CHUNK);
    const results = submitMany(chunk);
    const isFull = results.some((result) => !result.ok && result.error.code.startsWith('DBS'));
    if (isFull) return false;
    for (const [index, result] of results.entries()) {
      if (!result.ok) onRefused((chunk[index] as SubmitInput).entity, result.error);
    }
    queue.splice(0, chunk.length);
    return true;
  }

  function flush(): void {
    next?.();
    next = undefined;
    const beganAt = clock.monotonic();
    while (urgent.length + others.length > 0) {
      if (!write(urgent.length > 0 ? urgent : others)) {
        for (const { entity } of others.splice(0, Math.max(0, others.length - MAX_WAITING))) {
          onRefused(entity, { code: 'DBS0002', detail: {} });
        }
        return;
      }
      if (clock.monotonic() - beganAt < SLICE_MS) continue;
      if (urgent.length + others.length > 0) next = clock.after(SLICE_MS, flush);
      return;
    }
  }

  return {
    add({ commandId, alarmId, type, payload }, priority) {
      const queue = priority === 'high' ? urgent : others;
      queue.push({ commandId, entity: { type: 'alarm', id: alarmId }, type, payload, actor: SYSTEM });
    },
    flush() {
      // Already on its way: what was just added follows.
      if (next === undefined) flush();
    },
    dispose: () => next?.(),
  };
}
