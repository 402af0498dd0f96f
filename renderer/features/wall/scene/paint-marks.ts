import type { Priority } from '#shared/domain/alarm/types.ts';
import type { WallColours } from '../wall-palette.ts';
import type { Ink } from './texts.ts';

/** Up-triangle, diamond or circle; hollow when acknowledged, dim in the dark half of the blink when not. */
export function paintShape(
  ink: Ink,
  colours: WallColours,
  priority: Priority,
  look: { readonly isHollow: boolean; readonly isLit: boolean },
  x: number,
  y: number,
  size: number,
): void {
  const r = size / 2 - 1;
  ink.beginPath();
  if (priority === 'high') {
    ink.moveTo(x, y - r);
    ink.lineTo(x + r, y + r);
    ink.lineTo(x - r, y + r);
  } else if (priority === 'medium') {
    ink.moveTo(x, y - r);
    ink.lineTo(x + r, y);
    ink.lineTo(x, y + r);
    ink.lineTo(x - r, y);
  } else {
    ink.arc(x, y, r, 0, 2 * Math.PI);
  }
  ink.closePath();
  ink.lineWidth = Math.max(1.5, size / 9);
  ink.strokeStyle = colours[priority];
  ink.fillStyle = colours[priority];
  const alpha = ink.globalAlpha;
  if (!look.isHollow && !look.isLit) ink.globalAlpha = alpha * 0.3;
  if (!look.isHollow) ink.fill();
  ink.stroke();
  ink.globalAlpha = alpha;
}

/** Two bars: an alarm of this station is held back (shelved, suppressed, out of service). */
export function paintHeldBack(ink: Ink, colour: string, x: number, y: number, size: number): void {
  ink.fillStyle = colour;
  const bar = Math.max(1.5, size * 0.22);
  ink.fillRect(x - size * 0.32, y - size * 0.4, bar, size * 0.8);
  ink.fillRect(x + size * 0.32 - bar, y - size * 0.4, bar, size * 0.8);
}

/** A pattern of diagonal lines `step` px apart, for what is stale. */
export function hatchPattern(
  ink: Ink,
  makeCanvas: (size: number) => OffscreenCanvas | HTMLCanvasElement,
  colour: string,
  step: number,
): CanvasPattern | null {
  const size = Math.max(4, Math.round(step));
  const tile = makeCanvas(size);
  const brush = tile.getContext('2d') as Ink | null;
  if (!brush) return null;
  brush.strokeStyle = colour;
  brush.globalAlpha = 0.5;
  brush.lineWidth = 1;
  brush.beginPath();
  for (const shift of [-size, 0, size]) {
    brush.moveTo(shift - 1, size + 1);
    brush.lineTo(shift + size + 1, -1);
  }
  brush.stroke();
  return ink.createPattern(tile, 'repeat');
}
