import type OlMap from 'ol/Map.js';
import { getHeight, getWidth } from 'ol/extent.js';
import { getPointResolution } from 'ol/proj.js';

export interface PrintPicture {
  /** PNG. */
  readonly picture: Blob;
  readonly width: number;
  readonly height: number;
  /** Metres on the ground a pixel, in the middle. */
  readonly metresPerPx: number;
}

/** Widest picture, px: 300 dots an inch on the long side of A4, and no more memory than a page has. */
const MAX_WIDTH = 3_508;
/** Steps of the view finer than on screen; see RESOLUTIONS: two of them double. */
const FINER = [2, Math.SQRT2, 1] as const;
/** A map that is not whole by then is printed as it is, ms: a server may be slow, paper does not wait. */
const WAIT_MS = 15_000;

/**
 * The present view as one picture of a given shape, finer than on screen. The map itself is made larger for the time it takes, and
 * comes back as it was. @param aspect width / height, @param prepare told the width, px, before drawing
 */
export async function printPicture(
  map: OlMap,
  aspect: number,
  prepare: (width: number) => void,
): Promise<PrintPicture> {
  const view = map.getView();
  const shown = view.calculateExtent(map.getSize());
  const resolution = view.getResolution() ?? 1;
  const widthOnMap = Math.max(getWidth(shown), getHeight(shown) * aspect);
  const fits = FINER.find((factor) => (widthOnMap / resolution) * factor <= MAX_WIDTH) ?? 1;
  const width = Math.min(MAX_WIDTH, Math.round((widthOnMap / resolution) * fits));
  const height = Math.round(width / aspect);
  const ratio = Math.max(1, devicePixelRatio);
  prepare(width / ratio);
  map.setSize([width / ratio, height / ratio]);
  view.setResolution((resolution / fits) * ratio);
  try {
    await wholePicture(map);
    const metresPerPx = getPointResolution(
      'EPSG:3857',
      (view.getResolution() ?? 1) / ratio,
      view.getCenter() ?? [0, 0],
    );
    return { picture: await compose(map, width, height), width, height, metresPerPx };
  } finally {
    map.updateSize();
    view.setResolution(resolution);
  }
}

function wholePicture(map: OlMap): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, WAIT_MS);
    map.once('rendercomplete', () => {
      clearTimeout(timer);
      resolve();
    });
    map.render();
  });
}

/** Lays the canvases of all layers over one another. */
async function compose(map: OlMap, width: number, height: number): Promise<Blob> {
  const paper = document.createElement('canvas');
  paper.width = width;
  paper.height = height;
  const context = paper.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  for (const canvas of map.getViewport()?.querySelectorAll<HTMLCanvasElement>('.ol-layer canvas, canvas.ol-layer') ??
    []) {
    if (canvas.width === 0) continue;
    context.globalAlpha = Number(getComputedStyle(canvas.parentElement ?? canvas).opacity);
    context.drawImage(canvas, 0, 0, width, height);
  }
  return new Promise((resolve, reject) => {
    paper.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}
