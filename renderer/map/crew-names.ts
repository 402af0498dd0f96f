import VectorLayer from 'ol/layer/Vector.js';
import Style from 'ol/style/Style.js';
import { labelOf } from './label.ts';
import type { LiveLayer } from './live-layer.ts';
import type { MapTheme } from './map-theme.ts';
import type { CrewMark } from './marks.ts';

/** Crews are named when a pixel of a desk is finer than this many metres. */
const NAME_RESOLUTION = 24;
/** With more crews than this their names come later: they would hide one another. Numbers of a spot do not: without them crews would be missing. */
const MANY_CREWS = 100;
const MANY_NAME_RESOLUTION = 3;
/** From here on the first crew of a spot stands for all, with their number. */
export const CREW_GROUP_RESOLUTION = 3;
/** So far below the sign the words begin, px. */
const BELOW_PX = 20;

/**
 * The names of the crews. A layer below all signs: what lies lowest takes its room last, so a name of a crew gives way to stations and
 * their names, and never lies over a sign.
 */
export function createCrewNames(crews: LiveLayer<CrewMark>, theme: () => MapTheme): VectorLayer {
  const source = crews.layer.getSource();
  return new VectorLayer({
    ...(source && { source }),
    zIndex: 1.8,
    declutter: 'labels',
    style: (feature, resolution) => {
      const { label, group } = feature.get('mark') as CrewMark;
      const perPx = resolution * theme().scale;
      const number = perPx > CREW_GROUP_RESOLUTION ? group : undefined;
      const isMany = number === undefined && (source?.getFeatures().length ?? 0) > MANY_CREWS;
      const words = number ?? label;
      if (words === '') return undefined;
      if (number === undefined && perPx >= (isMany ? MANY_NAME_RESOLUTION : NAME_RESOLUTION)) return undefined;
      const text = labelOf(words, theme(), BELOW_PX, 400, {
        textBaseline: 'top',
        // A number gives way to nothing, at whatever scale: without it one sign would hide the other crews.
        ...(number !== undefined && { declutterMode: 'none' }),
      });
      return new Style({ text });
    },
  });
}
