import Feature from 'ol/Feature.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromLonLat } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import CircleStyle from 'ol/style/Circle.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import type { LonLat } from '#shared/lib/geo.ts';
import type { MapTheme } from './map-theme.ts';

export interface SelectionLayer {
  readonly layer: VectorLayer;
  showPoint(at: LonLat): void;
  showLine(line: Feature | undefined): void;
  clear(): void;
}

/** The one highlighted thing: a ring round a point, a wide line under a pipe. */
export function createSelectionLayer(theme: () => MapTheme): SelectionLayer {
  const source = new VectorSource();
  const layer = new VectorLayer({
    source,
    zIndex: 20,
    updateWhileInteracting: true,
    updateWhileAnimating: true,
    style: () => {
      const { colours, scale } = theme();
      return new Style({
        stroke: new Stroke({ color: `${colours.interactive}b0`, width: 9 * scale }),
        image: new CircleStyle({
          radius: 18 * scale,
          stroke: new Stroke({ color: colours.interactive, width: 2.5 * scale }),
        }),
      });
    },
  });
  return {
    layer,
    showPoint(at) {
      source.clear(true);
      source.addFeature(new Feature(new Point(fromLonLat([...at]))));
    },
    showLine(line) {
      source.clear(true);
      const geometry = line?.getGeometry();
      if (geometry) source.addFeature(new Feature(geometry));
      else source.changed();
    },
    clear() {
      source.clear();
    },
  };
}
