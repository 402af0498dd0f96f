import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { WallColours } from '../wall-palette.ts';
import type { CellMetrics } from './cell-metrics.ts';
import { isAcknowledged, isDimmed, isHeldBack, plantStateOf, priorityOf } from './marks.ts';
import type { WallWords } from './messages.ts';
import { paintHeldBack, paintShape } from './paint-marks.ts';
import type { SparkColumns } from './spark-columns.ts';
import { isDoubtful, type StationColumns } from './station-columns.ts';
import { ageText, type Ink, type Texts } from './texts.ts';

/** All that a cell is drawn from. */
export interface Stage {
  readonly ink: Ink;
  readonly texts: Texts;
  readonly colours: WallColours;
  readonly words: WallWords;
  readonly hatch: CanvasPattern | null;
  readonly columns: StationColumns;
  readonly sparks: SparkColumns | undefined;
  readonly selected: number;
  /** False in the dark half of the blink. */
  readonly isLit: boolean;
  /** The painter's monotonic clock. */
  readonly nowMs: number;
}

/** A cell of the layout: upper left corner, px of the screen's own grid, and the station in it. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly slot: number;
}

const DIM_ALPHA = 0.25;

export const alphaOf = (stage: Stage, slot: number): number =>
  isDimmed(stage.columns.marks[slot] as number) ? DIM_ALPHA : 1;

/** The ground of a cell and all on it that does not change with the value: frame, hatch, name, alarm shape, marks. */
export function paintBack(stage: Stage, metrics: CellMetrics, { x, y, slot }: Place): void {
  const { ink, colours, columns } = stage;
  const { w, h, pad } = metrics;
  const mark = columns.marks[slot] as number;
  const priority = priorityOf(mark);
  ink.globalAlpha = 1;
  ink.fillStyle = colours.ground;
  ink.fillRect(x, y, w, h);
  ink.globalAlpha = alphaOf(stage, slot);
  ink.fillStyle = colours.surface;
  ink.fillRect(x, y, w, h);
  if (isDoubtful(columns, slot) && stage.hatch) {
    ink.fillStyle = stage.hatch;
    ink.fillRect(x, y, w, h);
  }
  ink.lineWidth = priority ? 2 : 1;
  ink.strokeStyle = priority && !isAcknowledged(mark) ? colours[priority] : colours.line;
  ink.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);

  const shapeX = metrics.hasName ? x + w - pad - metrics.shape / 2 : x + pad + metrics.shape / 2;
  const shapeY = y + metrics.topY;
  if (priority) {
    const look = { isHollow: isAcknowledged(mark), isLit: stage.isLit };
    paintShape(ink, colours, priority, look, shapeX, shapeY, metrics.shape);
  } else if (isHeldBack(mark)) {
    paintHeldBack(ink, colours.dim, shapeX, shapeY, metrics.shape * 0.7);
  }
  if (metrics.hasName) {
    stage.texts.use(metrics.nameFont);
    ink.fillStyle = colours.dim;
    ink.textAlign = 'left';
    const noteW = metrics.mode === 'tile' ? topNoteWidth(stage, metrics, slot) : metrics.ageRoom;
    const room = w - 2 * pad - noteW - marksRoom(metrics, mark);
    ink.fillText(stage.texts.fitted(columns.fixed.names[slot] ?? '', metrics.nameFont, room), x + pad, shapeY);
  }
  if (stage.selected === slot) {
    ink.globalAlpha = 1;
    ink.strokeStyle = colours.interactive;
    ink.lineWidth = 3;
    ink.strokeRect(x + 1, y + 1, w - 2, h - 2);
  }
}

const marksRoom = (metrics: CellMetrics, mark: number): number =>
  priorityOf(mark) || isHeldBack(mark) ? metrics.shape + 4 * metrics.scale : 0;

/** What a tile must say even where there is no room for it beside the value: the age of a stale value, bad quality, the state of the plant. */
function noteOf({ columns, words, nowMs }: Stage, slot: number): string {
  if (columns.isStale[slot] === 1) return ageText(columns.ageMs(slot, nowMs), words);
  if (columns.quality[slot] === QUALITY.bad) return words.bad;
  const plant = plantStateOf(columns.marks[slot] as number);
  return plant === 'inService' ? '' : words.plantShort[plant];
}

const roomBeside = (stage: Stage, metrics: CellMetrics, slot: number): number =>
  metrics.w - 2 * metrics.pad - stage.texts.width(valueText(stage, slot), metrics.valueFont) - 4 * metrics.scale;

/** Room that this takes of the top row; 0 where it stands beside the value. */
function topNoteWidth(stage: Stage, metrics: CellMetrics, slot: number): number {
  const note = noteOf(stage, slot);
  const width = note === '' ? 0 : stage.texts.width(note, metrics.smallFont);
  return width <= roomBeside(stage, metrics, slot) ? 0 : width + 3 * metrics.scale;
}

/** Takes the old value away from a cell whose ground stays. */
export function wipeLive(stage: Stage, metrics: CellMetrics, { x, y, slot }: Place): void {
  const { ink, colours } = stage;
  const { w, pad, scale } = metrics;
  ink.fillStyle = colours.surface;
  ink.fillRect(x + pad, y + metrics.valueTop, w - 2 * pad, metrics.valueBottom - metrics.valueTop);
  // Inside the frame, but past the soft edge of the pointer.
  const top = metrics.bandY - Math.ceil(scale) - 1;
  const bottom = Math.min(metrics.bandY + metrics.bandH + Math.ceil(scale) + 1, metrics.h - 3);
  ink.fillRect(x + pad - 1, y + top, w - 2 * pad + 2, bottom - top);
  if (metrics.ageRoom > 0) {
    const right = x + w - pad - marksRoom(metrics, stage.columns.marks[slot] as number);
    ink.fillRect(right - metrics.ageRoom, y + metrics.pad - scale, metrics.ageRoom, 15 * scale);
  }
}

/** The analog band: span, normal zone between the limits, and a pointer at the value. */
export function paintBand(stage: Stage, metrics: CellMetrics, { x, y, slot }: Place): void {
  const { ink, colours, columns } = stage;
  const { scale, bandH } = metrics;
  const left = x + metrics.pad;
  const width = metrics.w - 2 * metrics.pad;
  const top = y + metrics.bandY;
  const from = columns.fixed.normalFrom[slot] as number;
  const to = columns.fixed.normalTo[slot] as number;
  ink.fillStyle = colours.band;
  ink.fillRect(left, top, width, bandH);
  ink.fillStyle = colours['band-normal'];
  ink.fillRect(left + width * from, top, width * Math.max(0, to - from), bandH);
  const share = columns.share(slot);
  if (Number.isNaN(share)) return;
  ink.fillStyle = columns.isStale[slot] ? colours.dim : colours.text;
  ink.fillRect(left + (width - 3 * scale) * share, top - scale, 3 * scale, bandH + 2 * scale);
}

/** The value itself. The font of the metrics must be set. */
export function paintValue(stage: Stage, metrics: CellMetrics, { x, y, slot }: Place): void {
  const { ink, colours, columns } = stage;
  ink.fillStyle = isDoubtful(columns, slot) ? colours.dim : colours.text;
  ink.fillText(valueText(stage, slot), x + metrics.pad, y + metrics.valueY);
}

function valueText({ columns, words }: Stage, slot: number): string {
  const value = columns.main[slot] as number;
  if (!Number.isFinite(value)) return '—';
  const figures = value.toFixed(words.mainDecimals);
  return columns.quality[slot] === QUALITY.uncertain ? `${figures}?` : figures;
}

/** The small words beside value and name: unit, second value, age, state of the plant, bad quality. Their font must be set. */
export function paintSmall(stage: Stage, metrics: CellMetrics, place: Place): void {
  stage.ink.fillStyle = stage.colours.dim;
  if (metrics.mode === 'card') paintCardWords(stage, metrics, place);
  else paintTileWords(stage, metrics, place);
}

function paintCardWords(stage: Stage, metrics: CellMetrics, { x, y, slot }: Place): void {
  const { ink, texts, columns, words } = stage;
  const mark = columns.marks[slot] as number;
  const plant = plantStateOf(mark);
  const isBad = columns.quality[slot] === QUALITY.bad && columns.isStale[slot] !== 1;
  const right = x + metrics.w - metrics.pad;
  const line = y + metrics.valueY + metrics.smallDown;
  const unitX = right - roomBeside(stage, metrics, slot);
  ink.textAlign = 'left';
  ink.fillText(words.mainUnit, unitX, line);
  ink.textAlign = 'right';
  const age = isBad ? words.bad : ageText(columns.ageMs(slot, stage.nowMs), words);
  ink.fillText(age, right - marksRoom(metrics, mark), y + metrics.topY);
  const room = right - unitX - texts.width(words.mainUnit, metrics.smallFont) - 8 * metrics.scale;
  const notes = plant === 'inService' ? [secondText(stage, slot)] : [words.plant[plant], words.plantShort[plant]];
  const note = notes.find((one) => texts.width(one, metrics.smallFont) <= room);
  if (note !== undefined) ink.fillText(note, right, line);
}

function paintTileWords(stage: Stage, metrics: CellMetrics, { x, y, slot }: Place): void {
  const { ink, texts, columns, words } = stage;
  const must = noteOf(stage, slot);
  const right = x + metrics.w - metrics.pad;
  ink.textAlign = 'right';
  if (metrics.hasName) {
    const note = must || ageText(columns.ageMs(slot, stage.nowMs), words);
    if (texts.width(note, metrics.smallFont) <= roomBeside(stage, metrics, slot)) {
      ink.fillText(note, right, y + metrics.valueY + metrics.smallDown);
      return;
    }
  }
  const edge = metrics.hasName ? right - marksRoom(metrics, columns.marks[slot] as number) : right;
  const isRoom = metrics.hasName || texts.width(must, metrics.smallFont) <= metrics.w - 2 * metrics.pad - metrics.shape;
  if (must !== '' && isRoom) ink.fillText(must, edge, y + metrics.topY);
}

function secondText({ columns, words }: Stage, slot: number): string {
  const value = columns.second[slot] as number;
  if (!Number.isFinite(value) || columns.secondQuality[slot] === QUALITY.bad) return '';
  return `${value.toFixed(words.secondDecimals)} ${words.secondUnit}`.trim();
}

/** Half an hour of the main value. Its own range, but never less than a twentieth of the span: noise must not look like a storm. */
export function paintSpark(stage: Stage, metrics: CellMetrics, { x, y, slot }: Place, isWiped: boolean): void {
  const { ink, colours, columns, sparks } = stage;
  const top = y + metrics.sparkTop;
  const height = metrics.sparkBottom - metrics.sparkTop;
  const left = x + metrics.pad;
  const width = metrics.w - 2 * metrics.pad;
  if (!isWiped) {
    ink.fillStyle = colours.surface;
    ink.fillRect(left - 1, top - 1, width + 2, height + 2);
  }
  if (!sparks || height < 4) return;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let point = 0; point < sparks.points; point += 1) {
    const mean = sparks.mean(slot, point);
    if (mean < low) low = mean;
    if (mean > high) high = mean;
  }
  if (low > high) return;
  const least = ((columns.fixed.highs[slot] as number) - (columns.fixed.lows[slot] as number)) / 20;
  if (high - low < least) {
    const middle = (low + high) / 2;
    low = middle - least / 2;
    high = middle + least / 2;
  }
  ink.beginPath();
  let isDown = false;
  const step = width / (sparks.points - 1);
  for (let point = 0; point < sparks.points; point += 1) {
    const mean = sparks.mean(slot, point);
    if (Number.isNaN(mean)) {
      isDown = false;
      continue;
    }
    const px = left + point * step;
    const py = top + height * (1 - (mean - low) / (high - low));
    if (isDown) ink.lineTo(px, py);
    else ink.moveTo(px, py);
    isDown = true;
  }
  ink.strokeStyle = colours.dim;
  ink.lineWidth = Math.max(1, metrics.scale);
  ink.lineJoin = 'round';
  ink.stroke();
}
