import CircleGeometry from 'ol/geom/Circle.js';
import LineString from 'ol/geom/LineString.js';
import Polygon from 'ol/geom/Polygon.js';
import { fromLonLat, getPointResolution } from 'ol/proj.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import type { LonLat } from '#shared/lib/geo.ts';
import { fillOf } from './fill-patterns.ts';
import { createLiveLayer, type LiveLayer } from './live-layer.ts';
import type { MapTheme } from './map-theme.ts';
import type { GeofenceMark, PipeStateMark, ZoneMark } from './marks.ts';

/** What lies under the signs: lines and areas that are looked at, not clicked. */
export interface AreaLayers {
  readonly zones: LiveLayer<ZoneMark>;
  readonly networkState: LiveLayer<PipeStateMark>;
  readonly geofences: LiveLayer<GeofenceMark>;
}

/** A geofence is some pixels wide only from here on, m a pixel of a desk. */
const GEOFENCE_RESOLUTION = 16;

const project = (at: LonLat): number[] => fromLonLat([...at]);

/** A circle on the ground. @param radiusM metres on the ground, not of the projection */
export function circleOf(at: LonLat, radiusM: number): CircleGeometry {
  const centre = project(at);
  return new CircleGeometry(centre, radiusM / getPointResolution('EPSG:3857', 1, centre));
}

export function createAreaLayers(theme: () => MapTheme): AreaLayers {
  return {
    zones: createLiveLayer<ZoneMark>(undefined, {
      zIndex: 0.5,
      geometryOf: ({ outline }) => new Polygon([outline.map(project)]),
      styleOf: (mark) => zoneStyle(mark, theme()),
    }),
    networkState: createLiveLayer<PipeStateMark>(undefined, {
      zIndex: 1.5,
      geometryOf: ({ path }) => new LineString(path.map(project)),
      styleOf: ({ state }) => stateStyles(state, theme()),
    }),
    geofences: createLiveLayer<GeofenceMark>(undefined, {
      zIndex: 3.5,
      geometryOf: ({ at, radiusM }) => circleOf(at, radiusM),
      styleOf: (mark, resolution) =>
        resolution * theme().scale > GEOFENCE_RESOLUTION ? undefined : geofenceStyle(mark, theme()),
    }),
  };
}

function zoneStyle({ isOut }: ZoneMark, { colours, scale }: MapTheme): Style {
  return new Style({
    stroke: new Stroke({
      color: isOut ? colours.text : colours.dim,
      width: (isOut ? 2 : 1.2) * scale,
      lineDash: [2 * scale, 4 * scale],
    }),
    ...(isOut && { fill: new Fill({ color: fillOf('lines', colours.dim, scale) }) }),
  });
}

/** `dry`: beads with gaps over the pipe; `noHeat`: a ladder of fine bars. Neither has a colour of its own. */
function stateStyles(state: PipeStateMark['state'], { colours, scale }: MapTheme): Style[] {
  const line = (color: string, width: number, lineDash?: number[]) =>
    new Style({
      stroke: new Stroke({
        color,
        width: width * scale,
        lineCap: 'butt',
        ...(lineDash && { lineDash: lineDash.map((part) => part * scale) }),
      }),
    });
  return state === 'dry'
    ? [line(colours.text, 8), line(colours.ground, 5, [9, 7])]
    : [line(colours.ground, 5), line(colours.dim, 7, [2, 6])];
}

function geofenceStyle({ crewsInside }: GeofenceMark, { colours, scale }: MapTheme): Style {
  const hasCrew = crewsInside > 0;
  return new Style({
    stroke: new Stroke({
      color: hasCrew ? colours.interactive : colours.dim,
      width: (hasCrew ? 2.5 : 1.5) * scale,
      ...(!hasCrew && { lineDash: [6 * scale, 5 * scale] }),
    }),
  });
}
