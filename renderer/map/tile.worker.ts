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
  /** Undefined where nothing could be drawn: before a pack and a theme have come. */
  readonly image: ImageBitmap | undefined;
}

/** This scene lies below all others. */
const GROUND_SCENE = 'base';

const painters = new Map<string, TilePainter>();
let theme: MapTheme | undefined;
let hidden: ReadonlySet<string> = new Set();

function draw(scene: string, request: TileRequest): ImageBitmap | undefined {
  const painter = painters.get(scene);
  const canvas = new OffscreenCanvas(request.size, request.size);
  // The lowest picture covers everything: one without holes is laid out faster.
  const isGround = scene === GROUND_SCENE;
  const context = canvas.getContext('2d', { alpha: !isGround });
  if (!painter || !theme || !context) return undefined;
  if (isGround) {
    context.fillStyle = theme.colours.ground;
    context.fillRect(0, 0, request.size, request.size);
  }
  painter.paint(context, request, theme, hidden);
  return canvas.transferToImageBitmap();
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
      const image = draw(data.scene, data.request);
      const drawn: TileDrawn = { id: data.id, image };
      postMessage(drawn, { transfer: image ? [image] : [] });
    }
  }
});
