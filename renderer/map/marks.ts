import type { Priority } from '#shared/domain/alarm/types.ts';
import type { ComplaintCategory } from '#shared/domain/complaint/types.ts';
import type { TrackPoint } from '#shared/domain/crew/types.ts';
import type { SensitiveKind, StationKind, Valve } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';

/** What can be picked on the map. */
export type PickKind =
  'station' | 'complaint' | 'order' | 'crew' | 'candidate' | 'alert' | 'valve' | 'pipe' | 'building' | 'repairPoint';

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
  /** No source reaches it through the valves as they stand. */
  readonly isOut?: boolean | undefined;
}

/** A valve as it stands: as imported, then as edited or told from the field. */
export interface ValveMark extends Mark, Pick<Valve, 'state' | 'condition' | 'side'> {
  /** A change that waits for its receipt. */
  readonly isPending?: boolean | undefined;
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
  /** Name and age of the position, a line for each crew of this spot; of the first alone, so that they do not hide one another. */
  readonly label: string;
  readonly headingDeg?: number | undefined;
  /** Older than may be trusted. */
  readonly isOld: boolean;
  /** Which of several crews of one spot this is, from 0: near they are drawn beside one another, from afar the first stands for all. */
  readonly slot: number;
  /** How many they are, in words; of the first of several alone. */
  readonly group?: string | undefined;
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

/** Where a crew went, oldest point first; `at` is the newest. What it is at a time is never changed in place. */
export interface TrackMark extends Mark {
  readonly points: readonly TrackPoint[];
  /** UTC ms by which its parts are old. */
  readonly nowMs: number;
}

/** The circle round an order in which a crew counts as arrived. */
export interface GeofenceMark extends Mark {
  readonly radiusM: number;
  /** Crews inside it now. */
  readonly crewsInside: number;
}

export interface RepairMark extends Mark {
  readonly name: string;
}

/** A building whose people must not go cold. */
export interface SensitiveMark extends Mark {
  readonly kind: SensitiveKind;
  readonly name: string;
}

/** Around everything that one station heats. */
export interface ZoneMark extends Mark {
  readonly outline: readonly LonLat[];
  readonly isOut: boolean;
}

/** A pipe that is not as it should be: `dry` gets no water from any source, `noHeat` stands under water but gets no heat. */
export interface PipeStateMark extends Mark {
  readonly path: readonly LonLat[];
  readonly state: 'dry' | 'noHeat';
}
