import Collection from 'ol/Collection.js';
import type ImageTile from 'ol/ImageTile.js';
import type RenderFeature from 'ol/render/Feature.js';
import type Tile from 'ol/Tile.js';
import type VectorTile from 'ol/VectorTile.js';
import TileState from 'ol/TileState.js';
import MVT from 'ol/format/MVT.js';
import type BaseLayer from 'ol/layer/Base.js';
import LayerGroup from 'ol/layer/Group.js';
import TileLayer from 'ol/layer/Tile.js';
import VectorTileLayer from 'ol/layer/VectorTile.js';
import TileImage from 'ol/source/TileImage.js';
import VectorTileSource from 'ol/source/VectorTile.js';
import type { MapSourceView } from '#shared/contract/map-api.ts';
import { isDark, type MapTheme } from './map-theme.ts';
import { tileSystem, vectorSystem } from './projections.ts';
import { nameOf, vectorMapStyle } from './tile-map-style.ts';

/** A tile as the core hands it on; `picture` undefined: the source has nothing there. */
export interface OuterTile {
  readonly picture: Blob | undefined;
  readonly fetchedAt: number;
  readonly isStale: boolean;
}

/** @throws Error with a `code` where nothing is to be had */
export type GetTile = (source: string, z: number, x: number, y: number) => Promise<OuterTile>;

/** How it stands with a source: its newest fault, and how old the oldest stored tile is that stood in. */
export interface OuterState {
  readonly code?: string | undefined;
  readonly staleSince?: number | undefined;
}

export interface OuterMaps {
  readonly group: LayerGroup;
  set(sources: readonly MapSourceView[]): void;
  /** Names the map writes itself: not written a second time. */
  setOwnNames(names: readonly string[]): void;
  refresh(): void;
}

/** Above the built-in base, below the pipes. */
const FIRST_Z_INDEX = 0.1;
const KEPT_TILES = 128;
const NOTHING = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

/** The maps that the operator puts over the base, the first lowest. Their tiles come from the core, never from a foreign host. */
export function createOuterMaps(
  theme: () => MapTheme,
  getTile: GetTile,
  onState: (source: string, state: OuterState) => void,
  needWords: (words: readonly string[]) => void,
): OuterMaps {
  const group = new LayerGroup();
  const states = new Map<string, OuterState>();
  let ownNames: ReadonlySet<string> = new Set();

  /** One fresh tile says that the source is well again. */
  async function fetch(source: string, z: number, x: number, y: number): Promise<Blob | undefined> {
    try {
      const { picture, fetchedAt, isStale } = await getTile(source, z, x, y);
      const before = states.get(source)?.staleSince ?? Infinity;
      tell(source, isStale ? { code: 'MPS0012', staleSince: Math.min(before, fetchedAt) } : {});
      return picture;
    } catch (thrown) {
      const code = (thrown as { readonly code?: unknown }).code;
      tell(source, { ...states.get(source), code: typeof code === 'string' ? code : 'MPS0005' });
      throw thrown;
    }
  }

  function tell(source: string, state: OuterState): void {
    const before = states.get(source);
    if (before && before.code === state.code && before.staleSince === state.staleSince) return;
    states.set(source, state);
    onState(source, state);
  }

  function refresh(): void {
    for (const layer of group.getLayers().getArray()) layer.changed();
  }

  function rasterLayer(source: MapSourceView, zIndex: number): BaseLayer {
    const { projection, grid, rowOf } = tileSystem(source.system, source.minZoom, source.maxZoom);
    const layer = new TileLayer({
      source: new TileImage({
        projection,
        tileGrid: grid,
        wrapX: false,
        transition: 0,
        tileUrlFunction: ([z = 0, x = 0, y = 0]) => [z, x, rowOf(y)].join('/'),
        tileLoadFunction: (tile: Tile, path: string) => {
          const [z = 0, x = 0, y = 0] = path.split('/').map(Number);
          void fetch(source.id, z, x, y).then(
            (picture) => show(tile as ImageTile, picture),
            () => tile.setState(TileState.ERROR),
          );
        },
      }),
      zIndex,
      cacheSize: KEPT_TILES,
      opacity: source.opacity,
    });
    layer.on('postrender', ({ context }) => {
      if (!(context instanceof CanvasRenderingContext2D) || !isDark(theme())) return;
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.globalAlpha = 1 - source.nightBrightness;
      context.fillStyle = theme().colours.ground;
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
      context.restore();
    });
    return layer;
  }

  function vectorLayer(source: MapSourceView, zIndex: number): BaseLayer {
    const format = new MVT();
    const { projection, grid } = vectorSystem(source.system, source.minZoom, source.maxZoom);
    return new VectorTileLayer({
      source: new VectorTileSource({
        format,
        projection,
        tileGrid: grid,
        transition: 0,
        tileUrlFunction: ([z = 0, x = 0, y = 0]) => [z, x, y].join('/'),
        tileLoadFunction: (tile, path) => {
          const [z = 0, x = 0, y = 0] = path.split('/').map(Number);
          (tile as VectorTile<RenderFeature>).setLoader((extent, _resolution, featureProjection) => {
            void fetch(source.id, z, x, y)
              .then(async (picture) => {
                const bytes = await picture?.arrayBuffer();
                const features = bytes ? format.readFeatures(bytes, { extent, featureProjection }) : [];
                needWords(features.flatMap((feature) => nameOf(feature) ?? []));
                (tile as VectorTile<RenderFeature>).setFeatures(features);
              })
              .catch(() => tile.setState(TileState.ERROR));
          });
        },
      }),
      zIndex,
      opacity: source.opacity,
      // With all other words of the map; lower than those, so its own give way.
      declutter: 'labels',
      style: (feature, resolution) => vectorMapStyle(feature, resolution * theme().scale, theme(), ownNames),
    });
  }

  return {
    group,
    set(sources) {
      states.clear();
      const shown = sources.filter(({ isOn }) => isOn);
      const layers = shown.map((source, at) =>
        (source.isVector ? vectorLayer : rasterLayer)(source, FIRST_Z_INDEX + at / 100),
      );
      for (const layer of group.getLayers().getArray()) layer.dispose();
      group.setLayers(new Collection(layers));
    },
    setOwnNames(names) {
      ownNames = new Set(names);
      refresh();
    },
    refresh,
  };
}

function show(tile: ImageTile, picture: Blob | undefined): void {
  const image = tile.getImage() as HTMLImageElement;
  if (!picture) {
    image.src = NOTHING;
    return;
  }
  const address = URL.createObjectURL(picture);
  const forget = (): void => URL.revokeObjectURL(address);
  image.addEventListener('load', forget, { once: true });
  image.addEventListener('error', forget, { once: true });
  image.src = address;
}
