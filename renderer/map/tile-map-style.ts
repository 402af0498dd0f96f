import type { FeatureLike } from 'ol/Feature.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import type { MapTheme } from './map-theme.ts';

/** Layers of vector tiles by what they show, after the schemas of OpenMapTiles, Protomaps and Shortbread. */
const WATER = /water|ocean|river|lake/;
const BUILDING = /building/;
const ROAD = /road|transport|street|highway/;
const BORDER = /boundar/;
const GROUND = /earth|land|green|park|natural|site/;
/** Buildings are drawn only when a pixel of a desk is finer than this many metres. */
const BUILDING_RESOLUTION = 7;

/** Vector tiles in the look of the built-in base: shapes only, words come from the imported names. @param resolution m a pixel of a desk */
export function vectorMapStyle(feature: FeatureLike, resolution: number, theme: MapTheme): Style | undefined {
  const { colours, scale } = theme;
  const layer = String(feature.get('layer'));
  const type = feature.getGeometry()?.getType() ?? '';
  const isArea = type.endsWith('Polygon');
  if (WATER.test(layer)) {
    return isArea
      ? new Style({ fill: new Fill({ color: colours.water }) })
      : type.endsWith('LineString')
        ? new Style({ stroke: new Stroke({ color: colours.water, width: 2 * scale }) })
        : undefined;
  }
  if (BUILDING.test(layer)) {
    if (!isArea || resolution > BUILDING_RESOLUTION) return undefined;
    return new Style({ fill: new Fill({ color: colours.raised }) });
  }
  if (ROAD.test(layer) && type.endsWith('LineString')) {
    return new Style({ stroke: new Stroke({ color: colours.line, width: (resolution > 12 ? 0.8 : 1.5) * scale }) });
  }
  if (BORDER.test(layer) && type.endsWith('LineString')) {
    return new Style({ stroke: new Stroke({ color: colours.faint, width: scale, lineDash: [8 * scale, 6 * scale] }) });
  }
  return GROUND.test(layer) && isArea ? new Style({ fill: new Fill({ color: colours.surface }) }) : undefined;
}
