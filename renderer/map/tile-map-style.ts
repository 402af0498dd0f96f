import type { FeatureLike } from 'ol/Feature.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import { fontOf, type MapTheme } from './map-theme.ts';

/** Layers of vector tiles by what they show, after the schemas of OpenMapTiles, Protomaps and Shortbread. */
const WATER = /water|ocean|river|lake/;
const BUILDING = /building/;
const ROAD = /road|transport|street|highway/;
const BORDER = /boundar/;
const GROUND = /earth|land|green|park|natural|site/;
const PLACE = /^place/;
/** Buildings are drawn only when a pixel of a desk is finer than this many metres. */
const BUILDING_RESOLUTION = 7;
const STREET_NAME_RESOLUTION = 9;

/** Until which scale the name of a place is written, m a pixel of a desk, and its size in px; by what the schemas call it. */
const PLACES: Readonly<Record<string, readonly [resolution: number, sizePx: number]>> = {
  city: [1_000, 15],
  town: [300, 14],
  locality: [300, 14],
  district: [40, 13],
  borough: [40, 13],
  suburb: [40, 13],
  macrohood: [40, 13],
  village: [40, 12],
  quarter: [12, 12],
  neighbourhood: [12, 12],
  neighborhood: [12, 12],
  hamlet: [12, 11],
};
/** A place of a kind that no schema names. */
const SOME_PLACE = [12, 11] as const;

/** The name of a feature in its own country's writing. */
export function nameOf(feature: FeatureLike): string | undefined {
  const name: unknown = feature.get('name') ?? feature.get('name:zh') ?? feature.get('name:latin');
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/**
 * Vector tiles in the look of the built-in base. @param resolution m a pixel of a desk,
 * @param ownNames what the map writes itself, at its own place: not written a second time
 */
export function vectorMapStyle(
  feature: FeatureLike,
  resolution: number,
  theme: MapTheme,
  ownNames: ReadonlySet<string>,
): Style | undefined {
  const shape = shapeStyle(feature, resolution, theme);
  const name = nameOf(feature);
  const words = name === undefined || ownNames.has(name) ? undefined : wordsOf(feature, name, resolution, theme);
  if (!words) return shape;
  const style = shape ?? new Style();
  style.setText(words);
  return style;
}

function shapeStyle(feature: FeatureLike, resolution: number, { colours, scale }: MapTheme): Style | undefined {
  const { layer, isArea, isLine } = kindOf(feature);
  if (WATER.test(layer)) {
    return isArea
      ? new Style({ fill: new Fill({ color: colours.water }) })
      : isLine
        ? new Style({ stroke: new Stroke({ color: colours.water, width: 2 * scale }) })
        : undefined;
  }
  if (BUILDING.test(layer)) {
    if (!isArea || resolution > BUILDING_RESOLUTION) return undefined;
    return new Style({ fill: new Fill({ color: colours.raised }) });
  }
  if (ROAD.test(layer) && isLine) {
    return new Style({ stroke: new Stroke({ color: colours.line, width: (resolution > 12 ? 0.8 : 1.5) * scale }) });
  }
  if (BORDER.test(layer) && isLine) {
    return new Style({ stroke: new Stroke({ color: colours.faint, width: scale, lineDash: [8 * scale, 6 * scale] }) });
  }
  return GROUND.test(layer) && isArea ? new Style({ fill: new Fill({ color: colours.surface }) }) : undefined;
}

/** Places by their rank, streets along themselves, waters; nothing else: shops and house numbers would fill the map. */
function wordsOf(feature: FeatureLike, name: string, resolution: number, theme: MapTheme): Text | undefined {
  const { layer, isPoint, isLine } = kindOf(feature);
  if (PLACE.test(layer)) {
    const kinds = ['kind_detail', 'kind', 'class'].map((key) => String(feature.get(key)));
    const [coarsest, sizePx] = kinds.map((kind) => PLACES[kind]).find((rank) => rank) ?? SOME_PLACE;
    return isPoint && resolution <= coarsest ? textOf(name, sizePx, theme) : undefined;
  }
  if (resolution > STREET_NAME_RESOLUTION) return undefined;
  if (WATER.test(layer)) return isPoint ? textOf(name, 11, theme) : undefined;
  if (!ROAD.test(layer) || !isLine) return undefined;
  const text = textOf(name, 11, theme);
  text.setPlacement('line');
  text.setRepeat(400 * theme.scale);
  return text;
}

const textOf = (text: string, sizePx: number, theme: MapTheme): Text =>
  new Text({
    text,
    font: fontOf(theme, sizePx),
    fill: new Fill({ color: theme.colours.dim }),
    stroke: new Stroke({ color: theme.colours.ground, width: 3 * theme.scale }),
  });

function kindOf(feature: FeatureLike) {
  const type = feature.getGeometry()?.getType() ?? '';
  return {
    layer: String(feature.get('layer')),
    isArea: type.endsWith('Polygon'),
    isLine: type.endsWith('LineString'),
    isPoint: type.endsWith('Point'),
  };
}
