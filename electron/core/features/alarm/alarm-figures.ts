import { isActive } from '#shared/domain/alarm/lists.ts';
import { kpiTally, type AlarmHappening, type AlarmKpis } from '#shared/domain/alarm/kpis.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { LoggedAlarmEvent } from '../../log/alarm-events.ts';
import type { ConsoleLog } from '../../log/console-log.ts';
import { waitingAlarmEvents } from './alarm-journal.ts';

/** Rows read at a time; the core does its other work between two readings. */
const READ_ROWS = 1_000;
/** The core is never held up for longer at a time, ms; happenings between two looks at the clock. */
const SLICE_MS = 8;
const LOOK_EVERY = 512;
/** Answers that are kept: several windows ask for the same span. */
const KEPT = 8;

export interface FiguresDependencies {
  readonly clock: Clock;
  readonly log: Pick<ConsoleLog, 'alarmEvents' | 'waiting' | 'get' | 'list' | 'head'>;
}

/** The figures of the alarm journal over a time span. What was asked before and has not changed since is not read again. */
export function createAlarmFigures({ clock, log }: FiguresDependencies) {
  const kept = new Map<string, Promise<AlarmKpis>>();

  async function confirmed(from: number, to: number): Promise<readonly AlarmHappening[]> {
    const happenings: AlarmHappening[] = [];
    let before: LoggedAlarmEvent | undefined;
    for (;;) {
      const rows = log.alarmEvents({ from, to, before, limit: READ_ROWS });
      happenings.push(...rows.filter(isHappening));
      // Read from the newest: by time is the other way round.
      if (rows.length < READ_ROWS) return happenings.reverse();
      before = rows.at(-1);
      await aTurn();
    }
  }

  /** Lets the core do its other work. */
  const aTurn = () => new Promise<void>((resolve) => void clock.after(0, resolve));

  async function figures(from: number, to: number): Promise<AlarmKpis> {
    const standing = log
      .list<Alarm>('alarm')
      .filter(({ status, raisedAt }) => isActive(status) && raisedAt < from)
      .map(({ raisedAt, id, stationId, kind, priority }) => {
        return { at: raisedAt, alarmId: id, stationId, kind, priority, event: 'alarmRaised' } as const;
      });
    const waiting = waitingAlarmEvents(log).filter(({ at }) => at >= from && at < to);
    const happenings = [...standing, ...(await confirmed(from, to)), ...waiting.filter(isHappening)];
    happenings.sort((a, b) => a.at - b.at);
    const tally = kpiTally(from, to);
    let sliceFrom = clock.monotonic();
    for (const [n, happening] of happenings.entries()) {
      tally.add(happening);
      if (n % LOOK_EVERY !== 0 || clock.monotonic() - sliceFrom < SLICE_MS) continue;
      await aTurn();
      sliceFrom = clock.monotonic();
    }
    return tally.figures();
  }

  return ({ from, to }: { readonly from: number; readonly to: number }): Promise<AlarmKpis> => {
    const key = [from, to, log.head().seq, log.waiting().length].join(' ');
    const known = kept.get(key);
    if (known !== undefined) return known;
    const asked = figures(from, to);
    kept.set(key, asked);
    // What failed is tried again by whoever asks next.
    asked.catch(() => kept.delete(key));
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) kept.delete(oldest);
    return asked;
  };
}

function isHappening(row: LoggedAlarmEvent): row is LoggedAlarmEvent & AlarmHappening {
  return row.event === 'alarmRaised' || row.event === 'alarmReturned' || row.event === 'alarmAcknowledged';
}
