import Feature from 'ol/Feature.js';
import LineString from 'ol/geom/LineString.js';
import type Geometry from 'ol/geom/Geometry.js';
import Point from 'ol/geom/Point.js';
import Polygon from 'ol/geom/Polygon.js';
import VectorImageLayer from 'ol/layer/VectorImage.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromLonLat } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import type { BaseFeature, BaseKind, Network, Pipe } from '#shared/domain/network/types.ts';
import { pipeWidth, sideSign } from './looks.ts';
import { fontOf, type MapTheme } from './map-theme.ts';

/** Buildings and names are drawn only when a pixel of a desk is finer than this many metres. */
const BUILDING_RESOLUTION = 7;
const COMMUNITY_NAME_RESOLUTION = 5;
const STREET_NAME_RESOLUTION = 9;
/** The picture reaches this much beyond the window, so that a short pan shows no edge. */
const IMAGE_RATIO = 1.2;

export interface StaticLayers {
  readonly base: VectorImageLayer;
  readonly pipes: VectorImageLayer;
  readonly names: VectorLayer;
  setNetwork(network: Network): void;
  setBuildingsVisible(isVisible: boolean): void;
  pipe(id: string): Feature<LineString> | undefined;
  /** Draws all anew: after a change of theme only. */
  refresh(): void;
}

/** Background and pipes: big, and the same for months. Both lie in image layers and are never restyled for a state. */
export function createStaticLayers(theme: () => MapTheme): StaticLayers {
  const baseSource = new VectorSource();
  const pipeSource = new VectorSource<Feature<LineString>>();
  const nameSource = new VectorSource();
  let showsBuildings = true;
  const base = new VectorImageLayer({
    source: baseSource,
    zIndex: 0,
    imageRatio: IMAGE_RATIO,
    style: (feature, resolution) => {
      const kind = feature.get('kind') as BaseKind;
      return kind === 'building' && !showsBuildings ? undefined : baseStyle(kind, resolution * theme().scale, theme());
    },
  });
  const pipes = new VectorImageLayer({
    source: pipeSource,
    zIndex: 1,
    imageRatio: IMAGE_RATIO,
    style: (feature, resolution) => pipeStyle(feature.get('pipe') as Pipe, resolution * theme().scale, theme()),
  });
  const names = new VectorLayer({
    source: nameSource,
    zIndex: 3,
    declutter: 'labels',
    style: (feature, resolution) =>
      nameStyle(feature.get('kind') as BaseKind, feature.get('name') as string, resolution * theme().scale, theme()),
  });

  return {
    base,
    pipes,
    names,
    setNetwork(network) {
      const ordered = [...network.base].sort((a, b) => DRAWN.indexOf(a.kind) - DRAWN.indexOf(b.kind));
      baseSource.clear(true);
      baseSource.addFeatures(ordered.map((item) => new Feature({ geometry: geometryOf(item), kind: item.kind })));
      nameSource.clear(true);
      nameSource.addFeatures(ordered.flatMap(nameFeature));
      pipeSource.clear(true);
      pipeSource.addFeatures(byBore(network.pipes).map(pipeFeature));
    },
    setBuildingsVisible(isVisible) {
      if (showsBuildings === isVisible) return;
      showsBuildings = isVisible;
      base.changed();
    },
    pipe: (id) => pipeSource.getFeatureById(`pipe:${id}`) ?? undefined,
    refresh() {
      base.changed();
      pipes.changed();
      names.changed();
    },
  };
}

/** Order of drawing, the lowest first. */
const DRAWN: readonly BaseKind[] = ['district', 'water', 'community', 'building', 'street', 'repairPoint'];

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
  if (!item.name || item.kind === 'building') return [];
  return [new Feature({ geometry: geometryOf(item), kind: item.kind, name: item.name })];
}

function pipeFeature(pipe: Pipe): Feature<LineString> {
  const feature = new Feature({ geometry: new LineString(pipe.path.map(project)), kind: 'pipe', pipe });
  feature.setId(`pipe:${pipe.id}`);
  return feature;
}

const byBore = (pipes: readonly Pipe[]): readonly Pipe[] => [...pipes].sort((a, b) => a.dnMm - b.dnMm);

function baseStyle(kind: BaseKind, resolution: number, { colours, scale }: MapTheme): Style | undefined {
  const stroke = (color: string, width: number, lineDash?: number[]) =>
    new Stroke({ color, width: width * scale, ...(lineDash && { lineDash }) });
  switch (kind) {
    case 'district':
      return new Style({ stroke: stroke(colours.line, 1.5, [8, 6]) });
    case 'water':
      return new Style({ fill: new Fill({ color: colours.water }), stroke: stroke(colours.water, 2) });
    case 'community':
      return new Style({ fill: new Fill({ color: colours.surface }) });
    case 'building':
      if (resolution > BUILDING_RESOLUTION) return undefined;
      return new Style({ fill: new Fill({ color: colours.raised }), stroke: stroke(colours.line, 0.5) });
    case 'street':
      return new Style({ stroke: stroke(colours.line, resolution > 12 ? 0.8 : resolution > 4 ? 1.5 : 3) });
    case 'repairPoint':
      return undefined;
  }
}

/** Wide enough to be seen apart: supply and return of one trench lie side by side. */
function pipeStyle(pipe: Pipe, resolution: number, { colours, scale }: MapTheme): Style {
  const width = pipeWidth(pipe.dnMm, resolution) * scale;
  return new Style({
    stroke: new Stroke({
      color: colours[pipe.side],
      width,
      lineCap: 'round',
      offset: sideSign(pipe) * (width / 2 + 0.4 * scale),
    }),
  });
}

function nameStyle(kind: BaseKind, name: string, resolution: number, theme: MapTheme): Style | undefined {
  if (kind === 'community' && resolution > COMMUNITY_NAME_RESOLUTION) return undefined;
  if (kind === 'street' && resolution > STREET_NAME_RESOLUTION) return undefined;
  const isLine = kind === 'street';
  const size = kind === 'district' ? 15 : 11;
  return new Style({
    text: new Text({
      text: name,
      font: fontOf(theme, size),
      placement: isLine ? 'line' : 'point',
      overflow: kind !== 'street',
      ...(isLine && { repeat: 400 * theme.scale }),
      fill: new Fill({ color: kind === 'district' ? theme.colours.dim : theme.colours.faint }),
      stroke: new Stroke({ color: theme.colours.ground, width: 3 * theme.scale }),
    }),
  });
}
