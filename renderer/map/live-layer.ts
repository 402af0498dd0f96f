import Feature from 'ol/Feature.js';
import type Geometry from 'ol/geom/Geometry.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromLonLat } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import type Style from 'ol/style/Style.js';
import type { LonLat } from '#shared/lib/geo.ts';
import type { Mark, PickKind } from './marks.ts';

/** @param count how many the layer has */
export type StyleOf<M extends Mark> = (mark: M, resolution: number, count: number) => Style | Style[] | undefined;

export interface LiveLayer<M extends Mark> {
  readonly layer: VectorLayer;
  /** Shows exactly these marks; touches only what differs. */
  set(marks: readonly M[]): void;
  get(id: string): M | undefined;
}

export interface LiveLayerOptions<M extends Mark> {
  readonly zIndex: number;
  readonly styleOf: StyleOf<M>;
  /** What is drawn where it is more than a point. */
  readonly geometryOf?: (mark: M) => Geometry;
}

/** Features by id that come, go and change in place; what lives is never made anew. */
export function createLiveSource<M extends Mark>(kind: PickKind | undefined, geometryOf?: (mark: M) => Geometry) {
  const source = new VectorSource<Feature>();
  const features = new Map<string, Feature>();

  function add(mark: M): Feature {
    const geometry = geometryOf?.(mark) ?? new Point(fromLonLat([...mark.at]));
    const feature = new Feature({ geometry, ...(kind && { kind }), mark });
    features.set(mark.id, feature);
    return feature;
  }

  function update(feature: Feature, mark: M): boolean {
    const before = feature.get('mark') as M;
    if (isSame(before, mark)) return false;
    if (geometryOf) feature.setGeometry(geometryOf(mark));
    else if (before.at[0] !== mark.at[0] || before.at[1] !== mark.at[1]) {
      (feature.getGeometry() as Point).setCoordinates(fromLonLat([...mark.at]));
    }
    feature.set('mark', mark);
    return true;
  }

  return {
    source,
    get: (id: string) => features.get(id)?.get('mark') as M | undefined,
    count: () => features.size,
    set(marks: readonly M[]): void {
      const gone = new Set(features.keys());
      const added: Feature[] = [];
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

/** A small layer of things that come, go and change. @param kind what a click on it picks; undefined: nothing */
export function createLiveLayer<M extends Mark>(
  kind: PickKind | undefined,
  { zIndex, styleOf, geometryOf }: LiveLayerOptions<M>,
): LiveLayer<M> {
  const { source, get, set, count } = createLiveSource<M>(kind, geometryOf);
  const layer = new VectorLayer({
    source,
    zIndex,
    declutter: 'labels',
    style: (feature, resolution) => styleOf(feature.get('mark') as M, resolution, count()),
  });
  return { layer, get, set };
}

function isSame<M extends Mark>(a: M, b: M): boolean {
  if (a === b) return true;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof M>;
  for (const key of keys) {
    const [before, now]: unknown[] = [a[key], b[key]];
    if (before === now) continue;
    if (!Array.isArray(before) || !Array.isArray(now) || !isSameList(before, now)) return false;
  }
  return true;
}

/** Places, and paths of places. */
function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (item, k) => item === b[k] || (Array.isArray(item) && isSamePlace(item as unknown as LonLat, b[k] as LonLat)),
    )
  );
}

const isSamePlace = (a: LonLat, b: LonLat): boolean => a[0] === b[0] && a[1] === b[1];
