import type { MapTheme } from './map-theme.ts';
import { createTilePainter, type TilePainter, type TileRequest } from './tile-painter.ts';
import type { TilePack } from './tile-pack.ts';

/** Draws the tiles of the static map beside the page, so that the page only lays them out. No words are drawn here. */

export type TileMessage =
  | { readonly t: 'pack'; readonly scene: string; readonly pack: TilePack }
  | { readonly t: 'theme'; readonly theme: MapTheme; readonly hidden: readonly string[] }
  | { readonly t: 'tile'; readonly scene: string; readonly id: number; readonly request: TileRequest };

export interface TileDrawn {
  readonly id: number;
  /** Undefined where it could not be drawn, with why. */
  readonly image: ImageBitmap | undefined;
  readonly why?: string;
}

/** This scene lies below all others. */
const GROUND_SCENE = 'base';

const painters = new Map<string, TilePainter>();
let theme: MapTheme | undefined;
let hidden: ReadonlySet<string> = new Set();

/** @throws Error where there is no picture: before a pack and a theme have come, or without memory */
function draw(scene: string, request: TileRequest): ImageBitmap {
  const painter = painters.get(scene);
  if (!painter || !theme) throw new Error('nothing to draw yet');
  const canvas = new OffscreenCanvas(request.size, request.size);
  // The lowest picture covers everything: one without holes is laid out faster.
  const isGround = scene === GROUND_SCENE;
  const context = canvas.getContext('2d', { alpha: !isGround });
  if (!context) throw new Error('no canvas');
  if (isGround) {
    context.fillStyle = theme.colours.ground;
    context.fillRect(0, 0, request.size, request.size);
  }
  painter.paint(context, request, theme, hidden);
  if (context.isContextLost()) throw new Error('what was drawn is lost');
  return canvas.transferToImageBitmap();
}

/** Every tile has an answer: the map waits for each. */
function answer(scene: string, id: number, request: TileRequest): TileDrawn {
  try {
    return { id, image: draw(scene, request) };
  } catch (thrown) {
    return { id, image: undefined, why: String(thrown) };
  }
}

addEventListener('message', ({ data }: MessageEvent<TileMessage>) => {
  switch (data.t) {
    case 'pack':
      painters.set(data.scene, createTilePainter(data.pack));
      return;
    case 'theme':
      theme = data.theme;
      hidden = new Set(data.hidden);
      return;
    case 'tile': {
      const drawn = answer(data.scene, data.id, data.request);
      postMessage(drawn, { transfer: drawn.image ? [drawn.image] : [] });
    }
  }
});
