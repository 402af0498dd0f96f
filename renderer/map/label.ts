import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Text, { type Options } from 'ol/style/Text.js';
import { fontOf, type MapTheme } from './map-theme.ts';

/** Words below a sign, on a rim of the ground. @param offsetY px at a desk @param more of OpenLayers: whether they give way, their base line */
export function labelOf(text: string, theme: MapTheme, offsetY: number, weight = 400, more: Options = {}): Text {
  return new Text({
    ...more,
    text,
    font: fontOf(theme, 12, weight),
    offsetY: offsetY * theme.scale,
    fill: new Fill({ color: theme.colours.text }),
    stroke: new Stroke({ color: theme.colours.ground, width: 4 * theme.scale }),
  });
}
