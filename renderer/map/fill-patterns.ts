/** How an area is filled: told apart without colour. */
export type FillPattern = 'cross' | 'dots' | 'waves' | 'lines' | 'none';

const TILE_PX = 12;
const known = new Map<string, CanvasPattern | string>();

/** A fill of thin strokes in one colour on nothing. @param scale 1 on a desk */
export function fillOf(pattern: FillPattern, colour: string, scale: number): CanvasPattern | string {
  const key = `${pattern} ${colour} ${String(scale)}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = pattern === 'none' ? 'rgb(0 0 0 / 0%)' : patternOf(pattern, colour, scale);
  known.set(key, made);
  return made;
}

function patternOf(pattern: Exclude<FillPattern, 'none'>, colour: string, scale: number): CanvasPattern | string {
  const ratio = Math.max(1, devicePixelRatio) * scale;
  const size = Math.round(TILE_PX * ratio);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d');
  if (!context) return 'rgb(0 0 0 / 0%)';
  context.scale(size / TILE_PX, size / TILE_PX);
  context.strokeStyle = context.fillStyle = colour;
  context.globalAlpha = 0.75;
  context.lineWidth = 1;
  context.beginPath();
  TILES[pattern](context);
  context.stroke();
  return context.createPattern(canvas, 'repeat') ?? 'rgb(0 0 0 / 0%)';
}

/** One tile each, drawn past its edges so that the tiles join. */
const TILES: Readonly<Record<Exclude<FillPattern, 'none'>, (context: CanvasRenderingContext2D) => void>> = {
  cross(context) {
    context.moveTo(-1, -1);
    context.lineTo(13, 13);
    context.moveTo(13, -1);
    context.lineTo(-1, 13);
  },
  lines(context) {
    for (const shift of [-12, 0, 12]) {
      context.moveTo(shift - 1, 13);
      context.lineTo(shift + 13, -1);
    }
  },
  dots(context) {
    for (const [x, y] of [
      [3, 3],
      [9, 9],
    ] as const) {
      context.moveTo(x + 1.2, y);
      context.arc(x, y, 1.2, 0, 2 * Math.PI);
    }
    context.fill();
  },
  waves(context) {
    context.moveTo(0, 6);
    context.bezierCurveTo(2, 2, 4, 2, 6, 6);
    context.bezierCurveTo(8, 10, 10, 10, 12, 6);
  },
};
