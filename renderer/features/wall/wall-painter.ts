import type { Priority } from '#shared/domain/alarm/types.ts';
import type { CellMode, Rect, WallLayout } from './wall-layout.ts';
import type { WallColours } from './wall-palette.ts';

/** One cell, ready to be drawn: words and shares only. */
export interface CellFace {
  readonly name: string;
  readonly main: string;
  readonly mainUnit: string;
  readonly second: string;
  /** Place of the value in its span, 0 to 1; undefined without a value. */
  readonly share: number | undefined;
  /** The normal zone between the limits, as shares of the span. */
  readonly normalFrom: number;
  readonly normalTo: number;
  readonly priority: Priority | undefined;
  readonly isAcknowledged: boolean;
  readonly isStale: boolean;
  readonly age: string;
  readonly isSelected: boolean;
  readonly isDimmed: boolean;
}

export interface WallPicture {
  readonly layout: WallLayout;
  readonly faces: readonly CellFace[];
  readonly headerText: (areaIndex: number, isContinued: boolean) => string;
  readonly colours: WallColours;
  readonly scale: number;
  /** False in the dark half of the blink. */
  readonly isLit: boolean;
}

const FONT = "'Noto Sans SC Variable', sans-serif";
const PAD = 2;
/** Least sizes that the letters are drawn for (wall-layout.ts); larger cells get larger letters, up to this factor. */
const LEAST = { card: { w: 172, h: 92 }, tile: { w: 84, h: 44 } } as const;
const LARGEST = 3;

/** Draws the whole wall. The context is scaled to CSS px. */
export function paintWall(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  picture: WallPicture,
): void {
  const { layout, colours, scale } = picture;
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'middle';
  for (const header of layout.headers) {
    context.font = `600 ${String(12 * scale)}px ${FONT}`;
    context.fillStyle = colours.dim;
    context.textAlign = 'left';
    const text = picture.headerText(header.areaIndex, header.isContinued);
    context.fillText(fitted(context, text, header.w - 8), header.x + 3, header.y + header.h / 2);
    context.fillStyle = colours.line;
    context.fillRect(header.x, header.y + header.h - 1, header.w, 1);
  }
  layout.cells.forEach((cell, index) => {
    const face = picture.faces[index];
    if (face) paintCell(context, layout.mode, inner(cell, layout.mode), face, picture);
  });
}

const inner = (cell: Rect, mode: CellMode): Rect => {
  const pad = mode === 'dot' ? Math.min(PAD, cell.w / 8) : PAD;
  return { x: cell.x + pad, y: cell.y + pad, w: cell.w - 2 * pad, h: cell.h - 2 * pad };
};

function paintCell(
  context: CanvasRenderingContext2D,
  mode: CellMode,
  box: Rect,
  face: CellFace,
  picture: WallPicture,
): void {
  context.globalAlpha = face.isDimmed ? 0.25 : 1;
  if (mode === 'dot') paintDot(context, box, face, picture);
  else paintFace(context, mode, box, face, picture);
  if (face.isSelected) {
    context.strokeStyle = picture.colours.interactive;
    context.lineWidth = 3;
    context.strokeRect(box.x, box.y, box.w, box.h);
  }
  context.globalAlpha = 1;
}

function paintFace(
  context: CanvasRenderingContext2D,
  mode: 'card' | 'tile',
  box: Rect,
  face: CellFace,
  picture: WallPicture,
): void {
  const { colours } = picture;
  const isCard = mode === 'card';
  const scale = Math.min(LARGEST, (box.w + 2 * PAD) / LEAST[mode].w, (box.h + 2 * PAD) / LEAST[mode].h);
  context.fillStyle = colours.surface;
  context.fillRect(box.x, box.y, box.w, box.h);
  context.lineWidth = face.priority ? 2 : 1;
  context.strokeStyle = face.priority && !face.isAcknowledged ? colours[face.priority] : colours.line;
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.w - 1, box.h - 1);
  if (face.isStale) hatch(context, box, colours.faint, scale);

  const pad = (isCard ? 8 : 5) * scale;
  const nameSize = (isCard ? 13 : 11) * scale;
  const shapeSize = (isCard ? 18 : 13) * scale;
  const nameY = box.y + pad + nameSize / 2;
  context.textAlign = 'left';
  context.font = `500 ${String(nameSize)}px ${FONT}`;
  context.fillStyle = colours.dim;
  const nameRoom = box.w - 2 * pad - (face.priority ? shapeSize + 4 : 0);
  const name = fitted(context, face.name, nameRoom);
  context.fillText(name, box.x + pad, nameY);
  const ageFrom = box.x + pad + context.measureText(name).width + 4 * scale;
  if (face.priority) {
    const shapeY = box.y + pad + shapeSize / 2 - 2;
    paintShape(context, face, picture, box.x + box.w - pad - shapeSize / 2, shapeY, shapeSize);
  }

  const bandH = (isCard ? 6 : 4) * scale;
  const bandY = box.y + box.h - pad - bandH;
  const valueSize = Math.min((isCard ? 28 : 20) * scale, bandY - nameY - nameSize / 2 - 2 * scale);
  const valueY = (nameY + nameSize / 2 + bandY) / 2 - 0.5 * scale;
  context.font = `600 ${String(valueSize)}px ${FONT}`;
  context.fillStyle = face.isStale ? colours.faint : colours.text;
  context.fillText(face.main, box.x + pad, valueY);
  const mainW = context.measureText(face.main).width;
  context.font = `400 ${String(11 * scale)}px ${FONT}`;
  context.fillStyle = colours.dim;
  const afterMain = box.x + pad + mainW + 4 * scale;
  const rightEdge = box.x + box.w - pad;
  if (isCard) context.fillText(face.mainUnit, afterMain, valueY + valueSize * 0.14);
  context.textAlign = 'right';
  // The age stands beside the name on a card, beside the value on a tile, and there on a stale card too, where the second value is not worth its room.
  if (isCard && !face.isStale) {
    const ageEdge = box.x + pad + nameRoom;
    context.textAlign = 'right';
    if (context.measureText(face.age).width < ageEdge - ageFrom) context.fillText(face.age, ageEdge, nameY);
  }
  const rightText = isCard && !face.isStale ? face.second : face.age;
  const unitW = isCard ? context.measureText(face.mainUnit).width + 8 * scale : 0;
  if (rightText && context.measureText(rightText).width < rightEdge - afterMain - unitW) {
    context.fillText(rightText, rightEdge, valueY + valueSize * 0.14);
  }
  paintBand(context, { x: box.x + pad, y: bandY, w: box.w - 2 * pad, h: bandH }, face, colours, scale);
}

/** The analog band: span, normal zone between the limits, and a pointer at the value. */
function paintBand(
  context: CanvasRenderingContext2D,
  box: Rect,
  face: CellFace,
  colours: WallColours,
  scale: number,
): void {
  context.fillStyle = colours.band;
  context.fillRect(box.x, box.y, box.w, box.h);
  context.fillStyle = colours['band-normal'];
  context.fillRect(box.x + box.w * face.normalFrom, box.y, box.w * (face.normalTo - face.normalFrom), box.h);
  if (face.share === undefined) return;
  const x = box.x + box.w * Math.min(1, Math.max(0, face.share));
  context.fillStyle = face.isStale ? colours.faint : colours.text;
  context.fillRect(x - 1.5 * scale, box.y - scale, 3 * scale, box.h + 2 * scale);
}

/** A dot of this size, px, has room for the name of what is wrong. */
const NAMED_DOT = 44;

function paintDot(context: CanvasRenderingContext2D, box: Rect, face: CellFace, picture: WallPicture): void {
  const { colours } = picture;
  const size = Math.min(box.w, box.h);
  const x = box.x + box.w / 2;
  const y = box.y + box.h / 2;
  const half = face.priority ? size / 2 : size * 0.3;
  if (!face.priority) {
    context.fillStyle = face.isStale ? colours.surface : colours.line;
    context.fillRect(x - half, y - half, 2 * half, 2 * half);
    if (face.isStale) hatch(context, { x: x - half, y: y - half, w: 2 * half, h: 2 * half }, colours.dim, 0.75);
  }
  if (!face.priority) return;
  if (size < NAMED_DOT) {
    paintShape(context, face, picture, x, y, size);
    return;
  }
  const nameSize = size * 0.27;
  paintShape(context, face, picture, x, box.y + (size - nameSize) / 2, size - nameSize - 4);
  context.font = `500 ${String(nameSize)}px ${FONT}`;
  context.fillStyle = colours.text;
  context.textAlign = 'center';
  context.fillText(fitted(context, face.name, box.w + PAD), x, box.y + size - nameSize / 2);
}

/** Triangle, diamond or circle; hollow when acknowledged, dim in the dark half of the blink when not. */
function paintShape(
  context: CanvasRenderingContext2D,
  face: CellFace,
  { colours, isLit }: WallPicture,
  x: number,
  y: number,
  size: number,
): void {
  if (!face.priority) return;
  const r = size / 2 - 1;
  context.beginPath();
  if (face.priority === 'high') {
    context.moveTo(x, y - r);
    context.lineTo(x + r, y + r);
    context.lineTo(x - r, y + r);
  } else if (face.priority === 'medium') {
    context.moveTo(x, y - r);
    context.lineTo(x + r, y);
    context.lineTo(x, y + r);
    context.lineTo(x - r, y);
  } else {
    context.arc(x, y, r, 0, 2 * Math.PI);
  }
  context.closePath();
  context.lineWidth = Math.max(1.5, size / 9);
  context.strokeStyle = colours[face.priority];
  context.fillStyle = colours[face.priority];
  const alpha = context.globalAlpha;
  if (!face.isAcknowledged && !isLit) context.globalAlpha = alpha * 0.3;
  if (!face.isAcknowledged) context.fill();
  context.stroke();
  context.globalAlpha = alpha;
}

function hatch(context: CanvasRenderingContext2D, box: Rect, colour: string, scale: number): void {
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.w, box.h);
  context.clip();
  context.beginPath();
  const step = 8 * scale;
  for (let offset = -box.h; offset < box.w; offset += step) {
    context.moveTo(box.x + offset, box.y + box.h);
    context.lineTo(box.x + offset + box.h, box.y);
  }
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.globalAlpha *= 0.55;
  context.stroke();
  context.restore();
}

/** The text, cut with an ellipsis where it is wider than its room. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
  return `${text.slice(0, length)}…`;
}
