import type { ColdBand } from '#shared/domain/cold-clock/cold-rows.ts';
import type { Side } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import type { Mark } from './marks.ts';

/** Areas round a burst, each with a border and a filling of its own. */
export type AreaKind = 'washout' | 'spread' | 'complaints' | 'pressureZone';
/** Stations picked out, each kind by a ring of its own shape. */
export type RingKind = 'service' | 'lost';

/** A valve of the list, with its number there. */
export interface ValveNumber extends Mark {
  readonly order: number;
  readonly side: Side;
  /** `close` it, `verify` that it is, `done`: it is closed, `past`: it is stuck, the trace went on behind it. */
  readonly state: 'close' | 'verify' | 'done' | 'past';
  readonly isUncertain: boolean;
  /** Which of several valves of one spot and side this is, from 0: their numbers stand over one another. */
  readonly slot: number;
}

/** One of the ranked places of a candidate; picking it picks its pipe. */
export interface PlaceNumber extends Mark {
  readonly rank: number;
}

/** A house that goes cold. */
export interface ColdMark extends Mark {
  readonly band: ColdBand;
}

/** What the map shows of a burst. Coordinates WGS84; what is not to be seen is left out. */
export interface ImpactDrawing {
  readonly areas: readonly {
    readonly kind: AreaKind;
    readonly at: LonLat;
    readonly radiusM: number;
    readonly label: string;
  }[];
  readonly burstAt?: LonLat | undefined;
  readonly isolatedPipeIds: readonly string[];
  readonly cutOffPipeIds: readonly string[];
  readonly rings: readonly { readonly kind: RingKind; readonly at: LonLat }[];
  readonly valves: readonly ValveNumber[];
  readonly places: readonly PlaceNumber[];
  readonly cold: readonly ColdMark[];
}

/** Nothing of a burst. */
export const NO_IMPACT: ImpactDrawing = {
  areas: [],
  isolatedPipeIds: [],
  cutOffPipeIds: [],
  rings: [],
  valves: [],
  places: [],
  cold: [],
};
