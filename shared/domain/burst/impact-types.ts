import type { LonLat } from '../../lib/geo.ts';
import type { BurstParamKey } from '../burst-settings/catalogue.ts';
import type { NetworkRemark, TraceRequest, TraceResult } from '../network/trace-types.ts';

export const HOLE_CLASSES = ['small', 'burst', 'rupture'] as const;
/** Share of the bore that is open: `leak.smallShare`, `leak.burstShare`, `leak.ruptureShare`. */
export type HoleClass = (typeof HOLE_CLASSES)[number];

export const IMPACT_LAYERS = [
  'washout',
  'spread',
  'flashSteam',
  'isolated',
  'service',
  'complaints',
  'pressureZone',
] as const;
export type ImpactLayerKind = (typeof IMPACT_LAYERS)[number];

/** What an answer rests on: a rule of thumb over what is known at once, the topology, a simulation, or reports. */
export type ImpactBasis = 'quick' | 'trace' | 'simulation' | 'reports';

/** One layer of the impact of a burst: never one circle (DOMAIN.md, Burst impact). Its shape is drawn, its figures are said. */
export interface ImpactLayer {
  readonly kind: ImpactLayerKind;
  readonly basis: ImpactBasis;
  /** Numbers it was made with; `burst-settings/catalogue.ts` has unit and source of each. */
  readonly params: Readonly<Partial<Record<BurstParamKey, number>>>;
  /** Results and inputs with their units, by name: `radiusM`, `flowM3PerH`, `flashShare`, `stations`, ... */
  readonly figures: Readonly<Record<string, number>>;
  readonly shape:
    | { readonly type: 'none' }
    | { readonly type: 'circle'; readonly at: LonLat; readonly radiusM: number }
    | { readonly type: 'pipes'; readonly pipeIds: readonly string[] }
    | { readonly type: 'stations'; readonly stationIds: readonly string[] }
    | {
        readonly type: 'complaints';
        readonly complaintIds: readonly string[];
        readonly at: LonLat;
        readonly radiusM: number;
      };
  readonly remarks: readonly NetworkRemark[];
}

/** Readings at the burst that the quick layers need; each from the nearest place that has it. */
export interface LocalReadings {
  readonly pressureMPa: number;
  readonly tempC: number;
  /** Where the pressure is from: `station:S012`, or `assumed`. */
  readonly from: string;
  /** Where the temperature is from, likewise. */
  readonly tempFrom: string;
}

/** "What does a burst here do?" One of `pipeId` and `at` at least; `at` is snapped to the nearest pipe. */
export interface ImpactRequest extends Omit<TraceRequest, 'pipeIds'> {
  readonly pipeId?: string | undefined;
  readonly at?: LonLat | undefined;
  readonly hole?: HoleClass | undefined;
  /** Instead of a class: the share of the bore, 0 to 1. */
  readonly holeShare?: number | undefined;
  /** Numbers for this question only. */
  readonly params?: Readonly<Partial<Record<BurstParamKey, number>>> | undefined;
  /** Without it the simulation is left out (answer in milliseconds). Default true. */
  readonly simulate?: boolean | undefined;
}

export interface LeakEstimate {
  readonly holeShare: number;
  readonly pressureMPa: number;
  readonly tempC: number;
  /** m3/h and t/h of hot water. */
  readonly flowM3PerH: number;
  readonly flowTPerH: number;
  readonly basis: ImpactBasis;
  /** Where pressure and temperature were taken from, as in `LocalReadings`. */
  readonly readingsFrom: string;
  /** Cross-check: make-up now minus its baseline, t/h; missing where the source does not measure it. */
  readonly makeupRiseTPerH?: number | undefined;
  /** The share of the bore that would explain the rise of the make-up at this pressure. */
  readonly holeShareByMakeup?: number | undefined;
}

/** A station under one simulated state, in relation to the calibrated state before. */
export interface StationEffect {
  readonly stationId: string;
  /** Flow in relation to before, 1 = the same. */
  readonly flowShare: number;
  /** Pressure difference left, metres of hot water. */
  readonly liftM: number;
  /** Fall of the supply head against before, m. */
  readonly supplyDropM: number;
  /** Under `service.flowShare` or `service.headM`. */
  readonly isAffected: boolean;
}

/** How well the model repeats what is measured. Residual: measured minus simulated, m of head. */
export interface Calibration {
  readonly at: number;
  readonly stations: number;
  readonly rmsM: number;
  readonly maxM: number;
  readonly residuals: readonly {
    readonly stationId: string;
    readonly supplyM?: number | undefined;
    readonly returnM?: number | undefined;
    /** Flow, t/h: measured minus simulated. */
    readonly flowTPerH?: number | undefined;
  }[];
}

export interface SimulatedState {
  readonly leakTPerH: number;
  readonly makeupTPerH: number;
  readonly isMakeupAtLimit: boolean;
  /** Pressure at the leak, MPa. */
  readonly pressureMPa: number;
  readonly effects: readonly StationEffect[];
}

export type Simulation =
  | {
      readonly state: 'solved';
      /** The burst runs, nothing is closed. */
      readonly burst: SimulatedState;
      /** The proposed valves are closed: what that does before anyone closes them. Missing where there are none, or it did not converge. */
      readonly closed?: SimulatedState | undefined;
      readonly calibration?: Omit<Calibration, 'residuals'> | undefined;
      readonly tookMs: number;
      readonly remarks: readonly NetworkRemark[];
    }
  /** HYD0001 not converged, HYD0002 no source, HYD0003 the model is being built, HYD0004 left out on request. The topological answer stands. */
  | { readonly state: 'none'; readonly code: string; readonly detail?: NetworkRemark['detail'] };

export interface ImpactResult {
  readonly pipeId: string;
  readonly at: LonLat;
  readonly dnMm: number;
  readonly leak: LeakEstimate;
  readonly layers: readonly ImpactLayer[];
  readonly trace: TraceResult;
  readonly simulation: Simulation;
  /** UTC ms of the readings it rests on; missing: none were used. */
  readonly readingsAt?: number | undefined;
}

/** Drop of a station against its calm state before, metres of head; positive: it fell. */
export interface ObservedDrop {
  readonly stationId: string;
  readonly supplyM?: number | undefined;
  readonly returnM?: number | undefined;
  /** Flow now in relation to before. */
  readonly flowShare?: number | undefined;
}

/** "Where is it?" Without observations the console takes what it sees now. */
export interface LocaliseRequest {
  readonly drops?: readonly ObservedDrop[] | undefined;
  readonly makeupRiseTPerH?: number | undefined;
  readonly complaints?:
    | readonly { readonly id: string; readonly at: LonLat; readonly weight: number; readonly reportedAt: number }[]
    | undefined;
  /** Most places to give, 1 to 50; 10 by default. */
  readonly top?: number | undefined;
}

/** State of the model behind impact and localisation, for the screen. */
export interface AnalysisStatus {
  readonly network: 'none' | 'building' | 'ready' | 'failed';
  readonly remarks: readonly NetworkRemark[];
  readonly pipes: number;
  readonly stations: number;
  readonly calibration?: Omit<Calibration, 'residuals'> | undefined;
  /** Simulated drops of every pipe, worked out in the background. */
  readonly sensitivity: { readonly state: 'none' | 'running' | 'ready'; readonly done: number; readonly total: number };
}
