import Flatbush from 'flatbush';
import Feature from 'ol/Feature.js';
import LineString from 'ol/geom/LineString.js';
import Point from 'ol/geom/Point.js';
import Polygon from 'ol/geom/Polygon.js';
import type Geometry from 'ol/geom/Geometry.js';
import type { Coordinate } from 'ol/coordinate.js';
import TileLayer from 'ol/layer/Tile.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromLonLat } from 'ol/proj.js';
import type ImageTileSource from 'ol/source/ImageTile.js';
import VectorSource from 'ol/source/Vector.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import type { BaseFeature, BaseKind, Network, Pipe } from '#shared/domain/network/types.ts';
import { fontOf, type MapTheme } from './map-theme.ts';
import { nearestLine } from './tile-hit.ts';
import { tileLook } from './tile-look.ts';
import { packBase, packPipes, type TilePack } from './tile-pack.ts';
import { REACH_PX } from './tile-painter.ts';
import { createStaticTiles } from './tile-sources.ts';

/** Names are drawn only when a pixel of a desk is finer than this many metres. */
const COMMUNITY_NAME_RESOLUTION = 5;
const STREET_NAME_RESOLUTION = 9;
/** Tiles kept, each 1 MB at a pixel ratio of 1: some screens full of both layers. */
const KEPT_TILES = 48;

export interface StaticLayers {
  readonly base: TileLayer<ImageTileSource>;
  readonly pipes: TileLayer<ImageTileSource>;
  readonly names: VectorLayer;
  setNetwork(network: Network): void;
  setBuildingsVisible(isVisible: boolean): void;
  pipe(id: string): Feature<LineString> | undefined;
  /** The pipe drawn at a place, or within `withinPx` of it. @param resolution projected metres a CSS pixel */
  pipeAt(at: Coordinate, resolution: number, withinPx: number): Pipe | undefined;
  /** Draws all anew: after a change of theme only. */
  refresh(): void;
  dispose(): void;
}

/**
 * Background and pipes: big, and the same for months. Both are cut into tiles that a worker draws; they are never restyled for a state.
 * What state there is lies in small layers over them.
 */
export function createStaticLayers(theme: () => MapTheme): StaticLayers {
  const tiles = createStaticTiles(['base', 'pipes']);
  const nameSource = new VectorSource();
  let showsBuildings = true;
  let drawn: readonly Pipe[] = [];
  let byId = new Map<string, Pipe>();
  let pack: TilePack | undefined;
  let index: Flatbush | undefined;
  const base = new TileLayer({ source: tiles.source('base'), zIndex: 0, cacheSize: KEPT_TILES });
  const pipes = new TileLayer({ source: tiles.source('pipes'), zIndex: 1, cacheSize: KEPT_TILES });
  const names = new VectorLayer({
    source: nameSource,
    zIndex: 3,
    declutter: 'labels',
    style: (feature, resolution) =>
      nameStyle(feature.get('kind') as BaseKind, feature.get('name') as string, resolution * theme().scale, theme()),
  });
  const restyle = (): void => tiles.setTheme(theme(), showsBuildings ? [] : ['building']);
  restyle();

  return {
    base,
    pipes,
    names,
    setNetwork(network) {
      nameSource.clear(true);
      nameSource.addFeatures(network.base.flatMap(nameFeature));
      const packed = packPipes(network.pipes);
      pack = packed.pack;
      drawn = packed.pipes;
      byId = new Map(network.pipes.map((pipe) => [pipe.id, pipe]));
      index = pack.index && Flatbush.from(pack.index);
      tiles.setPack('base', packBase(network.base));
      tiles.setPack('pipes', pack);
    },
    setBuildingsVisible(isVisible) {
      if (showsBuildings === isVisible) return;
      showsBuildings = isVisible;
      restyle();
    },
    pipe(id) {
      const path = byId.get(id)?.path;
      return path && new Feature(new LineString(path.map(project)));
    },
    pipeAt(at, resolution, withinPx) {
      if (!pack || !index) return undefined;
      const lookOf = (pipe: Pipe | undefined) => pipe && tileLook(pipe.side, pipe.dnMm, resolution, 1, theme());
      const reach = { within: withinPx * resolution, reach: (withinPx + REACH_PX * theme().scale) * resolution };
      const found = nearestLine(pack, index, at, reach, (item) => {
        const look = lookOf(drawn[item]);
        return look && { offset: look.offset * resolution, halfWidth: (look.width / 2) * resolution };
      });
      return found === undefined ? undefined : drawn[found];
    },
    refresh() {
      restyle();
      names.changed();
    },
    dispose: () => tiles.dispose(),
  };
}

const project = (at: readonly [number, number]): number[] => fromLonLat([...at]);

function geometryOf({ geometry }: BaseFeature): Geometry {
  switch (geometry.type) {
    case 'Point':
      return new Point(project(geometry.coordinates));
    case 'LineString':
      return new LineString(geometry.coordinates.map(project));
    case 'Polygon':
      return new Polygon(geometry.coordinates.map((ring) => ring.map(project)));
  }
}

/** Houses have numbers, not names: their words would fill the map. */
function nameFeature(item: BaseFeature): readonly Feature[] {
  if (!item.name || item.kind === 'building' || item.kind === 'repairPoint') return [];
  return [new Feature({ geometry: geometryOf(item), kind: item.kind, name: item.name })];
}

/** Where words meet, the higher stays; stations and what lives lie in layers above and go before all of them. */
const NAME_RANKS: Readonly<Record<BaseKind, number>> = {
  district: 3,
  street: 2,
  water: 1,
  community: 0,
  building: 0,
  repairPoint: 0,
};

function nameStyle(kind: BaseKind, name: string, resolution: number, theme: MapTheme): Style | undefined {
  if (kind === 'community' && resolution > COMMUNITY_NAME_RESOLUTION) return undefined;
  if (kind === 'street' && resolution > STREET_NAME_RESOLUTION) return undefined;
  const isLine = kind === 'street';
  const isDistrict = kind === 'district';
  return new Style({
    zIndex: NAME_RANKS[kind],
    text: new Text({
      text: name,
      font: isDistrict ? fontOf(theme, 17, 600) : fontOf(theme, 11),
      // A district is named whatever lies in its middle: the signs are drawn over its name.
      ...(isDistrict && { declutterMode: 'none' }),
      placement: isLine ? 'line' : 'point',
      overflow: kind !== 'street',
      ...(isLine && { repeat: 400 * theme.scale }),
      fill: new Fill({ color: theme.colours.dim }),
      stroke: new Stroke({ color: theme.colours.ground, width: 3 * theme.scale }),
    }),
  });
}
