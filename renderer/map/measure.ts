import Feature from 'ol/Feature.js';
import type OlMap from 'ol/Map.js';
import { unByKey } from 'ol/Observable.js';
import type { Coordinate } from 'ol/coordinate.js';
import LineString from 'ol/geom/LineString.js';
import Point from 'ol/geom/Point.js';
import Polygon from 'ol/geom/Polygon.js';
import VectorLayer from 'ol/layer/Vector.js';
import VectorSource from 'ol/source/Vector.js';
import { getArea, getLength } from 'ol/sphere.js';
import CircleStyle from 'ol/style/Circle.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import type { MapTheme } from './map-theme.ts';

export type MeasureKind = 'distance' | 'area';

/** What has been measured so far: metres along the ground, or square metres. */
export interface Measured {
  readonly kind: MeasureKind;
  readonly points: number;
  readonly value: number;
}

export interface Measure {
  readonly layer: VectorLayer;
  readonly isOn: boolean;
  /** Begins anew; undefined ends, and what was drawn goes. */
  start(kind: MeasureKind | undefined): void;
  /** Puts a point; without a place in the middle of the map, where the cross hairs are. */
  addPoint(at?: Coordinate): void;
  takeBack(): void;
  dispose(): void;
}

/** Distances and areas on the ellipsoid's sphere (OpenLayers: radius 6,371,008.8 m). The line follows the pointer; what counts are the points put. */
export function createMeasure(
  map: OlMap,
  theme: () => MapTheme,
  onChange: (measured: Measured | undefined) => void,
): Measure {
  const source = new VectorSource();
  const layer = new VectorLayer({
    source,
    zIndex: 30,
    updateWhileInteracting: true,
    updateWhileAnimating: true,
    style: () => styleOf(theme()),
  });
  let kind: MeasureKind | undefined;
  let points: Coordinate[] = [];
  let pointer: Coordinate | undefined;

  function draw(): void {
    source.clear(true);
    const shown = pointer && points.length > 0 ? [...points, pointer] : points;
    if (kind === 'area' && shown.length > 2) source.addFeature(new Feature(new Polygon([[...shown, shown[0] ?? []]])));
    else if (shown.length > 1) source.addFeature(new Feature(new LineString(shown)));
    source.addFeatures(points.map((point) => new Feature(new Point(point))));
    if (points.length === 0) source.changed();
  }

  function tell(): void {
    draw();
    onChange(
      kind && {
        kind,
        points: points.length,
        value: kind === 'area' ? areaOf(points) : getLength(new LineString(points)),
      },
    );
  }

  const following = map.on('pointermove', ({ coordinate, dragging }) => {
    if (!kind || dragging) return;
    pointer = coordinate;
    draw();
  });

  return {
    layer,
    get isOn() {
      return kind !== undefined;
    },
    start(next) {
      kind = next;
      points = [];
      pointer = undefined;
      tell();
    },
    addPoint(at) {
      const place = at ?? map.getView().getCenter();
      if (!kind || !place) return;
      if (!at) pointer = undefined;
      points = [...points, place];
      tell();
    },
    takeBack() {
      points = points.slice(0, -1);
      tell();
    },
    dispose: () => unByKey(following),
  };
}

const areaOf = (points: readonly Coordinate[]): number =>
  points.length < 3 ? 0 : getArea(new Polygon([[...points, points[0] ?? []]]));

function styleOf(theme: MapTheme): Style {
  const { colours, scale } = theme;
  return new Style({
    stroke: new Stroke({ color: colours.interactive, width: 2 * scale, lineDash: [6 * scale, 4 * scale] }),
    fill: new Fill({ color: `${colours.interactive}22` }),
    image: new CircleStyle({
      radius: 4 * scale,
      fill: new Fill({ color: colours.interactive }),
      stroke: new Stroke({ color: colours.ground, width: 1.5 * scale }),
    }),
  });
}
