import type { ConsoleStatus, DriverStatus, LostCommand } from '#shared/contract/feed.ts';
import type { Clock } from '#shared/lib/clock.ts';

/** How the hub can be reached, as the hub link knows it. */
export type LinkStatus = ConsoleStatus['link'];

/** Counts of the latest table: what is known and live now, and what was not taken as it came since the start. */
export interface SignalCounts extends Omit<ConsoleStatus['signals'], 'dropped' | 'oldestAgeMs'> {
  readonly oldestAgeMs?: number | undefined;
}

export interface StatusSources {
  readonly clock: Clock;
  readonly device: string;
  readonly link: () => LinkStatus;
  readonly unsent: () => { readonly count: number; readonly oldestAt?: number | undefined };
  readonly chain: () => ConsoleStatus['chain'];
  readonly signals: () => SignalCounts;
  readonly drivers: () => readonly DriverStatus[];
  readonly lost: () => readonly LostCommand[];
  readonly catalogueRevision: () => number;
  readonly networkRevision: () => number;
  readonly faults: () => ConsoleStatus['faults'];
}

/** Lost commands told at a time: the status goes to every page each second. Those behind come up as the first are dismissed [eng]. */
const MAX_LOST = 100;

/** The console's condition, gathered now. Times in UTC ms of this machine's clock. */
export function consoleStatus(sources: StatusSources): ConsoleStatus {
  const drivers = sources.drivers();
  const { oldestAgeMs, ...counts } = sources.signals();
  const { count, oldestAt } = sources.unsent();
  return {
    now: sources.clock.now(),
    device: sources.device,
    link: sources.link(),
    unsent: { count, ...(oldestAt === undefined ? {} : { oldestAt }) },
    chain: sources.chain(),
    signals: {
      ...counts,
      dropped: drivers.reduce((sum, driver) => sum + driver.dropped, 0),
      ...(oldestAgeMs === undefined ? {} : { oldestAgeMs }),
    },
    drivers: [...drivers],
    lost: sources.lost().slice(0, MAX_LOST),
    catalogueRevision: sources.catalogueRevision(),
    networkRevision: sources.networkRevision(),
    faults: [...sources.faults()],
  };
}
