import type { LonLat } from '../../lib/geo.ts';
import type { SensitiveKind, Side, ValveCondition, ValveState } from './types.ts';

/** Part of a status: what is not given is as known so far. */
export interface ValveGuess {
  readonly state?: ValveState | undefined;
  readonly condition?: ValveCondition | undefined;
}

/** "Which valves close this off, and who loses heat by it?" */
export interface TraceRequest {
  /** Pipes that leak, at least one; unknown ids give NET0001. */
  readonly pipeIds: readonly string[];
  /** Valves taken otherwise than they are known ("what if"), by valve id. */
  readonly valves?: Readonly<Record<string, ValveGuess>> | undefined;
  /** How a valve is taken that nobody has turned lately: `operable` (closed, but marked) by default, or `stuck` for the worst case. */
  readonly unknownCondition?: 'operable' | 'stuck' | undefined;
  /** Where the walk to the valves begins; the leak itself by default. */
  readonly startAt?: LonLat | undefined;
}

/** A valve to be closed (or checked), in the order of the walk. */
export interface ValveStep {
  readonly valveId: string;
  readonly name?: string | undefined;
  readonly side: Side;
  readonly at: LonLat;
  readonly dnMm?: number | undefined;
  /** Place in the walk, from 1. */
  readonly order: number;
  /** Straight line x 1.4 from the stop before, metres [eng, DOMAIN.md Work orders: travel]. */
  readonly walkM: number;
  /** `verify`: recorded as closed; somebody has to look that it is. */
  readonly action: 'close' | 'verify';
  /** Nobody knows whether it is open, or whether it turns: expect that it may not hold. */
  readonly isUncertain: boolean;
  /** Pipes that come on top when this one does not close: what a stuck valve here would cost, stations of the extra. */
  readonly ifStuckExtraStations: number;
}

/** A valve at the edge that is not on the list, and why. */
export interface LeftOutValve {
  readonly valveId: string;
  readonly side: Side;
  readonly at: LonLat;
  /** `stuck`: open and cannot be closed, the trace went past it. `noSourceBehind`: nothing can flow in through it. */
  readonly why: 'stuck' | 'noSourceBehind';
}

/** Who loses heat. Households and buildings are counted where the customers are known, else taken from the station. */
export interface LostCustomers {
  readonly stations: readonly {
    readonly stationId: string;
    /** `inside` the closed part, or `cutOff` from every source by it. */
    readonly why: 'inside' | 'cutOff';
    readonly households: number;
  }[];
  readonly households: number;
  readonly heatedAreaM2: number;
  readonly buildings: number;
  readonly sensitive: readonly {
    readonly buildingId: string;
    readonly kind: SensitiveKind;
    readonly stationId: string;
  }[];
  /** Stations that had no source before this isolation began; not counted above. Behind valves closed for it since the import they are lost all the same. */
  readonly alreadyOut: readonly string[];
}

/** One pass. The first closes the segments of the leak; each further one went past a valve that does not close. */
export interface TraceRound {
  /** Valves that made this pass necessary; empty in the first. */
  readonly pastValves: readonly string[];
  readonly segments: number;
  readonly lengthM: number;
  readonly lostStations: number;
  readonly lostHouseholds: number;
}

/** Coded remarks on an answer that stands all the same (docs/errors.md). */
export interface NetworkRemark {
  readonly code: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export interface TraceResult {
  readonly pipeIds: readonly string[];
  /** Pipes of the part that is closed off, both sides. */
  readonly isolatedPipeIds: readonly string[];
  /** Pipes that keep their water but get none any more. */
  readonly cutOffPipeIds: readonly string[];
  readonly lengthM: number;
  /** Water in the closed part, m3: what runs out, and what has to be refilled. */
  readonly volumeM3: number;
  readonly steps: readonly ValveStep[];
  readonly leftOut: readonly LeftOutValve[];
  /** Stations at the edge that have water on their other side: their own valves have to be shut as well. Left out where there are none. */
  readonly stationsToShut?: readonly string[] | undefined;
  readonly lost: LostCustomers;
  readonly rounds: readonly TraceRound[];
  /** NET0002 no source in this network, NET0003 no valve closes it off, NET0004 the source itself is inside, NET0009 stations to shut, ... (SPEC.md, NET-15). */
  readonly remarks: readonly NetworkRemark[];
  /** Work of the trace itself, ms. */
  readonly tookMs: number;
}
