import ImageLayer from 'ol/layer/Image.js';
import type { Extent } from 'ol/extent.js';
import { fromLonLat } from 'ol/proj.js';
import ImageCanvasSource from 'ol/source/ImageCanvas.js';
import type { TrackPoint } from '#shared/domain/crew/types.ts';
import type { MapTheme } from './map-theme.ts';
import type { TrackMark } from './marks.ts';

const BAND_MS = 10 * 60_000;
/** Strength, width and dashes (px at a desk) of a track, of its last ten minutes first, then of the ten before. */
const BANDS = [
  { alpha: 'e0', width: 3, dash: [] },
  { alpha: 'a0', width: 2.2, dash: [8, 4] },
  { alpha: '70', width: 1.6, dash: [2, 5] },
] as const;
/** Rim of a track, px. */
const RIM_PX = 2;
/** With more crews than this all tracks at once would be a tangle: they come when a pixel of a desk is finer than so many metres. [eng] */
const MANY_TRACKS = 100;
const MANY_TRACKS_RESOLUTION = 8;
/** Points nearer than this to the one before are passed over, px. */
const STEP_PX = 1.5;

type Place = readonly [x: number, y: number];

export interface TrackLayer {
  readonly layer: ImageLayer<ImageCanvasSource>;
  set(marks: readonly TrackMark[]): void;
  /** The crew whose track is drawn at whatever scale. */
  choose(crewId: string | undefined): void;
}

/**
 * Where crews went. One picture of what is in view, made anew when tracks change or the map has come to rest: a feature for each part of each
 * track cost the page half a second at every change with 2,000 crews.
 */
export function createTrackLayer(theme: () => MapTheme): TrackLayer {
  let tracks: readonly TrackMark[] = [];
  let chosen: string | undefined;
  const shown = (resolution: number): readonly TrackMark[] =>
    tracks.length > MANY_TRACKS && resolution * theme().scale > MANY_TRACKS_RESOLUTION
      ? tracks.filter(({ id }) => id === chosen)
      : tracks;
  const source = new ImageCanvasSource({
    ratio: 1.2,
    canvasFunction: (extent, resolution, pixelRatio, [width = 1, height = 1]) => {
      const canvas = document.createElement('canvas');
      const seen = shown(resolution)
        .map(({ points, nowMs }) => ({ points, nowMs, places: points.map(placeOf) }))
        .filter(({ places }) => touches(places, extent));
      [canvas.width, canvas.height] = seen.length > 0 ? [width, height] : [1, 1];
      const context = canvas.getContext('2d');
      const [west = 0, , , north = 0] = extent;
      const perPx = resolution / pixelRatio;
      const onCanvas = ([x, y]: Place): Place => [(x - west) / perPx, (north - y) / perPx];
      if (context) for (const { points, nowMs } of seen) paint(context, bandsOf(points, nowMs), onCanvas, pixelRatio);
      return canvas;
    },
  });

  function paint(
    context: CanvasRenderingContext2D,
    bands: ReturnType<typeof bandsOf>,
    onCanvas: (place: Place) => Place,
    pixelRatio: number,
  ): void {
    const { colours, scale } = theme();
    const size = scale * pixelRatio;
    context.lineJoin = 'round';
    for (const { band, path } of bands) {
      const { alpha, width, dash } = BANDS[band];
      context.strokeStyle = `${colours.interactive}${alpha}`;
      context.lineWidth = width * size;
      context.setLineDash(dash.map((part) => part * size));
      context.beginPath();
      let before: Place = [Infinity, Infinity];
      path.forEach((point, k) => {
        const [x, y] = onCanvas(placeOf(point));
        const isNear = Math.abs(x - before[0]) + Math.abs(y - before[1]) < STEP_PX * size;
        if (isNear && k < path.length - 1) return;
        if (k === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
        before = [x, y];
      });
      // On a rim of the ground, so that a way along a street is not taken for a pipe under it.
      context.save();
      context.setLineDash([]);
      context.strokeStyle = colours.ground;
      context.lineWidth = (width + 2 * RIM_PX) * size;
      context.stroke();
      context.restore();
      context.stroke();
    }
  }

  return {
    layer: new ImageLayer({ source, zIndex: 3.6 }),
    set(marks) {
      const isEmpty = tracks.length === 0 && marks.length === 0;
      tracks = marks;
      if (!isEmpty) source.changed();
    },
    choose(crewId) {
      if (crewId === chosen) return;
      chosen = crewId;
      source.changed();
    },
  };
}

/** A track in parts of ten minutes, so that the older can be drawn fainter; the parts join. 0 is the newest. */
export function bandsOf(
  points: readonly TrackPoint[],
  nowMs: number,
): readonly { readonly band: 0 | 1 | 2; readonly path: readonly TrackPoint[] }[] {
  const bandAt = (atMs: number): number => Math.floor(Math.max(0, nowMs - atMs) / BAND_MS);
  return ([0, 1, 2] as const).flatMap((band) => {
    const path = points.filter(({ atMs }, k) => bandAt(atMs) === band || bandAt(points[k + 1]?.atMs ?? atMs) === band);
    return path.length > 1 ? [{ band, path }] : [];
  });
}

/** Points stay while their track grows: each is projected once. */
const known = new WeakMap<TrackPoint, Place>();

function placeOf(point: TrackPoint): Place {
  const before = known.get(point);
  if (before) return before;
  const [x = 0, y = 0] = fromLonLat([...point.at]);
  known.set(point, [x, y]);
  return [x, y];
}

/** Does its box meet the picture? */
function touches(places: readonly Place[], [west = 0, south = 0, east = 0, north = 0]: Extent): boolean {
  let [left, low, right, high] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of places) {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < low) low = y;
    if (y > high) high = y;
  }
  return left <= east && right >= west && low <= north && high >= south;
}
