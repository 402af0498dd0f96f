import type { ColdBand } from '#shared/domain/cold-clock/cold-rows.ts';
import type { Pipe, SensitiveKind, Valve } from '#shared/domain/network/types.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { ComplaintMark, CrewMark, OrderMark, StationMark, ValveMark } from './marks.ts';
import type { Token } from './map-theme.ts';

/** How a thing of a certain state looks, as data: shape first, colour second. Alarm shapes and colours belong to alarms alone. */
export interface Look {
  readonly shape: Shape;
  /** Across, px at a desk. */
  readonly size: number;
  readonly stroke: Token;
  readonly fill?: Token | undefined;
  readonly dashed?: boolean | undefined;
  /** Drawn over with diagonal lines: not live. */
  readonly hatched?: boolean | undefined;
  /** Struck out: nothing comes here. */
  readonly crossed?: boolean | undefined;
  /** A mark in the corner: urgent. */
  readonly urgent?: boolean | undefined;
}

export type Shape =
  | 'triangle'
  | 'diamond'
  | 'circle'
  | 'square'
  | 'plant'
  | 'boiler'
  | 'bowtie'
  | 'bowtieBarred'
  | 'bowtieAsked'
  | 'burst'
  | 'drop'
  | 'cold'
  | 'cool'
  | 'thermometer'
  | 'speech'
  | 'sheet'
  | 'crew'
  | 'crewHeading'
  | 'house'
  | 'hospital'
  | 'school'
  | 'careHome'
  | 'repair';

const ALARM_SHAPES = { high: 'triangle', medium: 'diamond', low: 'circle' } as const;
const KIND_SHAPES = { station: 'square', source: 'plant', peakBoiler: 'boiler' } as const;

/** A station is small and grey until something is wrong; an alarm gives it the alarm's shape, hollow once acknowledged. */
export function stationLook(mark: StationMark): Look {
  const isSource = mark.kind !== 'station';
  if (mark.priority) {
    const fill = mark.isAcknowledged ? 'ground' : mark.priority;
    const size = isSource ? 24 : 16;
    const { isStale: hatched, isOut: crossed } = mark;
    return { shape: ALARM_SHAPES[mark.priority], size, stroke: mark.priority, fill, hatched, crossed };
  }
  const size = isSource ? 20 : 8;
  if (mark.isOut)
    return { shape: KIND_SHAPES[mark.kind], size: size + 5, stroke: 'text', fill: 'ground', crossed: true };
  if (mark.isStale) return { shape: KIND_SHAPES[mark.kind], size: size + 2, stroke: 'faint', hatched: true };
  return {
    shape: KIND_SHAPES[mark.kind],
    size,
    stroke: isSource ? 'text' : 'dim',
    fill: isSource ? 'raised' : 'faint',
  };
}

type ValveState = Pick<Valve, 'state' | 'condition'> & Pick<ValveMark, 'isPending'>;

/** Stuck is said first: it decides whether a valve helps at all. Then closed (solid), open (hollow), unknown (asked). */
export function valveLook({ state, condition, isPending }: ValveState): Look {
  const fill = state === 'closed' ? 'text' : 'ground';
  if (isPending) return { shape: 'bowtie', size: 15, stroke: 'interactive', fill, dashed: true };
  if (condition === 'stuck') return { shape: 'bowtieBarred', size: 16, stroke: 'text', fill };
  if (state === 'unknown') return { shape: 'bowtieAsked', size: 16, stroke: 'text', fill, dashed: true };
  if (state === 'closed') return { shape: 'bowtie', size: 14, stroke: 'text', fill };
  return { shape: 'bowtie', size: 11, stroke: 'dim', fill, ...(condition === 'unknown' && { dashed: true }) };
}

const CATEGORY_SHAPES = {
  burst: 'burst',
  leak: 'drop',
  suddenCold: 'cold',
  notHot: 'cool',
  belowStandard: 'thermometer',
  other: 'speech',
} as const;

/** Solid while nobody has taken it up, hollow once an order has. */
export const complaintLook = ({ category, urgent, isOrdered }: ComplaintMark): Look => ({
  shape: CATEGORY_SHAPES[category],
  size: urgent ? 20 : 16,
  stroke: isOrdered ? 'dim' : 'text',
  fill: isOrdered ? 'ground' : 'text',
  urgent,
});

/** A sheet of paper, marked where it is urgent. */
export function orderLook({ urgent }: Pick<OrderMark, 'urgent'>): Look {
  return { shape: 'sheet', size: 18, stroke: 'text', fill: 'raised', urgent };
}

/** A building whose people must not go cold, by what it is. */
export const sensitiveLook = (kind: SensitiveKind): Look => ({ shape: kind, size: 15, stroke: 'text', fill: 'raised' });

/** The middle of where a burst may be. */
export const CANDIDATE_LOOK: Look = { shape: 'burst', size: 26, stroke: 'interactive' };

/** Where crews and their material stand. */
export const REPAIR_LOOK: Look = { shape: 'repair', size: 17, stroke: 'dim', fill: 'raised' };

/** An arrow where the heading is known; hatched when the position is old. */
export function crewLook({ headingDeg, isOld }: Pick<CrewMark, 'headingDeg' | 'isOld'>): Look {
  const shape = headingDeg === undefined ? 'crew' : 'crewHeading';
  return { shape, size: 24, stroke: isOld ? 'faint' : 'interactive', fill: 'ground', hatched: isOld };
}

const COLD_LOOKS = {
  under4h: { shape: 'house', size: 15, stroke: 'ground', fill: 'text' },
  under8h: { shape: 'house', size: 14, stroke: 'ground', fill: 'interactive' },
  under12h: { shape: 'house', size: 14, stroke: 'interactive', fill: 'ground', hatched: true },
  under24h: { shape: 'house', size: 13, stroke: 'interactive', fill: 'ground' },
  later: { shape: 'house', size: 12, stroke: 'dim', fill: 'ground' },
  never: { shape: 'house', size: 11, stroke: 'faint', fill: 'ground', dashed: true },
} as const satisfies Record<ColdBand, Look>;

/** A house that goes cold, the fuller the sooner. */
export const coldLook = (band: ColdBand): Look => COLD_LOOKS[band];

/** Width of a pipe's line in px at a desk: by its bore, wider when near. @param resolution m a pixel of a desk */
export function pipeWidth(dnMm: number, resolution: number): number {
  const byBore = 0.8 + Math.min(1000, dnMm) / 170;
  const near = resolution > 16 ? 0.6 : resolution > 7 ? 0.8 : resolution > 3 ? 1.1 : resolution > 1.2 ? 1.6 : 2.2;
  return byBore * near;
}

/**
 * On which side of the shared trench a pipe is drawn: supply to the north or west, return to the south or east, whichever way its path
 * was digitised. Times the width gives the offset, positive to the right of the path.
 */
export function sideSign({ side, path }: Pick<Pipe, 'side' | 'path'>): 1 | -1 {
  const first = path[0];
  const last = path.at(-1);
  const dx = (last?.[0] ?? 0) - (first?.[0] ?? 0);
  const dy = (last?.[1] ?? 0) - (first?.[1] ?? 0);
  const isForward = Math.abs(dx) > Math.abs(dy) ? dx > 0 : dy > 0;
  switch (side) {
    case 'supply':
      return isForward ? -1 : 1;
    case 'return':
      return isForward ? 1 : -1;
    default:
      return assertNever(side);
  }
}
