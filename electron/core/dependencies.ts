import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { CrewUpdate } from '#shared/domain/crew/types.ts';
import type { Building, Network } from '#shared/domain/network/types.ts';
import type { ConsoleStatus, DriverStatus } from '#shared/contract/feed.ts';
import type { SignalInfo } from '#shared/contract/console-api.ts';
import type { Clock, NewId } from '#shared/lib/clock.ts';
import type { Analysis } from './analysis/analysis.ts';
import type { DriversQueries } from './api/drivers-queries.ts';
import type { MapQueries } from './api/map-queries.ts';
import type { LatestSource } from './feed/telemetry-lane.ts';
import type { People, SeatStore } from './features/session/seats.ts';
import type { LinkStatus, SignalCounts } from './features/status/console-status.ts';
import type { Historian } from './historian/historian.ts';
import type { ConsoleLog } from './log/console-log.ts';

/** The imported plant as the core reads it; `revision` grows with every import. */
export interface PlantStore {
  revision(): number;
  network(): Network | null;
  buildings(): readonly Building[];
}

/** The telemetry lane as the core shows it. */
export interface Telemetry {
  readonly latest: LatestSource;
  signals(): { readonly revision: number; readonly signals: readonly SignalInfo[] };
  counts(): SignalCounts;
  drivers(): readonly DriverStatus[];
  /** Setting the drivers up. */
  readonly setup: DriversQueries;
  /** Those that the stations start with; what people set is in the log. */
  limits(): readonly AlarmLimit[];
}

/** What the core knows of the hub beyond the log itself. */
export interface HubView {
  status(): LinkStatus;
  crews(): CrewUpdate;
  onStatus(listener: () => void): void;
  onCrews(listener: (news: CrewUpdate) => void): void;
}

/** What the composition root (app.ts) is handed. */
export interface CoreDependencies {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly coreVersion: string;
  readonly log: ConsoleLog;
  readonly hub: HubView;
  readonly plant: PlantStore;
  readonly telemetry: Telemetry;
  readonly history: Historian;
  readonly analysis: Analysis;
  readonly map: MapQueries;
  readonly people: People;
  readonly seatStore: SeatStore;
  /** One-way, so that what is stored cannot be used to sit down. */
  readonly hashSeat: (seat: string) => string;
  readonly faults: () => ConsoleStatus['faults'];
  /** Told of what a page says of its own parts: the alarm names the part, not why it fails. */
  readonly onOwnFault: (fault: { readonly what: string; readonly isFailing: boolean; readonly detail: string }) => void;
  /** Told of what went wrong without a code, in a page's request or in the core's own rounds. */
  readonly onFault: (thrown: unknown) => void;
}
