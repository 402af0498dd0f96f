import { fontOf } from './texts.ts';

/** Where everything stands in a cell of one size, px from its left upper corner. Worked out once for all cells of a layout. */
export interface CellMetrics {
  readonly mode: 'card' | 'tile';
  readonly w: number;
  readonly h: number;
  /** Enlargement over the least size. */
  readonly scale: number;
  readonly pad: number;
  /** The top row; without a name (small tiles) it only holds the marks. */
  readonly hasName: boolean;
  readonly topY: number;
  readonly shape: number;
  readonly nameFont: string;
  readonly smallFont: string;
  /** Room that the age keeps for itself at the right of the top row of a card. */
  readonly ageRoom: number;
  readonly valueY: number;
  /** What is wiped before a value is drawn. */
  readonly valueTop: number;
  readonly valueBottom: number;
  readonly valueFont: string;
  /** How far below the value's middle the small words beside it stand. */
  readonly smallDown: number;
  readonly bandY: number;
  readonly bandH: number;
  /** Of a card. */
  readonly sparkTop: number;
  readonly sparkBottom: number;
}

const LARGEST = 3;

/** @param distance factor of the reading distance: below it letters would be too small, so a tile then leaves its name out */
export function cellMetrics(mode: 'card' | 'tile', w: number, h: number, distance: number): CellMetrics {
  if (mode === 'card') return cardMetrics(w, h);
  const hasName = w >= 56 * distance && h >= 40 * distance;
  const scale = hasName ? Math.min(LARGEST, w / 74, h / 45) : Math.min(LARGEST, w / 40, h / 34);
  const pad = Math.max(3, (hasName ? 4 : 3) * scale);
  const name = Math.max(11 * scale, 10 * distance);
  const top = hasName ? name + 1 : 9 * scale;
  const bandH = 4 * scale;
  const bandY = h - pad - 1 - bandH;
  const valueTop = pad + top + 1;
  const valueBottom = bandY - 1.5 * scale;
  const size = Math.min((hasName ? 20 : 13.5) * scale, valueBottom - valueTop);
  return {
    mode,
    w,
    h,
    scale,
    pad,
    hasName,
    topY: pad + top / 2,
    shape: hasName ? name * 1.2 : 10 * scale,
    nameFont: fontOf(500, name),
    smallFont: fontOf(400, hasName ? name * 0.92 : 8.5 * scale),
    ageRoom: 0,
    valueY: (valueTop + valueBottom) / 2,
    valueTop,
    valueBottom,
    valueFont: fontOf(600, size),
    smallDown: size * 0.14,
    bandY,
    bandH,
    sparkTop: 0,
    sparkBottom: 0,
  };
}

function cardMetrics(w: number, h: number): CellMetrics {
  const scale = Math.min(LARGEST, w / 172, h / 92);
  const pad = 8 * scale;
  const bandH = 6 * scale;
  const bandY = h - pad - bandH;
  const valueTop = pad + 16 * scale;
  const valueBottom = valueTop + 27 * scale;
  return {
    mode: 'card',
    w,
    h,
    scale,
    pad,
    hasName: true,
    topY: pad + 6.5 * scale,
    shape: 18 * scale,
    nameFont: fontOf(500, 13 * scale),
    smallFont: fontOf(400, 11 * scale),
    ageRoom: 48 * scale,
    valueY: (valueTop + valueBottom) / 2,
    valueTop,
    valueBottom,
    valueFont: fontOf(600, 25 * scale),
    smallDown: 25 * scale * 0.14,
    bandY,
    bandH,
    sparkTop: valueBottom + 2 * scale,
    sparkBottom: bandY - 4 * scale,
  };
}
