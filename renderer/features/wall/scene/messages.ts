import type { PlantState } from '#shared/domain/station/types.ts';
import type { CellMode } from '../wall-layout.ts';
import type { WallColours } from '../wall-palette.ts';

/** What does not change with the values: a station has the same slot in every column until the next of these. */
export interface StationsMessage {
  readonly t: 'stations';
  readonly names: readonly string[];
  /** Of the main measure, by slot: span of the transmitter, normal zone as shares of it, and the age limit, ms. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  readonly normalFrom: Float32Array;
  readonly normalTo: Float32Array;
  readonly staleAfterMs: Float64Array;
}

/** Words and numbers' shapes of the language and the measures shown. `#` stands for the number. */
export interface WallWords {
  readonly mainUnit: string;
  readonly mainDecimals: number;
  readonly secondUnit: string;
  readonly secondDecimals: number;
  readonly seconds: string;
  readonly minutes: string;
  readonly hours: string;
  readonly days: string;
  readonly never: string;
  readonly bad: string;
  readonly plant: Readonly<Record<PlantState, string>>;
  readonly plantShort: Readonly<Record<PlantState, string>>;
}

export interface LookMessage {
  readonly t: 'look';
  readonly colours: WallColours;
  readonly words: WallWords;
  /** False where people asked for reduced motion: what would blink stands still. */
  readonly mayBlink: boolean;
}

export interface SizeMessage {
  readonly t: 'size';
  /** CSS px. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the screen a CSS px. */
  readonly ratio: number;
  /** Factor of the reading distance. */
  readonly distance: number;
}

export interface GroupHeading {
  readonly title: string;
  /** Where the title has no room. */
  readonly short: string;
  readonly continued: string;
  readonly count: number;
}

/** Which station stands in which place: the slots of the front strip, then those of the groups one after another. */
export interface OrderMessage {
  readonly t: 'order';
  readonly slots: Uint32Array;
  readonly front: GroupHeading;
  readonly groups: readonly GroupHeading[];
}

/** Newest values by slot, in one buffer (columns.ts). */
export interface LiveMessage {
  readonly t: 'live';
  readonly count: number;
  /** The core's clock, UTC ms. */
  readonly nowMs: number;
  readonly buffer: ArrayBuffer;
}

export interface MarksMessage {
  readonly t: 'marks';
  /** By slot, see marks.ts. */
  readonly marks: Uint16Array;
}

export interface SelectMessage {
  readonly t: 'select';
  /** -1: none. */
  readonly slot: number;
}

/** Past half hour: `values[slot * points + p]` is the mean of bucket `p`, NaN where nothing good came. */
export interface SparksMessage {
  readonly t: 'sparks';
  readonly points: number;
  readonly from: number;
  readonly stepMs: number;
  readonly values: Float32Array;
}

/** A face of the bundled font, as the page's style sheet names it. */
export interface FontSource {
  readonly family: string;
  readonly address: string;
  readonly weight: string;
  readonly unicodeRange: string;
}

export interface FontsMessage {
  readonly t: 'fonts';
  readonly faces: readonly FontSource[];
}

export type WallMessage =
  | StationsMessage
  | LookMessage
  | SizeMessage
  | OrderMessage
  | LiveMessage
  | MarksMessage
  | SelectMessage
  | SparksMessage;

/** Where the cells are, for the pointer and the arrow keys: x, y, w, h of each, CSS px, in the order of {@link OrderMessage}. */
export interface LayoutReport {
  readonly t: 'layout';
  readonly mode: CellMode;
  /** Whether any cell has room for a sparkline. */
  readonly hasCards: boolean;
  readonly boxes: Float32Array;
}
