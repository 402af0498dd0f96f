import ImageTileSource from 'ol/source/ImageTile.js';
import TileGrid from 'ol/tilegrid/TileGrid.js';
import { get as getProjection } from 'ol/proj.js';
import type { MapTheme } from './map-theme.ts';
import type { TilePack } from './tile-pack.ts';
import { createTileAsker, startTileWorker, type TileAskerOptions } from './tile-asker.ts';

/** Steps of the view and of the tiles alike: two to a doubling, so that a tile is never shown larger than it was drawn. */
const STEPS = 42;
const COARSEST = 156_543.033_928_041;
/** Projected metres a CSS pixel, coarsest first. */
export const RESOLUTIONS: readonly number[] = Array.from({ length: STEPS }, (_, step) => COARSEST / 2 ** (step / 2));
const TILE_PX = 512;
/** After so long a tile that could not be drawn is asked for again, ms: by how often it failed, the last from then on. */
const AGAIN_MS = [250, 1_000, 4_000] as const;

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

/** How tiles are drawn and asked for again; other than this in tests only. */
const IN_A_WORKER: TileAskerOptions = {
  startWorker: startTileWorker,
  later: (run, ms) => void setTimeout(run, ms),
};

/** Tiles of the static map, drawn in a worker of its own. One that could not be drawn is asked for again until it is there. */
export function createStaticTiles(scenes: readonly string[], options: TileAskerOptions = IN_A_WORKER): StaticTiles {
  const asker = createTileAsker(options);
  const failures = new WeakMap<object, number>();
  let state = 0;

  const extent = getProjection('EPSG:3857')?.getExtent() ?? [];
  const tileGrid = new TileGrid({ extent, resolutions: [...RESOLUTIONS], tileSize: TILE_PX });
  const sources = new Map(scenes.map((scene) => [scene, sourceOf(scene)]));

  function sourceOf(scene: string): DrawnTiles {
    const source = new DrawnTiles({
      tileGrid,
      wrapX: false,
      transition: 0,
      // Shown as drawn but for the quarter of a second of a zoom, where smoothing would cost every frame its time.
      interpolate: false,
      loader: (z, x, y, { signal }) => {
        const ratio = Math.max(1, devicePixelRatio);
        const size = Math.round(TILE_PX * ratio);
        const [left = 0, , , top = 0] = tileGrid.getTileCoordExtent([z, x, y]);
        const resolution = ((RESOLUTIONS[z] ?? 1) * TILE_PX) / size;
        return asker.ask(scene, { left, top, resolution, size, ratio }, signal);
      },
    });
    source.on('tileloaderror', ({ tile }) => {
      // Before there is anything to draw; what comes is asked for anew anyway.
      if (!asker.has(scene)) return;
      const failed = failures.get(tile) ?? 0;
      failures.set(tile, failed + 1);
      options.later(() => {
        const isWanted = tile.getKey().startsWith(`${source.getKey()}/`);
        if (isWanted) tile.load();
      }, AGAIN_MS[failed] ?? AGAIN_MS[2]);
    });
    return source;
  }

  /** What was drawn before is no longer what is wanted. Each has a key of its own: the queue of the map knows tiles by nothing else. */
  function renew(wanted: Iterable<DrawnTiles>): void {
    for (const source of wanted) source.renew((state += 1));
  }

  return {
    source(scene) {
      const source = sources.get(scene);
      if (!source) throw new Error(`no scene ${scene}`);
      return source;
    },
    setPack(scene, pack) {
      asker.setPack(scene, pack);
      const source = sources.get(scene);
      if (source) renew([source]);
    },
    setTheme(theme, hidden) {
      asker.setTheme(theme, hidden);
      renew(sources.values());
    },
    dispose: () => asker.dispose(),
  };
}
