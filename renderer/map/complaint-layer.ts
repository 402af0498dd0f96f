import Feature from 'ol/Feature.js';
import type Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import Cluster from 'ol/source/Cluster.js';
import type VectorSource from 'ol/source/Vector.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import { iconOf } from './glyphs.ts';
import { createLiveSource, type LiveLayer } from './live-layer.ts';
import { complaintLook } from './looks.ts';
import { fontOf, type MapTheme } from './map-theme.ts';
import type { ComplaintMark } from './marks.ts';

/** Signs nearer to one another than this become one with a number, px at a desk. */
const DISTANCE_PX = 26;

/** Complaints; those that would lie over one another are one sign with their number, whose worst is the one that is picked. */
export function createComplaintLayer(theme: () => MapTheme): LiveLayer<ComplaintMark> {
  const { source, get, set } = createLiveSource<ComplaintMark>('complaint');
  let scale = theme().scale;
  const clusters = new Cluster({
    source: source as VectorSource<Feature<Point>>,
    distance: DISTANCE_PX * scale,
    minDistance: (DISTANCE_PX - 4) * scale,
    createCluster: (geometry, features) => {
      const marks = features.map((feature) => feature.get('mark') as ComplaintMark);
      const mark = worstOf(marks);
      return new Feature({ geometry, kind: 'complaint', mark, count: marks.length });
    },
  });
  const layer = new VectorLayer({
    source: clusters,
    zIndex: 5,
    declutter: false,
    updateWhileInteracting: true,
    updateWhileAnimating: true,
    style: (feature) => {
      if (theme().scale !== scale) {
        scale = theme().scale;
        // Not within the drawing itself.
        queueMicrotask(() => clusters.setDistance(DISTANCE_PX * scale));
      }
      const mark = feature.get('mark') as ComplaintMark;
      const count = feature.get('count') as number;
      return count > 1 ? clusterStyles(mark, count, theme()) : singleStyle(mark, theme());
    },
  });
  return { layer, get, set };
}

/** Urgent before others, waiting before ordered ones. */
export function worstOf(marks: readonly ComplaintMark[]): ComplaintMark | undefined {
  const rank = ({ urgent, isOrdered }: ComplaintMark): number => Number(urgent) * 2 + Number(!isOrdered);
  return marks.reduce<ComplaintMark | undefined>(
    (worst, mark) => (worst && rank(worst) >= rank(mark) ? worst : mark),
    undefined,
  );
}

const singleStyle = (mark: ComplaintMark, theme: MapTheme): Style =>
  new Style({ image: iconOf(complaintLook(mark), theme), zIndex: Number(mark.urgent) });

/** The sign of the worst, and how many there are in a tag at its foot. */
function clusterStyles(mark: ComplaintMark, count: number, theme: MapTheme): Style[] {
  const { colours, scale } = theme;
  const zIndex = 10 + Math.min(count, 500);
  return [
    new Style({ image: iconOf(complaintLook(mark), theme), zIndex }),
    new Style({
      zIndex: zIndex + 0.5,
      text: new Text({
        text: String(count),
        font: fontOf(theme, 11, 700),
        offsetX: 10 * scale,
        offsetY: 9 * scale,
        padding: [1, 3, 0, 3].map((side) => side * scale),
        fill: new Fill({ color: colours.ground }),
        backgroundFill: new Fill({ color: colours.text }),
        backgroundStroke: new Stroke({ color: colours.ground, width: scale }),
      }),
    }),
  ];
}
