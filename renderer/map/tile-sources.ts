import ImageTileSource from 'ol/source/ImageTile.js';
import TileGrid from 'ol/tilegrid/TileGrid.js';
import { get as getProjection } from 'ol/proj.js';
import type { MapTheme } from './map-theme.ts';
import type { TilePack } from './tile-pack.ts';
import type { TileDrawn, TileMessage } from './tile.worker.ts';

/** Steps of the view and of the tiles alike: two to a doubling, so that a tile is never shown larger than it was drawn. */
const STEPS = 42;
const COARSEST = 156_543.033_928_041;
/** Projected metres a CSS pixel, coarsest first. */
export const RESOLUTIONS: readonly number[] = Array.from({ length: STEPS }, (_, step) => COARSEST / 2 ** (step / 2));
const TILE_PX = 512;

/** A source whose tiles can be asked for anew. */
class DrawnTiles extends ImageTileSource {
  renew(state: number): void {
    this.setKey(String(state));
  }
}

export interface StaticTiles {
  source(scene: string): ImageTileSource;
  /** New contents of a scene. */
  setPack(scene: string, pack: TilePack): void;
  /** How all scenes are drawn from now on; what is on screen stays until its successor is drawn. */
  setTheme(theme: MapTheme, hidden: readonly string[]): void;
  dispose(): void;
}

/** Tiles of the static map, drawn in a worker of its own. */
export function createStaticTiles(scenes: readonly string[]): StaticTiles {
  const worker = new Worker(new URL('./tile.worker.ts', import.meta.url), { type: 'module', name: 'map tiles' });
  const waiting = new Map<number, { done(image: ImageBitmap): void; failed(error: Error): void }>();
  let asked = 0;
  let state = 0;
  const post = (message: TileMessage): void => worker.postMessage(message);
  worker.addEventListener('message', ({ data }: MessageEvent<TileDrawn>) => {
    const asker = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.image) asker?.done(data.image);
    else asker?.failed(new Error('nothing to draw yet'));
  });

  const extent = getProjection('EPSG:3857')?.getExtent() ?? [];
  const tileGrid = new TileGrid({ extent, resolutions: [...RESOLUTIONS], tileSize: TILE_PX });
  const sources = new Map(scenes.map((scene) => [scene, sourceOf(scene)]));

  function sourceOf(scene: string): DrawnTiles {
    return new DrawnTiles({
      tileGrid,
      wrapX: false,
      transition: 0,
      // Shown as drawn but for the quarter of a second of a zoom, where smoothing would cost every frame its time.
      interpolate: false,
      loader: (z, x, y) =>
        new Promise((done, failed) => {
          const id = (asked += 1);
          const ratio = Math.max(1, devicePixelRatio);
          const size = Math.round(TILE_PX * ratio);
          const [left = 0, , , top = 0] = tileGrid.getTileCoordExtent([z, x, y]);
          const resolution = ((RESOLUTIONS[z] ?? 1) * TILE_PX) / size;
          waiting.set(id, { done, failed });
          post({ t: 'tile', scene, id, request: { left, top, resolution, size, ratio } });
        }),
    });
  }

  /** What was drawn before is no longer what is wanted. */
  function renew(wanted: Iterable<DrawnTiles>): void {
    state += 1;
    for (const source of wanted) source.renew(state);
  }

  return {
    source(scene) {
      const source = sources.get(scene);
      if (!source) throw new Error(`no scene ${scene}`);
      return source;
    },
    setPack(scene, pack) {
      post({ t: 'pack', scene, pack });
      const source = sources.get(scene);
      if (source) renew([source]);
    },
    setTheme(theme, hidden) {
      post({ t: 'theme', theme, hidden });
      renew(sources.values());
    },
    dispose() {
      worker.terminate();
      waiting.clear();
    },
  };
}
