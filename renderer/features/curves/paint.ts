import type uPlot from 'uplot';
import type { Happening } from './happenings.ts';
import type { ChartLook } from './look.ts';

/** A limit of the signal that the first curve shows. */
export interface DrawnLimit {
  readonly value: number;
  readonly label: string;
}

/** What is drawn around the curves. Values in the unit of the first curve, times UTC ms. */
export interface Surroundings {
  readonly limits: readonly DrawnLimit[];
  /** Between the inner limits; undefined: no limit on that side. */
  readonly normal: { readonly low: number | undefined; readonly high: number | undefined } | undefined;
  readonly happenings: readonly Happening[];
  /** Times of values left out because they were bad. */
  readonly badAt: readonly number[];
  readonly staleFrom: number | undefined;
  readonly now: number;
}

/** Height of the strip of happenings above the curves, in units of the reading distance. */
export const STRIP_PX = 20;

/** Normal band and limits, under the curves. `scaleKey` is the scale of the first curve. */
export function paintUnder(plot: uPlot, scaleKey: string, { limits, normal }: Surroundings, look: ChartLook): void {
  const { ctx, bbox } = plot;
  const { colours, scale } = look;
  const px = devicePixelRatio * scale;
  const yOf = (value: number): number => plot.valToPos(value, scaleKey, true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  if (normal) {
    const top = normal.high === undefined ? bbox.top : yOf(normal.high);
    const bottom = normal.low === undefined ? bbox.top + bbox.height : yOf(normal.low);
    ctx.fillStyle = colours.band;
    ctx.globalAlpha = 0.55;
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
    ctx.globalAlpha = 1;
  }
  ctx.font = `${String(11 * px)}px ${look.font}`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  ctx.lineWidth = px;
  ctx.setLineDash([6 * px, 4 * px]);
  for (const { value, label } of limits) {
    const y = Math.round(yOf(value)) + 0.5;
    ctx.strokeStyle = colours.dim;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillStyle = colours.dim;
    ctx.fillText(label, bbox.left + bbox.width - 4 * px, y - px);
  }
  ctx.restore();
}

/** The stale tail hatched, bad values as crosses at the foot, happenings as shapes in the strip above. */
export function paintOver(plot: uPlot, around: Surroundings, look: ChartLook): void {
  const { ctx, bbox } = plot;
  const px = devicePixelRatio * look.scale;
  const xOf = (at: number): number => plot.valToPos(at, 'x', true);
  const isIn = (x: number): boolean => x >= bbox.left - 0.5 && x <= bbox.left + bbox.width + 0.5;
  ctx.save();
  if (around.staleFrom !== undefined) hatch(plot, xOf(around.staleFrom), xOf(around.now), px, look);
  const foot = bbox.top + bbox.height - 5 * px;
  ctx.strokeStyle = look.colours.text;
  ctx.lineWidth = 1.25 * px;
  let lastX = -Infinity;
  for (const at of around.badAt) {
    const x = xOf(at);
    // Bad values come in runs: a cross every few pixels says the same.
    if (!isIn(x) || x - lastX < 6 * px) continue;
    lastX = x;
    cross(ctx, x, foot, 2.5 * px);
  }
  for (const happening of around.happenings) {
    const x = xOf(happening.at);
    if (isIn(x)) shapeOf(ctx, happening, x, bbox.top - (STRIP_PX / 2) * px, px, look);
  }
  ctx.restore();
}

function hatch({ ctx, bbox }: uPlot, from: number, to: number, px: number, look: ChartLook): void {
  const left = Math.max(bbox.left, from);
  const right = Math.min(bbox.left + bbox.width, to);
  if (right - left < 1) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, right - left, bbox.height);
  ctx.clip();
  ctx.strokeStyle = look.colours.faint;
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = px;
  ctx.beginPath();
  for (let x = left - bbox.height; x < right; x += 7 * px) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

function cross(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.beginPath();
  ctx.moveTo(x - r, y - r);
  ctx.lineTo(x + r, y + r);
  ctx.moveTo(x + r, y - r);
  ctx.lineTo(x - r, y + r);
  ctx.stroke();
}

/** Alarms in the shape and colour of their priority: filled when raised, hollow when returned; a tick is an acknowledgement, a box an order, a flag a plant state. */
function shapeOf(
  ctx: CanvasRenderingContext2D,
  { kind, priority }: Happening,
  x: number,
  y: number,
  px: number,
  { colours }: ChartLook,
): void {
  const r = 5 * px;
  const isAlarm = kind === 'raised' || kind === 'returned';
  const colour = isAlarm && priority !== undefined ? colours[priority] : colours.text;
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 1.5 * px;
  ctx.beginPath();
  if (isAlarm) alarmPath(ctx, priority, x, y, r);
  else if (kind === 'acknowledged') path(ctx, [x - r * 0.8, y, x - r * 0.2, y + r * 0.7, x + r * 0.9, y - r * 0.7]);
  else if (kind === 'order') ctx.rect(x - r * 0.75, y - r * 0.75, r * 1.5, r * 1.5);
  else path(ctx, [x - r * 0.6, y + r, x - r * 0.6, y - r, x + r * 0.8, y - r * 0.4, x - r * 0.6, y + r * 0.2]);
  if (kind === 'raised') ctx.fill();
  else ctx.stroke();
}

function alarmPath(
  ctx: CanvasRenderingContext2D,
  priority: Happening['priority'],
  x: number,
  y: number,
  r: number,
): void {
  if (priority === 'high') path(ctx, [x, y - r, x + r, y + r * 0.8, x - r, y + r * 0.8], true);
  else if (priority === 'medium') path(ctx, [x, y - r, x + r, y, x, y + r, x - r, y], true);
  else ctx.arc(x, y, r * 0.85, 0, 2 * Math.PI);
}

function path(ctx: CanvasRenderingContext2D, points: readonly number[], isClosed = false): void {
  for (let k = 0; k < points.length; k += 2) ctx.lineTo(points[k] as number, points[k + 1] as number);
  if (isClosed) ctx.closePath();
}
