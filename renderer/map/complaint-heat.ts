import ImageLayer from 'ol/layer/Image.js';
import { fromLonLat } from 'ol/proj.js';
import ImageCanvasSource from 'ol/source/ImageCanvas.js';
import type { MapTheme } from './map-theme.ts';
import type { ComplaintMark } from './marks.ts';

/** How far one call spreads, px at a desk. */
const REACH_PX = 46;
/** The picture is worked out this much coarser than the screen and drawn smoothly. */
const COARSER = 4;
/** Share of full darkness that one call gives; an urgent one counts double. */
const ONE_CALL = 0.22;
/** From how dense on each step begins, and how strong it is drawn: steps that can be told apart without colour. */
const STEPS = [
  { from: 0.1, alpha: 0.18 },
  { from: 0.3, alpha: 0.36 },
  { from: 0.55, alpha: 0.54 },
  { from: 0.8, alpha: 0.72 },
] as const;

export interface ComplaintHeat {
  readonly layer: ImageLayer<ImageCanvasSource>;
  set(marks: readonly ComplaintMark[]): void;
}

/**
 * Where calls are dense, as steps of one quiet colour. Painted on a plain canvas: the library's own layer asks for a WebGL context, which a
 * desk without a graphics card or a driver on the block list does not give.
 */
export function createComplaintHeat(theme: () => MapTheme): ComplaintHeat {
  let places: readonly { readonly at: readonly [number, number]; readonly weight: number }[] = [];
  const source = new ImageCanvasSource({
    ratio: 1.3,
    canvasFunction: (extent, resolution, pixelRatio, size) => {
      const [width = 1, height = 1] = size;
      const canvas = blank(width, height);
      const [west = 0, , , north = 0] = extent;
      const perCell = (resolution * COARSER) / pixelRatio;
      const spots = places.map(({ at: [x, y], weight }) => ({
        x: (x - west) / perCell,
        y: (north - y) / perCell,
        weight,
      }));
      const reach = (REACH_PX * theme().scale * pixelRatio) / COARSER;
      const coarse = densityOf(spots, Math.ceil(width / COARSER), Math.ceil(height / COARSER), reach);
      colour(coarse, theme());
      canvas.getContext('2d')?.drawImage(coarse, 0, 0, coarse.width * COARSER, coarse.height * COARSER);
      return canvas;
    },
  });
  const layer = new ImageLayer({ source, zIndex: 4 });
  return {
    layer,
    set(marks) {
      places = marks.map(({ at, urgent }) => {
        const [x = 0, y = 0] = fromLonLat([...at]);
        return { at: [x, y], weight: urgent ? 2 : 1 };
      });
      source.changed();
    },
  };
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

function blank(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** Density in the alpha channel: each spot a soft disc, added up. */
function densityOf(spots: readonly Spot[], width: number, height: number, reach: number): HTMLCanvasElement {
  const canvas = blank(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return canvas;
  context.globalCompositeOperation = 'lighter';
  for (const { x, y, weight } of spots) {
    if (x < -reach || y < -reach || x > width + reach || y > height + reach) continue;
    const disc = context.createRadialGradient(x, y, 0, x, y, reach);
    const full = Math.min(1, ONE_CALL * weight);
    disc.addColorStop(0, `rgb(0 0 0 / ${String(full * 100)}%)`);
    disc.addColorStop(0.5, `rgb(0 0 0 / ${String(full * 45)}%)`);
    disc.addColorStop(1, 'rgb(0 0 0 / 0%)');
    context.fillStyle = disc;
    context.fillRect(x - reach, y - reach, reach * 2, reach * 2);
  }
  return canvas;
}

/** Turns density into steps of the theme's colour. */
function colour(canvas: HTMLCanvasElement, theme: MapTheme): void {
  const context = canvas.getContext('2d');
  if (!context || canvas.width === 0 || canvas.height === 0) return;
  const picture = context.getImageData(0, 0, canvas.width, canvas.height);
  const [red, green, blue] = channelsOf(theme.colours.interactive);
  const alphas = Uint8ClampedArray.from({ length: 256 }, (_, density) => stepAlpha(density / 255) * 255);
  const { data } = picture;
  for (let k = 0; k < data.length; k += 4) {
    data[k] = red;
    data[k + 1] = green;
    data[k + 2] = blue;
    data[k + 3] = alphas[data[k + 3] as number] as number;
  }
  context.putImageData(picture, 0, 0);
}

/** How strong a density is drawn. @param density 0 to 1 */
export const stepAlpha = (density: number): number => STEPS.findLast(({ from }) => density >= from)?.alpha ?? 0;

function channelsOf(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1, 7), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
