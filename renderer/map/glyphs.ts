import Icon from 'ol/style/Icon.js';
import type { Look, Shape } from './looks.ts';
import type { MapTheme } from './map-theme.ts';

/** Outlines in a square from -8 to 8, y down. */
const OUTLINES: Readonly<Record<Shape, string>> = {
  triangle: 'M0-7 7.5 6.5H-7.5Z',
  diamond: 'M0-8 8 0 0 8-8 0Z',
  circle: 'M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0Z',
  square: 'M-6-6H6V6H-6Z',
  plant: 'M-7 7V-1L-2-4V-1L3-4V-7H6V7Z',
  boiler: 'M-6 7V-5H6V7ZM-3 7V2H3V7',
  bowtie: 'M-8-5 8 5V-5L-8 5Z',
  bowtieBarred: 'M-8-5 8 5V-5L-8 5ZM-5-8 5 8M5-8-5 8',
  bowtieAsked: 'M-8-1 8 8V-1L-8 8Z',
  burst: 'M0-8 2-3 7-6 4.5-1 8 2 3 2.5 3 8-.5 4-5 7-4 2-8 0-3.5-2-6-6.5-1.5-4Z',
  drop: 'M0-8C3-3 6 0 6 3A6 6 0 0 1-6 3C-6 0-3-3 0-8Z',
  cold: 'M-7-7H7V7H-7Z',
  cool: 'M-7-2A7 7 0 0 0 7-2ZM-3-7V-4M3-7V-4',
  thermometer: 'M-2-7A2 2 0 0 1 2-7V1A4 4 0 1 1-2 1Z',
  speech: 'M-7-6H7V3H0L-4 7V3H-7Z',
  sheet: 'M-6-8H3L6-5V8H-6Z',
  crew: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0ZM-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0Z',
  crewHeading: 'M0-8 5.5 6 0 3-5.5 6Z',
  house: 'M0-8 8-1H6V7H-6V-1H-8Z',
  hospital: 'M-7-7H7V7H-7Z',
  school: 'M-8-3 0-8 8-3V7H-8Z',
  careHome: 'M0-8 8-1H6V7H-6V-1H-8Z',
  repair: 'M-7-7H7V7H-7Z',
};

/** Lines inside an outline, drawn so that they show on its fill. */
const INNER: Readonly<Partial<Record<Shape, string>>> = {
  cold: 'M0-5.5V5.5M-5-2.8 5 2.8M5-2.8-5 2.8',
  sheet: 'M-3-2H3M-3 2H3',
  hospital: 'M0-4.5V4.5M-4.5 0H4.5',
  school: 'M0 7V2M-4.5 7V1H4.5V7',
  careHome: 'M0 4.5C-5 1 -3-2 0 .5C3-2 5 1 0 4.5Z',
  repair: 'M-4 4 2-2M1-5A3 3 0 1 0 5-1',
};

const icons = new WeakMap<MapTheme, Map<string, Icon>>();

export interface IconPlace {
  /** Labels keep clear of it. */
  readonly obstacle?: boolean;
  /** Clockwise from north. */
  readonly headingDeg?: number | undefined;
  /** To the right and up, px at a desk. */
  readonly displacement?: readonly [number, number];
}

/** The look as an icon, drawn once a theme at the screen's own resolution. */
export function iconOf(look: Look, theme: MapTheme, place: IconPlace = {}): Icon {
  let known = icons.get(theme);
  if (!known) icons.set(theme, (known = new Map()));
  const turned = Math.round((place.headingDeg ?? 0) / 10) * 10;
  const key = `${JSON.stringify(look)}${String(turned)}${JSON.stringify(place.displacement)}${String(place.obstacle)}`;
  const before = known.get(key);
  if (before) return before;
  const ratio = Math.max(1, devicePixelRatio);
  const [right, up] = place.displacement ?? [0, 0];
  const icon = new Icon({
    // Drawn turned rather than turned while drawing: a thousand crews then cost every frame a thousand plain copies.
    img: drawLook(look, theme, ratio, turned),
    scale: 1 / ratio,
    declutterMode: place.obstacle ? 'obstacle' : 'none',
    displacement: [right * theme.scale, up * theme.scale],
  });
  known.set(key, icon);
  return icon;
}

/** The look alone, for a legend. @param ratio pixels of the screen a CSS pixel, @param headingDeg clockwise from north */
export function drawLook(look: Look, theme: MapTheme, ratio: number, headingDeg = 0): HTMLCanvasElement {
  const size = look.size * theme.scale * ratio;
  const margin = 3 * ratio * theme.scale;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.ceil(size + margin * 2);
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const unit = size / 16;
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((headingDeg * Math.PI) / 180);
  context.scale(unit, unit);
  context.lineJoin = 'round';
  paint(context, look, theme, 16 / look.size);
  if (look.urgent) paintUrgent(context, theme);
  return canvas;
}

/** @param px one pixel of a desk in units of the outline */
function paint(context: CanvasRenderingContext2D, look: Look, theme: MapTheme, px: number): void {
  const outline = new Path2D(OUTLINES[look.shape]);
  const { colours } = theme;
  context.strokeStyle = colours.ground;
  context.lineWidth = 4 * px;
  context.stroke(outline);
  if (look.fill) {
    context.fillStyle = colours[look.fill];
    context.fill(outline);
  }
  if (look.hatched) paintHatch(context, outline, look.fill === look.stroke ? colours.ground : colours.faint, px);
  if (look.crossed) paintCross(context, look.fill === look.stroke ? colours.ground : colours.text, px);
  context.strokeStyle = colours[look.stroke];
  context.lineWidth = 1.6 * px;
  if (look.dashed) context.setLineDash([3 * px, 2 * px]);
  context.stroke(outline);
  context.setLineDash([]);
  const inner = INNER[look.shape];
  if (inner) {
    context.strokeStyle = look.fill === look.stroke ? colours.ground : colours[look.stroke];
    context.stroke(new Path2D(inner));
  }
  if (look.shape === 'bowtieAsked') {
    context.fillStyle = colours[look.stroke];
    context.font = '700 9px sans-serif';
    context.textAlign = 'center';
    context.fillText('?', 0, -1.5);
  }
}

function paintHatch(context: CanvasRenderingContext2D, outline: Path2D, colour: string, px: number): void {
  context.save();
  context.clip(outline);
  context.strokeStyle = colour;
  context.lineWidth = 1.2 * px;
  context.beginPath();
  for (let at = -16; at <= 16; at += 3.2 * px) {
    context.moveTo(at, 8);
    context.lineTo(at + 16, -8);
  }
  context.stroke();
  context.restore();
}

function paintCross(context: CanvasRenderingContext2D, colour: string, px: number): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.8 * px;
  context.beginPath();
  context.moveTo(-6, -6);
  context.lineTo(6, 6);
  context.moveTo(6, -6);
  context.lineTo(-6, 6);
  context.stroke();
}

function paintUrgent(context: CanvasRenderingContext2D, { colours }: MapTheme): void {
  context.beginPath();
  context.arc(6, -6, 4.6, 0, 2 * Math.PI);
  context.fillStyle = colours.ground;
  context.fill();
  context.strokeStyle = colours.text;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = colours.text;
  context.fillRect(5.3, -9, 1.4, 3.6);
  context.fillRect(5.3, -4.6, 1.4, 1.4);
}
