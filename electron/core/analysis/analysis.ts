import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { BurstVerdict } from '#shared/domain/burst-verdict/types.ts';
import type {
  AnalysisStatus,
  Calibration,
  ImpactRequest,
  ImpactResult,
  LocaliseRequest,
} from '#shared/domain/burst/impact-types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { TraceRequest, TraceResult, ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Building, Network } from '#shared/domain/network/types.ts';

/** Primary-side values of one station (or source) now; undefined where nothing good and fresh is known. */
export interface StationReading {
  readonly stationId: string;
  readonly supplyMPa?: number | undefined;
  readonly returnMPa?: number | undefined;
  readonly supplyC?: number | undefined;
  readonly returnC?: number | undefined;
  readonly flowTPerH?: number | undefined;
  readonly makeupTPerH?: number | undefined;
}

/** All stations at one moment. `at` in UTC ms of the core. */
export interface Readings {
  readonly at: number;
  readonly rows: readonly StationReading[];
}

/** What the live localisation looks at beside the readings. */
export interface LiveReports {
  readonly nowMs: number;
  readonly complaints: readonly Complaint[];
  readonly alarms: readonly Alarm[];
  readonly verdicts: readonly BurstVerdict[];
}

/**
 * The network model: topology, hydraulics and localisation over one imported network. The engine is one object; the core keeps it
 * in a thread of its own (`create-analysis.ts`), the command line uses it directly. All methods may throw CodedError: NET0001 unknown
 * pipe, NET0005 no network, NET0011 unknown station, HYD0005 the thread ended.
 */
export interface AnalysisEngine {
  setNetwork(network: Network | null, buildings: readonly Building[]): void;
  /** Valves that are known otherwise than imported, by id: all of them each time. */
  setValves(valves: Readonly<Record<string, ValveGuess>>): void;
  setNumbers(numbers: BurstNumbers): void;
  /** New readings, about once a second: kept for baseline and calibration. */
  observe(readings: Readings): void;
  trace(request: TraceRequest): TraceResult;
  impact(request: ImpactRequest): Promise<ImpactResult>;
  /** Ranked candidates for the given observations, or for what is seen now. */
  localise(request: LocaliseRequest, reports: LiveReports): Promise<readonly BurstCandidate[]>;
  calibration(): Calibration | undefined;
  status(): AnalysisStatus;
  /** Does some milliseconds of the background work (model, sensitivity). False: nothing is left to do. */
  work(): Promise<boolean>;
  dispose(): void;
}

/** The same as the core sees it: every answer is a promise, background work and restarts are its own affair. */
export interface Analysis {
  setNetwork(network: Network | null, buildings: readonly Building[]): void;
  setValves(valves: Readonly<Record<string, ValveGuess>>): void;
  setNumbers(numbers: BurstNumbers): void;
  observe(readings: Readings): void;
  /** Readings of before the start, oldest first: a burst that runs already must not become the calm state. Before the first `observe`. */
  recall(past: readonly Readings[]): void;
  trace(request: TraceRequest): Promise<TraceResult>;
  impact(request: ImpactRequest): Promise<ImpactResult>;
  localise(request: LocaliseRequest, reports: LiveReports): Promise<readonly BurstCandidate[]>;
  calibration(): Promise<Calibration | undefined>;
  status(): AnalysisStatus;
  onStatus(listener: () => void): void;
  dispose(): Promise<void>;
}
