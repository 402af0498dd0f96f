import Feature from 'ol/Feature.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromLonLat } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import type Style from 'ol/style/Style.js';
import type { Mark, PickKind } from './marks.ts';

export type StyleOf<M extends Mark> = (mark: M, resolution: number) => Style | Style[] | undefined;

export interface LiveLayer<M extends Mark> {
  readonly layer: VectorLayer;
  /** Shows exactly these marks; touches only what differs. */
  set(marks: readonly M[]): void;
  get(id: string): M | undefined;
}

/** A small layer of points that come, go and change. */
export function createLiveLayer<M extends Mark>(
  kind: PickKind,
  options: { readonly zIndex: number; readonly styleOf: StyleOf<M> },
): LiveLayer<M> {
  const source = new VectorSource<Feature<Point>>();
  const features = new Map<string, Feature<Point>>();
  const layer = new VectorLayer({
    source,
    zIndex: options.zIndex,
    declutter: 'labels',
    updateWhileInteracting: true,
    updateWhileAnimating: true,
    style: (feature, resolution) => options.styleOf(feature.get('mark') as M, resolution),
  });

  function add(mark: M): Feature<Point> {
    const feature = new Feature({ geometry: new Point(fromLonLat([...mark.at])), kind, mark });
    feature.setId(`${kind}:${mark.id}`);
    features.set(mark.id, feature);
    return feature;
  }

  function update(feature: Feature<Point>, mark: M): void {
    const before = feature.get('mark') as M;
    if (isSame(before, mark)) return;
    if (before.at[0] !== mark.at[0] || before.at[1] !== mark.at[1]) {
      feature.getGeometry()?.setCoordinates(fromLonLat([...mark.at]));
    }
    feature.set('mark', mark);
  }

  return {
    layer,
    get: (id) => features.get(id)?.get('mark') as M | undefined,
    set(marks) {
      const gone = new Set(features.keys());
      const added: Feature<Point>[] = [];
      for (const mark of marks) {
        gone.delete(mark.id);
        const known = features.get(mark.id);
        if (known) update(known, mark);
        else added.push(add(mark));
      }
      for (const id of gone) {
        const feature = features.get(id);
        if (feature) source.removeFeature(feature);
        features.delete(id);
      }
      source.addFeatures(added);
    },
  };
}

function isSame(a: Mark, b: Mark): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Mark>;
  for (const key of keys) {
    if (key === 'at') {
      if (a.at[0] !== b.at[0] || a.at[1] !== b.at[1]) return false;
    } else if (a[key] !== b[key]) return false;
  }
  return true;
}
