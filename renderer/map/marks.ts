import type { Priority } from '#shared/domain/alarm/types.ts';
import type { ComplaintCategory } from '#shared/domain/complaint/types.ts';
import type { StationKind } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';

/** What can be picked on the map. `place` is a point that the operator marked; its id is `lon,lat`. */
export type PickKind = 'station' | 'complaint' | 'order' | 'crew' | 'candidate' | 'alert' | 'valve' | 'pipe';

export interface Picked {
  readonly kind: PickKind;
  readonly id: string;
}

/** One thing that lives on the map, as the map draws it. Coordinates WGS84. */
export interface Mark {
  readonly id: string;
  readonly at: LonLat;
}

export interface StationMark extends Mark {
  readonly name: string;
  readonly kind: StationKind;
  /** Of its worst open alarm. */
  readonly priority?: Priority | undefined;
  readonly isAcknowledged: boolean;
  readonly isStale: boolean;
}

export interface ComplaintMark extends Mark {
  readonly category: ComplaintCategory;
  readonly urgent: boolean;
  /** Taken up by an order. */
  readonly isOrdered: boolean;
}

export interface OrderMark extends Mark {
  readonly label: string;
  readonly urgent: boolean;
}

export interface CrewMark extends Mark {
  /** Name and age of the position. */
  readonly label: string;
  readonly headingDeg?: number | undefined;
  /** Older than may be trusted. */
  readonly isOld: boolean;
}

export interface CandidateMark extends Mark {
  /** The burst is somewhere within this circle, m. */
  readonly radiusM: number;
  readonly label: string;
}

export interface AlertMark extends Mark {
  readonly label: string;
  readonly drill: boolean;
}
