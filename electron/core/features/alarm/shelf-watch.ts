import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { EntityRef } from '#shared/domain/entity/entity.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import type { ConsoleLog } from '../../log/console-log.ts';
import { SYSTEM } from './alarm-reports.ts';

export interface ShelfWatchDependencies {
  readonly clock: Clock;
  readonly log: Pick<ConsoleLog, 'list' | 'get' | 'submitMany' | 'onChange'>;
}

const LOOK_MS = 1_000;

/** Says of every shelf whose time is up that it has ended; the command id is made from alarm and time, so that several consoles say it once (ALM-34). */
export function startShelfWatch({ clock, log }: ShelfWatchDependencies): Cancel {
  const ends = new Map<string, number>();
  const note = (id: string, alarm: Alarm | undefined): void => {
    if (alarm?.shelved === undefined) ends.delete(id);
    else ends.set(id, alarm.shelved.until);
  };
  for (const alarm of log.list<Alarm>('alarm')) note(alarm.id, alarm);

  const stopListening = log.onChange((refs: readonly EntityRef[]) => {
    for (const ref of refs) if (ref.type === 'alarm') note(ref.id, log.get<Alarm>(ref));
  });
  const stopLooking = clock.every(LOOK_MS, () => {
    const over = [...ends].filter(([, until]) => until <= clock.now());
    if (over.length === 0) return;
    log.submitMany(
      over.map(([id, until]) => ({
        commandId: `endShelving:${id}:${String(until)}`,
        entity: { type: 'alarm', id },
        type: 'endShelving',
        payload: { until },
        actor: SYSTEM,
      })),
    );
  });
  return () => {
    stopListening();
    stopLooking();
  };
}
