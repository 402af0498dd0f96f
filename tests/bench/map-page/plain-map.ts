import Feature from 'ol/Feature.js';
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import LineString from 'ol/geom/LineString.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromLonLat } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import CircleStyle from 'ol/style/Circle.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import type { CrewMark, StationMark } from '../../../renderer/map/marks.ts';
import type { Network } from '../../../shared/domain/network/types.ts';

/** The same pipes, stations and crews as one draws them with OpenLayers alone: a vector layer each, every feature in it. */
export function plainMap(target: HTMLElement, network: Network, onReady: () => void) {
  const pipes = new VectorSource();
  const points = new VectorSource();
  const crews = new VectorSource();
  const dot = (color: string) => new Style({ image: new CircleStyle({ radius: 5, fill: new Fill({ color }) }) });
  const look = {
    supply: new Stroke({ color: '#b9796c', width: 2 }),
    return: new Stroke({ color: '#6f8fb8', width: 2 }),
  };
  const styles = { supply: new Style({ stroke: look.supply }), return: new Style({ stroke: look.return }) };
  const map = new OlMap({
    target,
    layers: [
      new VectorLayer({ source: pipes, style: (feature) => styles[feature.get('side') as 'supply'] }),
      new VectorLayer({ source: points, style: dot('#9aa1aa') }),
      new VectorLayer({ source: crews, style: dot('#7fb2de') }),
    ],
    view: new View({ center: [0, 0], zoom: 2 }),
  });
  const pointsOf = (marks: readonly { readonly at: readonly [number, number] }[]) =>
    marks.map(({ at }) => new Feature(new Point(fromLonLat([...at]))));
  return {
    set(name: 'stations' | 'crews', marks: readonly (StationMark | CrewMark)[]) {
      const source = name === 'stations' ? points : crews;
      source.clear(true);
      source.addFeatures(pointsOf(marks));
    },
    setNetwork({ pipes: all }: Network) {
      pipes.addFeatures(
        all.map(
          ({ path, side }) => new Feature({ geometry: new LineString(path.map((at) => fromLonLat([...at]))), side }),
        ),
      );
      map.getView().fit(pipes.getExtent() ?? [0, 0, 1, 1]);
      map.once('rendercomplete', onReady);
    },
  };
}
