import RenderFeature from 'ol/render/Feature.js';
import { describe, expect, it } from 'vitest';
import type { MapTheme } from './map-theme.ts';
import { vectorMapStyle } from './tile-map-style.ts';

const theme = {
  scale: 1,
  colours: new Proxy({}, { get: (_target, name) => String(name) }),
} as unknown as MapTheme;
const feature = (type: 'Point' | 'LineString' | 'Polygon', properties: Readonly<Record<string, string>>) =>
  new RenderFeature(type, [0, 0, 10, 0, 10, 10], [6], 2, properties, undefined);
const wordOf = (item: RenderFeature, resolution: number, own: readonly string[] = []) =>
  vectorMapStyle(item, resolution, theme, new Set(own))?.getText() ?? undefined;

describe('words of vector tiles', () => {
  it.each([
    ['OpenMapTiles', { layer: 'place', class: 'suburb', name: '南岗' }],
    ['Protomaps', { layer: 'places', kind: 'locality', kind_detail: 'suburb', name: '南岗' }],
    ['Shortbread', { layer: 'place_labels', kind: 'suburb', name: '南岗' }],
  ])('name a district at its scale, after %s', (_schema, properties) => {
    const place = feature('Point', properties);
    expect(wordOf(place, 30)?.getText()).toBe('南岗');
    expect(wordOf(place, 30)?.getFont()).toContain('13px');
    expect(wordOf(place, 60)).toBeUndefined();
  });

  it.each(['transportation_name', 'roads', 'street_labels'])('run along the streets of %s, near enough', (layer) => {
    const street = feature('LineString', { layer, name: '新阳路' });
    expect(wordOf(street, 5)?.getPlacement()).toBe('line');
    expect(wordOf(street, 12)).toBeUndefined();
  });

  it('leave out what the map names itself, and what is neither place, street nor water', () => {
    const street = feature('LineString', { layer: 'roads', name: '新阳路' });
    expect(wordOf(street, 5, ['新阳路'])).toBeUndefined();
    expect(
      vectorMapStyle(street, 5, theme, new Set(['新阳路']))
        ?.getStroke()
        ?.getColor(),
    ).toBe('line');
    expect(vectorMapStyle(feature('Point', { layer: 'pois', name: '小卖部' }), 1, theme, new Set())).toBeUndefined();
  });

  it('take the colours of the map, with a rim of its ground', () => {
    const word = wordOf(feature('Point', { layer: 'water', name: '松花江' }), 5);
    expect([word?.getFill()?.getColor(), word?.getStroke()?.getColor()]).toEqual(['dim', 'ground']);
  });
});
