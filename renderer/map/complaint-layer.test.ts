import { expect, it } from 'vitest';
import { fromLonLat, get } from 'ol/proj.js';
import type Cluster from 'ol/source/Cluster.js';
import { createComplaintLayer } from './complaint-layer.ts';
import type { ComplaintMark } from './marks.ts';
import type { MapTheme } from './map-theme.ts';

const theme = { colours: {}, scale: 1 } as unknown as MapTheme;
const mark = (id: string, lon: number, urgent = false): ComplaintMark => ({
  id,
  at: [lon, 45],
  category: 'leak',
  urgent,
  isOrdered: false,
});
const at126 = fromLonLat([126, 45]);
const extent = [(at126[0] ?? 0) - 9e4, (at126[1] ?? 0) - 9e4, (at126[0] ?? 0) + 9e4, (at126[1] ?? 0) + 9e4];

function shown(
  layer: ReturnType<typeof createComplaintLayer>,
  resolution: number,
): readonly (readonly [string, number])[] {
  const source = layer.layer.getSource() as Cluster;
  const projection = get('EPSG:3857');
  if (!projection) throw new Error('no projection');
  source.loadFeatures(extent, resolution, projection);
  return source
    .getFeatures()
    .map((feature) => [(feature.get('mark') as ComplaintMark).id, feature.get('count') as number] as const)
    .sort(([a], [b]) => a.localeCompare(b));
}

it('counts complaints that would lie over one another, and takes them apart when near', () => {
  const layer = createComplaintLayer(() => theme);
  layer.set([mark('a', 126), mark('b', 126.0005, true), mark('c', 126.02)]);
  expect(shown(layer, 10)).toEqual([
    ['b', 2],
    ['c', 1],
  ]);
  expect(shown(layer, 200)).toEqual([['b', 3]]);
  expect(shown(layer, 0.5)).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', 1],
  ]);
  layer.set([mark('a', 126)]);
  expect(shown(layer, 10)).toEqual([['a', 1]]);
  expect(layer.get('b')).toBeUndefined();
});
