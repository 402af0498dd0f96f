import type { LonLat } from '../../lib/geo.ts';

/** The imported plant: what pipes, valves, stations and customers there are. All coordinates WGS84. */

export type Side = 'supply' | 'return';

export interface NetworkNode {
  readonly id: string;
  readonly side: Side;
  readonly at: LonLat;
  readonly elevationM: number;
}

export interface Pipe {
  readonly id: string;
  readonly side: Side;
  readonly from: string;
  readonly to: string;
  readonly path: readonly LonLat[];
  readonly lengthM: number;
  /** Nominal diameter in mm (DN). */
  readonly dnMm: number;
  readonly innerDiameterM: number;
  readonly roughnessMm: number;
  /** Cover over the crown in metres; undefined where not surveyed. */
  readonly depthM?: number | undefined;
  readonly street?: string | undefined;
}

/** `unknown` is a state of its own: nobody has looked. It is never treated as open or closed without saying so. */
export const VALVE_STATES = ['open', 'closed', 'unknown'] as const;
export type ValveState = (typeof VALVE_STATES)[number];
export const VALVE_CONDITIONS = ['operable', 'stuck', 'unknown'] as const;
export type ValveCondition = (typeof VALVE_CONDITIONS)[number];

export interface Valve {
  readonly id: string;
  readonly side: Side;
  readonly from: string;
  readonly to: string;
  readonly at: LonLat;
  readonly dnMm?: number | undefined;
  readonly name?: string | undefined;
  readonly state: ValveState;
  readonly condition: ValveCondition;
}

export type StationKind = 'station' | 'source' | 'peakBoiler';

/** A heat-exchange station, the heat source or the peak boiler: whatever has a supply and a return end. */
export interface Station {
  readonly id: string;
  readonly kind: StationKind;
  readonly name: string;
  readonly area: string;
  readonly at: LonLat;
  readonly elevationM: number;
  readonly supplyNode: string;
  readonly returnNode: string;
  readonly address?: string | undefined;
  readonly designFlowTPerH?: number | undefined;
  readonly heatedAreaM2?: number | undefined;
  readonly households?: number | undefined;
}

export type BaseKind = 'street' | 'water' | 'district' | 'community' | 'building' | 'repairPoint';

/** Map background that came with the import. */
export interface BaseFeature {
  readonly id: string;
  readonly kind: BaseKind;
  readonly name?: string | undefined;
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: LonLat }
    | { readonly type: 'LineString'; readonly coordinates: readonly LonLat[] }
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly LonLat[])[] };
}

export interface Network {
  readonly name: string;
  readonly nodes: readonly NetworkNode[];
  readonly pipes: readonly Pipe[];
  readonly valves: readonly Valve[];
  readonly stations: readonly Station[];
  readonly base: readonly BaseFeature[];
}

export type SensitiveKind = 'hospital' | 'school' | 'careHome';

/** One heated building with its customers (a row of the customers file). */
export interface Building {
  readonly id: string;
  readonly stationId: string;
  readonly community: string;
  readonly name: string;
  readonly address: string;
  readonly at: LonLat;
  readonly households: number;
  readonly heatedAreaM2: number;
  readonly construction: 'masonry' | 'light';
  readonly sensitive?: SensitiveKind | undefined;
  readonly phone?: string | undefined;
}
