import fc from 'fast-check';
import MVT from 'ol/format/MVT.js';
import { fromLonLat, get, transform } from 'ol/proj.js';
import { getDistance } from 'ol/sphere.js';
import { describe, expect, it } from 'vitest';
import type { LonLat } from '#shared/lib/geo.ts';
import { writeVectorTile } from '#tests/support/vector-tile-writer.ts';
import { fromWgs84, tileAt, tileSystem, toWgs84, vectorSystem } from './projections.ts';

/** Published pairs: the test data of eviltransform (github.com/googollee/eviltransform) for GCJ-02, the manual of gcoord for BD-09. */
const GCJ_PAIRS: readonly (readonly [LonLat, LonLat])[] = [
  [
    [121.5272106, 31.1774276],
    [121.531541859215, 31.17530398364597],
  ],
  [
    [113.912316, 22.543847],
    [113.9171764808363, 22.540796131694766],
  ],
  [
    [116.377817, 39.911954],
    [116.38404722455657, 39.91334545536069],
  ],
];
const BD_PAIR: readonly [LonLat, LonLat] = [
  [116.403988, 39.914266],
  [116.41661560068297, 39.92196580126834],
];
const apart = (a: LonLat, b: LonLat): number => getDistance([...a], [...b]);

describe('coordinates of Chinese providers', () => {
  it.each(GCJ_PAIRS)('turn WGS84 %j into GCJ-02 %j within 1 m', (wgs, gcj) => {
    expect(apart(fromWgs84(wgs, 'gcj02'), gcj)).toBeLessThan(1);
    expect(apart(toWgs84(gcj, 'gcj02'), wgs)).toBeLessThan(1);
  });

  it('turn WGS84 into BD-09 within 1 m', () => {
    const [wgs, bd] = BD_PAIR;
    expect(apart(fromWgs84(wgs, 'bd09'), bd)).toBeLessThan(1);
    expect(apart(toWgs84(bd, 'bd09'), wgs)).toBeLessThan(1);
  });

  it.each(['gcj02', 'bd09'] as const)(
    'come back from %s to within 1 m, in degrees and on the plane of the tiles',
    (system) => {
      const { projection } = tileSystem(system, 0, 18);
      fc.assert(
        fc.property(
          fc.double({ min: 80, max: 130, noNaN: true }),
          fc.double({ min: 20, max: 50, noNaN: true }),
          (lon, lat) => {
            const at: LonLat = [lon, lat];
            expect(apart(toWgs84(fromWgs84(at, system), system), at)).toBeLessThan(1);
            const there = transform(fromLonLat([lon, lat]), 'EPSG:3857', projection);
            const [x = 0, y = 0] = transform(there, projection, 'EPSG:4326');
            expect(apart([x, y], at)).toBeLessThan(1);
          },
        ),
      );
    },
  );

  it('leave what lies outside China as it is', () => {
    expect(fromWgs84([13.4, 52.5], 'gcj02')).toEqual([13.4, 52.5]);
  });

  it('count the tiles as each provider does', () => {
    // Tiananmen: Web Mercator tile 12/3372/1552 (WGS84); of Baidu at zoom 12, 789/294: 64 m a pixel, 256 px, from the equator.
    expect(tileAt('wgs84', [116.391, 39.907], 12)).toEqual({ z: 12, x: 3372, y: 1552 });
    expect(tileAt('bd09', [116.391, 39.907], 12)).toEqual({ z: 12, x: 790, y: 294 });
    expect(get('BD09MC')?.getUnits()).toBe('m');
  });
});

describe('vector tiles in the coordinates of Chinese providers', () => {
  it.each([
    ...GCJ_PAIRS.map(([wgs, gcj]) => ['gcj02', wgs, gcj] as const),
    ['bd09', ...BD_PAIR] as const,
    ['wgs84', BD_PAIR[0], BD_PAIR[0]] as const,
  ])('land where they belong: %s', (system, wgs, told) => {
    const { projection, grid } = vectorSystem(system, 0, 16);
    // As a tiler does it that takes the degrees for WGS84.
    const [x = 0, y = 0] = fromLonLat([...told]);
    const tile = grid.getTileCoordForCoordAndZ([x, y], 16);
    const extent = grid.getTileCoordExtent(tile);
    const [west = 0, south = 0, east = 0, north = 0] = extent;
    const place = [((x - west) / (east - west)) * 4_096, ((north - y) / (north - south)) * 4_096].map(Math.round);
    const bytes = writeVectorTile([{ layer: 'place', kind: 'point', places: [[place[0] ?? 0, place[1] ?? 0]] }]);

    const [read] = new MVT().readFeatures(bytes.buffer, { extent, featureProjection: get(projection) ?? undefined });
    const [lon = 0, lat = 0] = transform(read?.getFlatCoordinates() ?? [], projection, 'EPSG:4326');
    expect(apart([lon, lat], wgs)).toBeLessThan(1.5);
    const offered = grid.getTileCoordForCoordAndZ(transform(fromLonLat([...wgs]), 'EPSG:3857', projection), 16);
    expect(offered).toEqual(tile);
  });
});
